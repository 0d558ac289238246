import Glibc
import SystemPackage

/// Asks a process of this machine for one short page.
///
/// Own code, because an HTTP client's library would be most of a command for one answer of a few lines.
public struct HTTPProbe: Sendable {
    /// What came of it.
    public enum Answer: Equatable, Sendable {
        /// Nothing listens there.
        case nobody
        /// A status and the beginning of the body.
        case page(status: Int, body: String)
        /// Something listens, and does not speak HTTP in time.
        case strange(String)
    }

    /// How much of an answer is read unless the caller says otherwise.
    public static let byteCountMax = 64 * 1_024

    private let address: HostPort
    private let path: String
    private let timeout: Duration
    private let byteCountMax: Int

    /// - Parameters:
    ///   - address: Where the process listens.
    ///   - path: The page, with a leading slash.
    ///   - timeout: For everything: connecting, asking, reading.
    ///   - byteCountMax: The longest answer that is read; what is longer is cut.
    public init(
        address: HostPort,
        path: String,
        timeout: Duration,
        byteCountMax: Int = HTTPProbe.byteCountMax
    ) {
        self.address = address
        self.path = path
        self.timeout = timeout
        self.byteCountMax = byteCountMax
    }

    /// Asks and reads the answer; it blocks for at most the timeout.
    public func ask() -> Answer {
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
    package static func parse(_ text: String) -> Answer {
        let words = text.prefix { !$0.isNewline }.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            return .strange("it does not speak HTTP")
        }
        let body = text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
        return .page(status: status, body: body)
    }
}
