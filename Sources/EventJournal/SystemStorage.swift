package import FileLocking
import Glibc
import SystemPackage

/// The real file system. The only file of the journal with unsafe code.
package struct SystemStorage: JournalStorage {
    /// How long a file handle is waited for, and how often it is tried.
    private static let handleTimeout = Duration.seconds(2)
    private static let handlePauseMicroseconds: UInt32 = 5_000

    package init() {}

    package func open(_ path: FilePath, forWriting: Bool) throws(JournalError) -> any JournalFile {
        try Self.awaitingHandle { () throws(JournalError) in
            try SystemFile(path, mode: forWriting ? .readWrite : .readOnly, options: [.closeOnExec])
        }
    }

    package func create(_ path: FilePath) throws(JournalError) -> any JournalFile {
        try Self.awaitingHandle { () throws(JournalError) in
            try SystemFile(path, mode: .readWrite, options: [.create, .truncate, .closeOnExec])
        }
    }

    /// Opens a file, and tries again while the process has no file handle left: a crowd of peers may take the last
    /// ones for the moment that it takes to hang up on some.
    private static func awaitingHandle(
        _ open: () throws(JournalError) -> SystemFile
    ) throws(JournalError) -> SystemFile {
        let deadline = ContinuousClock.now + handleTimeout
        while true {
            do throws(JournalError) {
                return try open()
            } catch {
                guard case .system(let code, _, _) = error, code == .tooManyOpenFiles, .now < deadline else {
                    throw error
                }
            }
            usleep(handlePauseMicroseconds)
        }
    }

    package func rename(_ path: FilePath, to destination: FilePath) throws(JournalError) {
        try check(call: "rename", path) {
            path.withPlatformString { from in destination.withPlatformString { Glibc.rename(from, $0) }
            }
        }
    }

    package func link(_ path: FilePath, to destination: FilePath) throws(JournalError) {
        try check(call: "link", path, allowing: .fileExists) {
            path.withPlatformString { from in destination.withPlatformString { Glibc.link(from, $0) } }
        }
    }

    package func remove(_ path: FilePath) throws(JournalError) {
        try check(call: "unlink", path, allowing: .noSuchFileOrDirectory) {
            path.withPlatformString { unlink($0) }
        }
    }

    package func createDirectory(_ path: FilePath) throws(JournalError) {
        var status = stat()
        if path.withPlatformString({ stat($0, &status) }) == 0 { return }
        let parent = path.removingLastComponent()
        if !parent.isEmpty, parent != path { try createDirectory(parent) }
        try check(call: "mkdir", path, allowing: .fileExists) {
            path.withPlatformString { mkdir($0, 0o750) }
        }
        // The new name must survive a power cut as much as what will stand in the directory.
        try synchronizeDirectory(parent.isEmpty ? "." : parent)
    }

    package func synchronizeDirectory(_ path: FilePath) throws(JournalError) {
        let directory = try SystemFile(path, mode: .readOnly, options: [.directory, .closeOnExec])
        try check(call: "fsync", path) { fsync(directory.descriptor.rawValue) }
    }

    package func names(in directory: FilePath) throws(JournalError) -> [String] {
        guard let stream = directory.withPlatformString({ opendir($0) }) else {
            let error = Errno(rawValue: errno)
            if error == .noSuchFileOrDirectory { return [] }
            throw .system(error, call: "opendir", path: directory)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw .system(Errno(rawValue: errno), call: "readdir", path: directory) }
        return names.sorted()
    }

    package func lock(_ path: FilePath) throws(JournalError) -> FileLock {
        do throws(FileError) { return try FileLock(path) } catch { throw JournalError(error) }
    }

    /// Fills the first `byteCount` bytes of `buffer` from the kernel's cryptographic generator.
    static func fillRandom(_ buffer: inout [UInt8], count byteCount: Int) throws(JournalError) {
        precondition(byteCount <= buffer.count, "random bytes within the buffer")
        // getentropy gives at most 256 bytes in a call, and cannot be interrupted below that.
        for start in stride(from: 0, to: byteCount, by: 256) {
            let count = min(256, byteCount - start)
            try check(call: "getentropy", "") {
                buffer.withUnsafeMutableBytes {
                    guard let base = $0.baseAddress else { return 0 }
                    return getentropy(base + start, count)
                }
            }
        }
    }
}

/// A file descriptor, closed when the last reference goes.
private final class SystemFile: JournalFile {
    let descriptor: FileDescriptor
    private let path: FilePath

    init(
        _ path: FilePath,
        mode: FileDescriptor.AccessMode,
        options: FileDescriptor.OpenOptions
    ) throws(JournalError) {
        self.path = path
        do {
            descriptor = try FileDescriptor.open(
                path,
                mode,
                options: options,
                permissions: options.contains(.create) ? [.ownerReadWrite, .groupRead] : nil
            )
        } catch {
            throw .system(asErrno(error), call: "open", path: path)
        }
    }

    deinit {
        // Nothing can be done about a failure here, and everything that matters was synced before.
        try? descriptor.close()
    }

    func byteCount() throws(JournalError) -> Int {
        var status = stat()
        try check(call: "fstat", path) { fstat(descriptor.rawValue, &status) }
        return Int(status.st_size)
    }

    func read(_ count: Int, at offset: Int) throws(JournalError) -> [UInt8] {
        do {
            return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
                while initializedCount < count {
                    let rest = UnsafeMutableRawBufferPointer(
                        UnsafeMutableBufferPointer(rebasing: buffer[initializedCount...])
                    )
                    let read = try descriptor.read(
                        fromAbsoluteOffset: Int64(offset + initializedCount),
                        into: rest
                    )
                    if read == 0 { break }
                    initializedCount += read
                }
            }
        } catch {
            throw .system(asErrno(error), call: "pread", path: path)
        }
    }

    func write(_ bytes: RawSpan, at offset: Int) throws(JournalError) {
        do {
            try bytes.withUnsafeBytes { buffer in
                var written = 0
                while written < buffer.count {
                    let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
                    let count = try descriptor.write(
                        toAbsoluteOffset: Int64(offset + written),
                        rest
                    )
                    // A file system that takes nothing and reports nothing would keep us here for ever.
                    guard count > 0 else { throw Errno.ioError }
                    written += count
                }
            }
        } catch {
            throw .system(asErrno(error), call: "pwrite", path: path)
        }
    }

    func synchronize() throws(JournalError) {
        // fdatasync, not fsync: it covers the file's length, and nobody relies on its times.
        try check(call: "fdatasync", path) { fdatasync(descriptor.rawValue) }
    }

    func named(_ path: FilePath) throws(JournalError) -> NamedFile {
        do throws(FileError) { return try NamedFile(descriptor, at: path) } catch {
            throw JournalError(error)
        }
    }
}

/// Calls `body` until no signal interrupts it, and throws when it returns -1.
///
/// An interrupted sync may be repeated; any other failed one must not be, because the kernel may have
/// marked the pages as clean.
///
/// - Returns: False when it failed with `allowed`.
@discardableResult
private func check(
    call: String,
    _ path: FilePath,
    allowing allowed: Errno? = nil,
    _ body: () -> Int32
) throws(JournalError) -> Bool {
    while body() == -1 {
        let error = Errno(rawValue: errno)
        if error == allowed { return false }
        guard error == .interrupted else { throw .system(error, call: call, path: path) }
    }
    return true
}

private func asErrno(_ error: any Error) -> Errno {
    error as? Errno ?? .ioError
}
