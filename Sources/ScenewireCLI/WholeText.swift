import FileLocking
import Glibc
import SystemPackage

/// Small files that have their names only once they are whole and on stable storage; it blocks.
enum WholeText {
    /// - Parameter replacing: Whether a file may be there already.
    /// - Throws: `Errno`; `Errno.fileExists` when there is a file that is not to be replaced.
    static func write(_ bytes: [UInt8], to path: FilePath, replacing: Bool) throws {
        let directory = path.removingLastComponent()
        try makeDirectories(directory)
        let partial = PartialFile.path(for: path)
        defer { PartialFile.remove(partial) }
        let file = try FileDescriptor.open(
            partial,
            .writeOnly,
            options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerRead, .ownerWrite]
        )
        try file.closeAfter {
            try file.writeAll(bytes)
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        // A link fails where the name is taken; a rename does not.
        let code = replacing ? rename(partial.string, path.string) : link(partial.string, path.string)
        guard code == 0 else { throw Errno(rawValue: errno) }
        try sync(directory)
    }

    /// Makes a directory and those above it, for this user alone.
    static func makeDirectories(_ path: FilePath) throws {
        guard !path.isEmpty, mkdir(path.string, 0o700) != 0 else { return }
        switch Errno(rawValue: errno) {
        case .fileExists: return
        case .noSuchFileOrDirectory:
            try makeDirectories(path.removingLastComponent())
            guard mkdir(path.string, 0o700) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
        case let code: throw code
        }
    }

    /// Puts a directory's names on stable storage.
    static func sync(_ directory: FilePath) throws {
        let file = try FileDescriptor.open(
            directory.isEmpty ? "." : directory,
            .readOnly,
            options: .closeOnExec
        )
        try file.closeAfter {
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
    }
}
