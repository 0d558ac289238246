import Glibc

/// A TCP connection within this machine, over which a test sends any bytes it likes.
enum LoopbackConnection {
    /// Connects, blocking; every later call takes at most `limitSeconds`.
    ///
    /// - Parameter receiveBufferByteCount: How much the kernel takes on for it, to be a slow reader.
    /// - Returns: The socket, the caller's to close.
    static func open(
        _ port: UInt16,
        limitSeconds: Int,
        receiveBufferByteCount: Int32? = nil
    ) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw SpawnError(call: "socket", code: errno) }
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        var limit = timeval(tv_sec: limitSeconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if var byteCount = receiveBufferByteCount {
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &byteCount, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in.loopback(port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let code = errno
            close(socket)
            throw SpawnError(call: "connect to \(port)", code: code)
        }
        return socket
    }

    /// Sends what the other end takes.
    ///
    /// - Returns: Whether it took all; it may have hung up, or stopped reading.
    static func send(_ bytes: [UInt8], on socket: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    socket,
                    buffer.baseAddress.map { $0 + sent },
                    buffer.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if count == -1, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
