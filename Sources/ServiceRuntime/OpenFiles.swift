import Glibc

/// How many files and connections the process may have open.
public enum OpenFiles {
    /// Raises the limit to what the system allows this process at most.
    ///
    /// The usual 1,024 is less than a few hundred consumers with two connections each and a journal's
    /// segments need. Where it cannot be raised, it stays.
    static func raiseLimit() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }

    /// How many may be open at once.
    public static var countMax: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        return Int(clamping: limit.rlim_cur)
    }

    /// About how many are open: the number that the next one would get, as the system gives out the lowest.
    ///
    /// Unlike counting them it costs one call, so that it can be asked often. ``countMax`` when no more can be
    /// opened.
    public static var count: Int {
        let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { return errno == EMFILE ? countMax : 0 }
        close(descriptor)
        return Int(descriptor)
    }

    /// Keeps everything that is open now from programs that this process may start, such as the toolchain's
    /// crash reporter, which would hold a listening address for as long as it works.
    static func keepFromPrograms() {
        guard let directory = opendir("/proc/self/fd") else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            guard let descriptor = Int32(name), descriptor > STDERR_FILENO else { continue }
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        }
    }
}
