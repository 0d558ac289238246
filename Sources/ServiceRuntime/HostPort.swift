/// Where a server listens: `127.0.0.1:8080` or `[::1]:8080`.
public struct HostPort: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address, without brackets.
    public let host: String
    /// Zero lets the system choose.
    public let port: UInt16

    /// - Parameters:
    ///   - host: A name or an address, without brackets.
    ///   - port: Zero lets the system choose.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`; an address of IPv6 stands in brackets. Anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let port = UInt16(digits)
        else { return nil }
        guard let host = Self.host(text[..<colon]) else { return nil }
        self.init(host: host, port: port)
    }

    /// The same place by its address where the host is called `localhost`.
    ///
    /// What that name resolves to on this machine does not matter: it is always 127.0.0.1, where services listen.
    public var withAddressOfLocalhost: HostPort {
        host.lowercased() == "localhost" ? HostPort(host: "127.0.0.1", port: port) : self
    }

    /// The host without its brackets; `nil` unless brackets and colons go together.
    static func host(_ text: some StringProtocol) -> String? {
        if text.hasPrefix("["), text.hasSuffix("]"), text.count > 2 {
            return String(text.dropFirst().dropLast())
        }
        let isPlain = !text.isEmpty && text.allSatisfy { !":[]/ ".contains($0) }
        return isPlain ? String(text) : nil
    }

    /// As it is read.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
