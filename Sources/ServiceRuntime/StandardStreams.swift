import Glibc

/// The process's first three file descriptors.
public enum StandardStreams {
    /// Opens those that the caller closed, on nothing; to be called before anything else is opened.
    ///
    /// Otherwise the next socket, lock or database would get the number of standard output or of standard error,
    /// and results or lines of the log would go there.
    public static func open() {
        // open(2) takes the lowest free number. Without /dev/null nothing better can be done.
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = Glibc.open("/dev/null", O_RDWR)
        }
    }
}
