import Glibc
public import SystemPackage

/// Connections within this machine.
public enum LocalConnection {
    /// What came of one attempt to connect.
    public enum Attempt: Sendable {
        /// A connection, which is the caller's to close.
        case open(FileDescriptor)
        /// Somebody listens there, and accepts so slowly that nobody else can connect now.
        case busy
        /// Nobody listens there.
        case nobody
        /// Whether anybody listens is not known: it may not be looked at, or there was no answer in time.
        case unknown(Errno)
    }

    /// - Returns: `nil` when there is no connection.
    public static func open(_ address: HostPort, until deadline: ContinuousClock.Instant) -> FileDescriptor? {
        guard case .open(let descriptor) = attempt(address, until: deadline) else { return nil }
        return descriptor
    }

    /// Connects; it blocks until the deadline at most.
    public static func attempt(_ address: HostPort, until deadline: ContinuousClock.Instant) -> Attempt {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, "\(address.port)", &hints, &list) == 0, let found = list?.pointee
        else {
            return .unknown(.invalidArgument)
        }
        defer { freeaddrinfo(list) }
        return attempt(found.ai_family, found.ai_addr, found.ai_addrlen, until: deadline)
    }

    /// Connects to a socket's path; it blocks until the deadline at most, also where a frozen process listens.
    public static func attempt(path: String, until deadline: ContinuousClock.Instant) -> Attempt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        // One byte stays zero.
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            return .unknown(.fileNameTooLong)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                attempt(AF_UNIX, $0, length, until: deadline)
            }
        }
    }

    private static func attempt(
        _ family: Int32,
        _ address: UnsafePointer<sockaddr>?,
        _ length: socklen_t,
        until deadline: ContinuousClock.Instant
    ) -> Attempt {
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let number = socket(family, Int32(kind), 0)
        guard number >= 0 else { return .unknown(Errno(rawValue: errno)) }
        let descriptor = FileDescriptor(rawValue: number)
        var fault: Int32 = connect(number, address, length) == 0 ? 0 : errno
        if fault == EINPROGRESS {
            if wait(descriptor, POLLOUT, until: deadline) {
                var length = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(number, SOL_SOCKET, SO_ERROR, &fault, &length)
            } else {
                fault = ETIMEDOUT
            }
        }
        if fault == 0 { return .open(descriptor) }
        // It never was a connection.
        try? descriptor.close()
        switch fault {
        // Of a local socket it means that its queue of connections is full.
        case EAGAIN where family == AF_UNIX: return .busy
        case ECONNREFUSED, ENOENT: return .nobody
        default: return .unknown(Errno(rawValue: fault))
        }
    }

    /// Waits until one of the events of poll(2) has come; it blocks.
    ///
    /// - Returns: `false` when the time is over.
    public static func wait(
        _ descriptor: FileDescriptor,
        _ events: Int32,
        until deadline: ContinuousClock.Instant
    ) -> Bool {
        var item = pollfd(fd: descriptor.rawValue, events: Int16(events), revents: 0)
        while true {
            let rest = (deadline - .now) / .milliseconds(1)
            guard rest > 0 else { return false }
            let count = poll(&item, 1, Int32(min(rest.rounded(.up), Double(Int32.max))))
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
        }
    }
}
