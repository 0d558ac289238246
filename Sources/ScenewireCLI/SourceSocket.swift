import Glibc
import ServiceRuntime
import SystemPackage

/// A local stream socket to which programs of the same user connect.
actor SourceSocket {
    private nonisolated let executor = BlockingExecutor(label: "scenewire.source.socket")
    private nonisolated let bell = Bell()
    private let descriptor: FileDescriptor
    private let path: FilePath

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Begins to listen. A socket that a dead process has left behind is replaced.
    ///
    /// - Throws: ``CommandFailure`` when the path is too long, is something else, or somebody listens there.
    init(_ path: FilePath) throws(CommandFailure) {
        self.path = path
        var address = try Self.address(path)
        try Self.removeRemains(path, &address)
        descriptor = try Self.listen(at: &address, path)
    }

    deinit {
        // The name goes first, so that nobody connects to what is closed; nothing can be lost.
        unlink(path.string)
        try? descriptor.close()
    }

    /// Waits for a program to connect.
    ///
    /// - Returns: `nil` after ``stop()``.
    /// - Throws: `Errno`, for example when the process has no file handle left.
    func accept() throws -> FileDescriptor? {
        while bell.wait(for: descriptor, events: Int16(POLLIN)) {
            let number = Glibc.accept(descriptor.rawValue, nil, nil)
            if number >= 0 { return FileDescriptor(rawValue: number) }
            guard [EINTR, ECONNABORTED, EAGAIN].contains(errno) else { throw Errno(rawValue: errno) }
        }
        return nil
    }

    /// Ends the wait and every later one. Any thread may call it.
    nonisolated func stop() {
        bell.ring()
    }

    /// A dead process leaves its socket's name behind; whoever else has the path keeps it.
    private static func removeRemains(
        _ path: FilePath,
        _ address: inout sockaddr_un
    ) throws(CommandFailure) {
        var status = stat()
        guard lstat(path.string, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw CommandFailure("\(path) is there and is no socket", .unavailable)
        }
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw failure("socket", path) }
        defer { close(number) }
        guard with(&address, { connect(number, $0, $1) }) != 0 else {
            throw CommandFailure("somebody listens on \(path) already", .unavailable)
        }
        guard unlink(path.string) == 0 else { throw failure("unlink", path) }
    }

    private static func listen(
        at address: inout sockaddr_un,
        _ path: FilePath
    ) throws(CommandFailure) -> FileDescriptor {
        // Who connected may be gone before it is accepted; that must not block.
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let number = socket(AF_UNIX, Int32(kind), 0)
        guard number >= 0 else { throw failure("socket", path) }
        do throws(CommandFailure) {
            // On Linux the name in the file system gets the socket's own mode, so that it is never wider.
            guard fchmod(number, 0o600) == 0 else { throw failure("fchmod", path) }
            guard with(&address, { bind(number, $0, $1) }) == 0 else { throw failure("bind", path) }
            guard Glibc.listen(number, SourceLimits.backlogCountMax) == 0 else {
                throw failure("listen", path)
            }
        } catch {
            close(number)
            throw error
        }
        return FileDescriptor(rawValue: number)
    }

    private static func address(_ path: FilePath) throws(CommandFailure) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.string.utf8)
        // The name ends with a zero.
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard bytes.count <= room else {
            throw CommandFailure(
                "\(path) has \(bytes.count) bytes, a socket's path at most \(room); --socket names another",
                .badConfiguration
            )
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    private static func with(
        _ address: inout sockaddr_un,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static func failure(_ call: String, _ path: FilePath) -> CommandFailure {
        let code = Errno(rawValue: errno)
        return CommandFailure("\(call) failed on \(path): \(code)", CommandFailure.processExit(for: code))
    }
}
