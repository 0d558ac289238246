import Glibc

/// The process's first three file descriptors.
enum StandardStreams {
    /// Opens those that the caller closed, on nothing.
    ///
    /// Otherwise the next socket would get the number of standard output, and data would go there.
    static func open() {
        // open(2) takes the lowest free number. Without /dev/null nothing better can be done.
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = Glibc.open("/dev/null", O_RDWR)
        }
    }
}
