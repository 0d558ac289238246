import Glibc
public import SystemPackage

/// Which file a path led to when it was opened.
///
/// It opens nothing, as closing a second descriptor of a SQLite file would end SQLite's own locks. Whoever keeps one
/// keeps the file open as well, so that its inode is given to no other.
public struct NamedFile: Sendable {
    /// The path.
    public let path: FilePath
    private let identity: Identity

    /// Remembers the file that `path` leads to now.
    ///
    /// - Throws: ``FileError/system(_:call:path:)``.
    public init(_ path: FilePath) throws(FileError) {
        guard let identity = try Identity(path) else {
            throw .system(.noSuchFileOrDirectory, call: "stat", path: path)
        }
        (self.path, self.identity) = (path, identity)
    }

    /// Remembers the open file, which was opened as `path`.
    ///
    /// - Throws: ``FileError/system(_:call:path:)``.
    public init(_ descriptor: FileDescriptor, at path: FilePath) throws(FileError) {
        self.path = path
        identity = try Identity(descriptor, path)
    }

    /// Checks with one system call that the path still leads to the file.
    ///
    /// - Throws: ``FileError/moved(_:)``, or ``FileError/system(_:call:path:)`` when nobody can say.
    public func check() throws(FileError) {
        guard try Identity(path) == identity else { throw .moved(path) }
    }

    /// Whether both are the same file, under whatever names.
    public func isSameFile(as other: NamedFile) -> Bool { identity == other.identity }
}

/// The numbers of a file on this machine.
private struct Identity: Equatable, Sendable {
    private let device: UInt64
    private let inode: UInt64

    /// - Returns: `nil` when there is no such file.
    init?(_ path: FilePath) throws(FileError) {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0 else {
            let code = Errno(rawValue: errno)
            if [.noSuchFileOrDirectory, .notDirectory].contains(code) { return nil }
            throw .system(code, call: "stat", path: path)
        }
        self.init(status)
    }

    init(_ descriptor: FileDescriptor, _ path: FilePath) throws(FileError) {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else {
            throw .system(Errno(rawValue: errno), call: "fstat", path: path)
        }
        self.init(status)
    }

    private init(_ status: stat) {
        (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
    }
}
