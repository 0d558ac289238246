import Glibc
public import SystemPackage

/// The directory of a store.
public enum StoreDirectory {
    /// Makes the directory where it is missing, and those above it, for this user alone; the names are on stable
    /// storage when it returns.
    ///
    /// - Throws: ``StoreError/system(_:call:path:)`` or ``StoreError/noSpace(_:)``, with the directory that could not
    ///   be made.
    public static func make(_ path: FilePath) throws(StoreError) {
        var status = stat()
        if path.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
        let parent = path.removingLastComponent()
        if !parent.isEmpty, parent != path { try make(parent) }
        if path.withPlatformString({ mkdir($0, 0o700) }) != 0 {
            let code = errno
            // Another process may have made it meanwhile; what is no directory is said below.
            guard code == EEXIST else { throw failure(code, "mkdir", path) }
        }
        try synchronize(path)
        try synchronize(parent.isEmpty ? "." : parent)
    }

    private static func synchronize(_ path: FilePath) throws(StoreError) {
        let directory = path.withPlatformString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard directory >= 0 else { throw failure(errno, "open", path) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw failure(errno, "fsync", path) }
    }

    private static func failure(_ code: Int32, _ call: String, _ path: FilePath) -> StoreError {
        code == ENOSPC ? .noSpace(path) : .system(Errno(rawValue: code), call: call, path: path)
    }
}
