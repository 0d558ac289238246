import Glibc
import SystemPackage

/// What tells one file from a copy of it, on this machine or another.
///
/// A file that was restored under its old name often gets its old inode; the inode's generation, a number
/// that the file system draws anew for each file, tells them apart where there is one (ext4, xfs, btrfs).
package struct FileIdentity: Equatable, Sendable {
    /// From linux/fs.h, FS_IOC_GETVERSION: `_IOR('v', 1, long)`.
    private static let generationRequest: UInt = 0x8008_7601

    /// `/etc/machine-id`; empty where there is none.
    package let machine: String
    package let inode: Int64
    /// 0 where the file system has none.
    package let generation: Int64

    package init(machine: String, inode: Int64, generation: Int64) {
        self.machine = machine
        self.inode = inode
        self.generation = generation
    }

    /// - Throws: ``OutboxError/absent(_:)`` when there is no such file.
    package init(ofFileAt path: String) throws(OutboxError) {
        try self.init(of: FilePath(path))
    }

    /// - Throws: ``OutboxError/absent(_:)`` when there is no such file.
    init(of path: FilePath) throws(OutboxError) {
        let file = open(path.string, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            let code = errno
            throw code == ENOENT || code == ENOTDIR
                ? .absent(path.removingLastComponent())
                : OutboxError(Errno(rawValue: code), call: "open", path: path)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw OutboxError(Errno(rawValue: errno), call: "fstat", path: path)
        }
        // The kernel writes an int, whatever the request's name says of a long.
        var generation: Int = 0
        let hasGeneration = ioctl(file, Self.generationRequest, &generation) == 0
        self.init(
            machine: Self.machine,
            inode: Int64(bitPattern: UInt64(status.st_ino)),
            generation: hasGeneration ? Int64(UInt32(truncatingIfNeeded: generation)) : 0
        )
    }

    /// Whether `path` still leads to the file, which costs one system call.
    func isFile(at path: FilePath) -> Bool {
        var status = stat()
        return stat(path.string, &status) == 0 && Int64(bitPattern: UInt64(status.st_ino)) == inode
    }

    private static var machine: String {
        guard let file = try? FileDescriptor.open("/etc/machine-id", .readOnly) else { return "" }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = try? file.closeAfter { try bytes.withUnsafeMutableBytes { try file.read(into: $0) } }
        return String(decoding: bytes.prefix(count ?? 0), as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }
}
