import Glibc
import Synchronization
import SystemPackage

/// Calls off a thread's wait for a file descriptor; once rung it rings for ever.
final class Bell: Sendable {
    // None when the process has no file handle left: the wait works, and cannot be called off.
    private let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor)?
    private let isRung = Atomic(false)

    init() {
        pipe = try? FileDescriptor.pipe()
    }

    deinit {
        // Closing a pipe that nobody else knows cannot lose anything.
        try? pipe?.readEnd.close()
        try? pipe?.writeEnd.close()
    }

    /// Ends the wait. Any thread may call it; it never blocks.
    func ring() {
        // One byte always fits into an empty pipe, and nobody ever takes it out.
        guard !isRung.exchange(true, ordering: .relaxed), let pipe else { return }
        _ = try? pipe.writeEnd.writeAll([1])
    }

    /// Waits for so long.
    ///
    /// - Returns: `false` when the bell rang.
    func wait(milliseconds: Int32) -> Bool {
        var item = pollfd(fd: pipe?.readEnd.rawValue ?? -1, events: Int16(POLLIN), revents: 0)
        return poll(&item, 1, milliseconds) <= 0
    }

    /// Waits until `other` is ready, or for so long.
    ///
    /// - Parameters:
    ///   - events: `POLLIN` or `POLLOUT`.
    ///   - milliseconds: How long at most; -1 for ever.
    /// - Returns: `false` when the bell rang.
    func wait(for other: FileDescriptor, events: Int16, milliseconds: Int32 = -1) -> Bool {
        // A negative descriptor is passed over by poll(2).
        var items = [
            pollfd(fd: pipe?.readEnd.rawValue ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other.rawValue, events: events, revents: 0),
        ]
        // Only a signal can interrupt it; what cannot be polled is tried all the same.
        while poll(&items, 2, milliseconds) < 0, errno == EINTR {}
        return items[0].revents == 0
    }
}
