import Glibc
public import SystemPackage

/// A file that is being made, beside the place that it will have.
public enum PartialFile {
    private static let mark = ".partial-"
    /// What may stand beside such a file: what SQLite makes, and ``lockPath(of:)``.
    private static let companions = ["-journal", "-wal", "-shm", lockSuffix]
    private static let lockSuffix = "-lock"

    /// The name while this process makes the file.
    public static func path(for path: FilePath) -> FilePath { FilePath("\(path.string)\(mark)\(getpid())") }

    /// The file to lock, with a `FileLock`, for one that must not be locked itself.
    ///
    /// SQLite locks byte ranges of its files; where a file system makes such a lock of flock(2), as NFS does, the two
    /// would be in each other's way.
    public static func lockPath(of partial: FilePath) -> FilePath {
        FilePath("\(partial.string)\(lockSuffix)")
    }

    /// Keeps others from taking the file for a leftover, until it is closed.
    public static func hold(_ file: FileDescriptor) {
        // Where there are no such locks, the number of the process in the name still says it.
        _ = flock(file.rawValue, LOCK_EX | LOCK_NB)
    }

    /// Removes a partial file, if it is there, and what stands beside it.
    public static func remove(_ partial: FilePath) {
        unlink(partial.string)
        for suffix in companions { unlink(partial.string + suffix) }
    }

    /// Removes what killed processes have left of the file at `path`.
    ///
    /// A file stays whose process runs on this machine, or which is held: by a process of a machine that has the
    /// same directory, or of another container. What cannot be looked at stays as well; it is in nobody's way.
    ///
    /// - Returns: The partial files that were removed.
    public static func removeLeftovers(of path: FilePath) -> [FilePath] {
        processes(thatMade: path).filter { $0 == getpid() || !isRunning($0) }.compactMap { process in
            let partial = FilePath("\(path.string)\(mark)\(process)")
            guard !isHeld(partial), !isHeld(lockPath(of: partial)) else { return nil }
            remove(partial)
            return partial
        }
    }

    /// The processes whose partial files, or what stood beside them, are there; in order.
    private static func processes(thatMade path: FilePath) -> [pid_t] {
        guard let name = path.lastComponent?.string else { return [] }
        let parent = path.removingLastComponent()
        guard let directory = opendir(parent.isEmpty ? "." : parent.string) else { return [] }
        defer { closedir(directory) }
        var processes: Set<pid_t> = []
        while let entry = readdir(directory) {
            let other = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            guard other.hasPrefix(name + mark) else { continue }
            let rest = other.dropFirst(name.count + mark.count)
            let number = rest.prefix { $0 != "-" }
            guard rest == number || companions.contains(String(rest.dropFirst(number.count))),
                let process = pid_t(number), process > 0, "\(process)" == number
            else { continue }
            processes.insert(process)
        }
        return processes.sorted()
    }

    private static func isRunning(_ process: pid_t) -> Bool {
        // Another user's process refuses the signal, which it only does while it runs.
        kill(process, 0) == 0 || errno == EPERM
    }

    /// Whether somebody has locked the file, or nobody can say.
    private static func isHeld(_ path: FilePath) -> Bool {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
        } catch {
            return error as? Errno != .noSuchFileOrDirectory
        }
        // Nothing was written through it, so that closing loses nothing.
        defer { try? file.close() }
        return flock(file.rawValue, LOCK_EX | LOCK_NB) != 0
    }
}
