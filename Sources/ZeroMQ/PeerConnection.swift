import CZeroMQ
import Glibc

/// The connection over which a message came, as the kernel knows it.
///
/// libzmq says nothing of a peer that is gone and has no way to be rid of one; the kernel does. Any thread may
/// ask: the socket's number in the kernel tells it from another one that has come to the same descriptor.
public struct PeerConnection: Hashable, Sendable {
    // poll(2); the Glibc module does not carry it.
    private static let peerClosed: Int16 = 0x2000

    /// The descriptor, which belongs to libzmq.
    let descriptor: Int32
    /// The socket's number in the kernel; it is never used twice while the machine runs.
    let inode: UInt64

    /// A connection that was closed before anybody looked at it.
    init(closed descriptor: Int32) {
        (self.descriptor, inode) = (descriptor, 0)
    }

    /// - Returns: `nil` when the descriptor is no open file.
    init?(descriptor: Int32) {
        var status = stat()
        guard descriptor >= 0, unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.descriptor = descriptor
        inode = UInt64(status.st_ino)
    }

    /// Rises from connection to connection, as far as the kernel gives out numbers in order.
    public var age: UInt64 { inode }

    /// Whether the peer has not hung up, as far as this machine knows.
    public var isOpen: Bool {
        guard isCurrent else { return false }
        var item = pollfd(fd: descriptor, events: Self.peerClosed, revents: 0)
        guard unsafe poll(&item, 1, 0) > 0 else { return true }
        return item.revents & (Self.peerClosed | Int16(POLLHUP | POLLERR | POLLNVAL)) == 0
    }

    /// Hangs up on the peer; libzmq gives up what waits for it, and the peer may connect anew.
    public func hangUp() {
        // Should the descriptor change hands in between, another peer loses its connection and comes back.
        if isCurrent { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private var isCurrent: Bool { PeerConnection(descriptor: descriptor) == self }
}

extension Frame {
    /// The connection over which the frame came; `nil` when it came over none that the kernel knows, as within
    /// this process.
    public var connection: PeerConnection? {
        let descriptor = unsafe zmq_msg_get(slot, ZMQ_SRCFD)
        guard descriptor >= 0 else { return nil }
        return PeerConnection(descriptor: descriptor) ?? PeerConnection(closed: descriptor)
    }
}
