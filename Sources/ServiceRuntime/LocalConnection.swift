import Glibc
public import SystemPackage

/// Connections within this machine.
public enum LocalConnection {
    /// - Returns: `nil` when nobody listens there.
    public static func open(_ address: HostPort, until deadline: ContinuousClock.Instant) -> FileDescriptor? {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, "\(address.port)", &hints, &list) == 0, let found = list?.pointee
        else {
            return nil
        }
        defer { freeaddrinfo(list) }
        let number = socket(found.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard number >= 0 else { return nil }
        let descriptor = FileDescriptor(rawValue: number)
        var fault: Int32 = connect(number, found.ai_addr, found.ai_addrlen) == 0 ? 0 : errno
        if fault == EINPROGRESS, wait(descriptor, POLLOUT, until: deadline) {
            var length = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(number, SOL_SOCKET, SO_ERROR, &fault, &length)
        }
        if fault == 0 { return descriptor }
        // It never was a connection.
        try? descriptor.close()
        return nil
    }

    /// - Returns: `nil` when nobody listens on that path, or it is too long for a socket's.
    public static func open(path: String) -> FileDescriptor? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        // One byte stays zero.
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard number >= 0 else { return nil }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isOpen = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(number, $0, length) == 0 }
        }
        let descriptor = FileDescriptor(rawValue: number)
        if isOpen { return descriptor }
        // It never was a connection.
        try? descriptor.close()
        return nil
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
