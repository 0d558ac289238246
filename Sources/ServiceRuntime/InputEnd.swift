import Dispatch
import Glibc

/// The end of standard input, taken as a request to stop.
///
/// A program that starts a service and keeps the other end of its input stops the service by ending, in whatever
/// way: the kernel closes that end even after SIGKILL. A signal at the parent's death would depend on which of
/// its threads had started the service (prctl(2), PR_SET_PDEATHSIG).
enum InputEnd {
    private static let readByteCount = 4_096

    /// Sends this process SIGTERM once standard input has ended, and reads on a thread of its own until then.
    ///
    /// What is read is thrown away.
    static func stopsProcess() {
        DispatchQueue(label: "scenewire.input").async {
            waitForEnd()
            kill(getpid(), SIGTERM)
        }
    }

    private static func waitForEnd() {
        var buffer = [UInt8](repeating: 0, count: readByteCount)
        while true {
            // Whoever made the input may have made it non-blocking.
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let count = poll(&input, 1, -1) < 0 ? -1 : read(STDIN_FILENO, &buffer, buffer.count)
            guard count > 0 || count < 0 && [EINTR, EAGAIN].contains(errno) else { return }
        }
    }
}
