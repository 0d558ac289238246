import FileLocking
import Glibc
import SystemPackage

/// A file that has its name only once it is whole and on stable storage.
///
/// Until then it stands beside its place as `NAME.partial-PID`, which only its owner reads. When the work fails
/// it is removed; a process that is killed leaves it, and the next one that makes the same file removes it.
enum WholeFile {
    /// Makes the file.
    ///
    /// - Parameter leftover: Told what a killed process had left of it, as soon as it was removed.
    /// - Throws: ``CommandFailure`` that names the file when something stands there already, or when it cannot
    ///   be written; what `body` threw otherwise.
    static func make(
        _ path: FilePath,
        leftover: (FilePath) -> Void = { _ in },
        _ body: (FileOutput) throws -> Void
    ) throws {
        guard !exists(path) else { throw occupied(path) }
        for path in PartialFile.removeLeftovers(of: path) { leftover(path) }
        let partial = PartialFile.path(for: path)
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                partial,
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: [.ownerReadWrite]
            )
        } catch {
            throw failure(path, error)
        }
        defer { unlink(partial.string) }
        do {
            try file.closeAfter {
                PartialFile.hold(file)
                try body(FileOutput(file))
                guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
            try name(partial, path)
            try sync(path.removingLastComponent())
        } catch OutputError.failed(let errno) {
            throw failure(path, errno)
        } catch let error as Errno {
            throw failure(path, error)
        }
    }

    /// link(2), unlike rename(2), never replaces a file that came meanwhile; not every file system has it.
    private static func name(_ partial: FilePath, _ path: FilePath) throws {
        if link(partial.string, path.string) == 0 { return }
        let error = Errno(rawValue: errno)
        guard error != .fileExists else { throw occupied(path) }
        guard [.notPermitted, .notSupported, .noFunction].contains(error), !exists(path) else { throw error }
        guard rename(partial.string, path.string) == 0 else { throw Errno(rawValue: errno) }
    }

    private static func sync(_ directory: FilePath) throws {
        let path = directory.isEmpty ? FilePath(".") : directory
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        try file.closeAfter {
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
    }

    private static func exists(_ path: FilePath) -> Bool {
        var status = stat()
        return lstat(path.string, &status) == 0
    }

    private static func occupied(_ path: FilePath) -> CommandFailure {
        CommandFailure("\(path) exists already; remove it, or name another file", .failure)
    }

    private static func failure(_ path: FilePath, _ error: any Error) -> CommandFailure {
        let errno = error as? Errno ?? .ioError
        return CommandFailure(
            "\(path) could not be written, and nothing of it is left: \(errno)\(advice(errno))",
            CommandFailure.processExit(for: errno)
        )
    }

    private static func advice(_ errno: Errno) -> String {
        switch errno {
        case .noSuchFileOrDirectory: "; make its directory first"
        case .readOnlyFileSystem: "; name a file on another disk"
        case .noSpace, .diskQuotaExceeded: "; make room, or name a file on another disk"
        default: ""
        }
    }
}
