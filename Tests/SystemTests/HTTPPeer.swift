import EventSchema
import Glibc
import Testing
import ZeroMQ

/// What an HTTP server answered.
struct HTTPAnswer: Sendable {
    let status: Int
    /// By names in lower case; a repeated field's last value.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a JSON object.
    func object() throws -> JSONObject { try CloudEvent.parse(body) }

    /// The body as an array of JSON objects.
    func objects() throws -> [JSONObject] { try EventBatch.documents(body, format: .array) }
}

/// An end of one HTTP connection that sends any bytes it likes.
///
/// Blocking, with a limit on every call; to be used on a thread of its own.
struct HTTPPeer: ~Copyable {
    private let socket: Int32
    private var received: [UInt8] = []

    /// - Parameter receiveBufferByteCount: How much the kernel takes on for it, to be a slow reader.
    init(_ port: UInt16, limitSeconds: Int = 60, receiveBufferByteCount: Int32? = nil) throws {
        socket = try LoopbackConnection.open(
            port,
            limitSeconds: limitSeconds,
            receiveBufferByteCount: receiveBufferByteCount
        )
    }

    deinit {
        close(socket)
    }

    /// Sends what the other end takes.
    ///
    /// - Returns: Whether it took all; it may have hung up, or stopped reading.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        LoopbackConnection.send(bytes, on: socket)
    }

    /// Says that nothing more comes.
    func endSending() {
        shutdown(socket, Int32(SHUT_WR))
    }

    /// Reads one line without its end; `nil` when the other end has hung up.
    mutating func line() throws -> String? {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = received[..<end]
                received.removeSubrange(...end)
                let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
                return String(decoding: text, as: UTF8.self)
            }
            guard try fill() else { return nil }
        }
    }

    /// Reads one answer.
    ///
    /// - Returns: `nil` when the other end hangs up before an answer is whole.
    mutating func answer() throws -> HTTPAnswer? {
        guard let (status, headers) = try head() else { return nil }
        var body: [UInt8] = []
        if headers["transfer-encoding"] == "chunked" {
            while let chunk = try chunk() {
                if chunk.isEmpty { return HTTPAnswer(status: status, headers: headers, body: body) }
                body += chunk
            }
            return nil
        }
        guard let rest = try bytes(headers["content-length"].flatMap { Int($0) } ?? 0) else { return nil }
        return HTTPAnswer(status: status, headers: headers, body: rest)
    }

    /// Reads the beginning of an answer.
    mutating func head() throws -> (status: Int, headers: [String: String])? {
        guard let first = try line() else { return nil }
        guard let status = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw NoHTTP(line: first)
        }
        var headers: [String: String] = [:]
        while let field = try line() {
            if field.isEmpty { return (status, headers) }
            let name = field.prefix { $0 != ":" }
            headers[name.lowercased()] = String(field.dropFirst(name.count + 1).drop { $0 == " " })
        }
        return nil
    }

    /// Reads one part of a chunked body, an empty one at its end; `nil` when the other end has hung up.
    mutating func chunk() throws -> [UInt8]? {
        guard let line = try line() else { return nil }
        guard let count = Int(line, radix: 16) else { throw NoHTTP(line: line) }
        guard let chunk = try bytes(count), try self.line() != nil else { return nil }
        return chunk
    }

    /// Whether the other end hangs up without another byte.
    mutating func isHungUpOn() throws -> Bool {
        guard received.isEmpty else { return false }
        return try !fill()
    }

    private mutating func bytes(_ count: Int) throws -> [UInt8]? {
        while received.count < count {
            guard try fill() else { return nil }
        }
        defer { received.removeSubrange(..<count) }
        return Array(received[..<count])
    }

    /// - Returns: Whether something came before the other end hung up.
    private mutating func fill() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count == -1, errno == EINTR { continue }
            // A reset is how a server hangs up on somebody who still sends.
            if count == -1, errno != ECONNRESET { throw SpawnError(call: "recv", code: errno) }
            guard count > 0 else { return false }
            received += buffer[..<count]
            return true
        }
    }

    /// The other end does not speak HTTP.
    struct NoHTTP: Error {
        let line: String
    }
}

/// A publisher's HTTP server, as tests ask it.
struct HTTPSite: Sendable {
    let port: UInt16

    /// Any server of this machine.
    init(port: UInt16) {
        self.port = port
    }

    /// The server of a publisher that serves.
    init(_ publisher: ChildProcess) throws {
        let mark = "http.address=127.0.0.1:"
        let line = publisher.report.value.lines.last { $0.contains(mark) }
        let digits = line?.text(after: mark)?.prefix { $0.isNumber }
        port = try #require(digits.flatMap { UInt16($0) })
    }

    /// The bytes of a request.
    func request(
        _ method: String,
        _ target: String,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) -> [UInt8] {
        var fields = headers
        if !headers.contains(where: { $0.0 == "Host" }) { fields.append(("Host", "127.0.0.1:\(port)")) }
        if let body { fields.append(("Content-Length", "\(body.count)")) }
        let lines = fields.map { "\($0): \($1)\r\n" }.joined()
        return Array("\(method) \(target) HTTP/1.1\r\n\(lines)\r\n".utf8) + (body ?? [])
    }

    /// Asks over a connection of its own.
    func ask(
        _ method: String,
        _ target: String,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        let bytes = request(method, target, headers: headers + [("Connection", "close")], body: body)
        return try await talk { peer in
            peer.send(bytes)
            return try #require(try peer.answer())
        }
    }

    func get(_ target: String, headers: [(String, String)] = []) async throws -> HTTPAnswer {
        try await ask("GET", target, headers: headers)
    }

    func post(
        _ body: String,
        as type: String,
        headers: [(String, String)] = [],
        to target: String = "/v1/events"
    ) async throws -> HTTPAnswer {
        try await ask(
            "POST",
            target,
            headers: [("Content-Type", type)] + headers,
            body: Array(body.utf8)
        )
    }

    /// Runs `body` with a connection, on a thread of its own.
    func talk<Result: Sendable>(
        limitSeconds: Int = 60,
        _ body: @escaping @Sendable (inout HTTPPeer) throws -> Result
    ) async throws -> Result {
        let port = port
        return try await SocketThread.run(label: "test.http") {
            var peer = try HTTPPeer(port, limitSeconds: limitSeconds)
            return try body(&peer)
        }
    }
}

extension String {
    fileprivate func text(after mark: String) -> Substring? {
        range(of: mark).map { self[$0.upperBound...] }
    }
}
