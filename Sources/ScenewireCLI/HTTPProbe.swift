import Glibc
import ServiceRuntime
import SystemPackage

/// Asks a process of this machine for one short page.
///
/// Own code, because an HTTP client's library would be most of this command for one answer of a few lines.
struct HTTPProbe: Sendable {
    /// What came of it.
    enum Answer: Equatable, Sendable {
        /// Nothing listens there.
        case nobody
        /// A status and the beginning of the body.
        case page(status: Int, body: String)
        /// Something listens, and does not speak HTTP in time.
        case strange(String)
    }

    let address: HostPort
    let path: String
    let timeout: Duration
    /// The longest answer that is read; what is longer is cut.
    var byteCountMax = 64 * 1_024

    /// Blocks for at most ``timeout``.
    func ask() -> Answer {
        let deadline = ContinuousClock.now + timeout
        guard let descriptor = LocalConnection.open(address, until: deadline) else { return .nobody }
        // Nothing more is said on it.
        defer { try? descriptor.close() }
        let request =
            "GET \(path) HTTP/1.1\r\nHost: \(address)\r\nAccept: application/json, text/plain\r\n"
            + "Connection: close\r\n\r\n"
        do {
            try descriptor.writeAll(request.utf8)
        } catch {
            return .strange("it hung up: \(error)")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < byteCountMax {
            guard LocalConnection.wait(descriptor, POLLIN, until: deadline) else {
                return .strange("it does not answer within \(timeout)")
            }
            let count = chunk.withUnsafeMutableBytes { (try? descriptor.read(into: $0)) ?? 0 }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return Self.parse(String(decoding: bytes, as: UTF8.self))
    }

    /// Reads a whole answer; what is chunked keeps its counts.
    static func parse(_ text: String) -> Answer {
        let words = text.prefix { !$0.isNewline }.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            return .strange("it does not speak HTTP")
        }
        let body = text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
        return .page(status: status, body: body)
    }
}

/// Connections within this machine.
enum LocalConnection {
    /// - Returns: `nil` when nobody listens there.
    static func open(_ address: HostPort, until deadline: ContinuousClock.Instant) -> FileDescriptor? {
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
    static func open(path: String) -> FileDescriptor? {
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

    /// - Returns: `false` when the time is over.
    static func wait(
        _ descriptor: FileDescriptor,
        _ events: Int32,
        until deadline: ContinuousClock.Instant
    ) -> Bool {
        var item = pollfd(fd: descriptor.rawValue, events: Int16(events), revents: 0)
        while true {
            let rest = (deadline - .now).nanoseconds / 1_000_000
            guard rest > 0 else { return false }
            let count = poll(&item, 1, Int32(clamping: rest))
            if count > 0 { return true }
            if count == 0 || errno != EINTR { return false }
        }
    }
}
