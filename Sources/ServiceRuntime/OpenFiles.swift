import Glibc

/// How many files and connections the process may have open.
enum OpenFiles {
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
}
