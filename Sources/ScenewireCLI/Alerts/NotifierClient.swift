import EventSchema
import Glibc
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// Asks a notifier of this machine.
struct NotifierClient: Sendable {
    /// How long one answer may take.
    static let timeout = Duration.seconds(10)
    /// The longest answer: a thousand alerts with the longest texts.
    static let answerByteCountMax = 32 << 20

    let address: HostPort

    /// Asks for one JSON object.
    ///
    /// - Throws: ``CommandFailure`` with the exit code for the notifier's answer, or for none.
    func object(_ method: String, _ path: String, body: JSONObject? = nil) async throws -> JSONObject {
        try CloudEvent.parse(await ask(method, path, accept: "application/json", body: body))
    }

    /// Asks for JSON objects, one on each line.
    ///
    /// - Throws: ``CommandFailure`` with the exit code for the notifier's answer, or for none.
    func lines(_ path: String) async throws -> [JSONObject] {
        try await ask("GET", path, accept: "application/x-ndjson", body: nil)
            .split(separator: UInt8(ascii: "\n")).map { try CloudEvent.parse(Array($0)) }
    }

    private func ask(
        _ method: String,
        _ path: String,
        accept: String,
        body: JSONObject?
    ) async throws -> [UInt8] {
        let content = body.map { JSONValue.object($0).text } ?? []
        var head =
            "\(method) \(path) HTTP/1.1\r\nHost: \(address)\r\nAccept: \(accept)\r\nConnection: close\r\n"
        if method != "GET" {
            head += "Content-Type: application/json\r\nContent-Length: \(content.count)\r\n"
        }
        let request = Array("\(head)\r\n".utf8) + content
        let answer = try await SocketThread.run(label: "scenewire.notifier") { try exchange(request) }
        return try Self.content(of: answer, from: address)
    }

    /// Blocks for at most ``timeout``.
    private func exchange(_ request: [UInt8]) throws -> [UInt8] {
        let deadline = ContinuousClock.now + Self.timeout
        guard let descriptor = LocalConnection.open(address, until: deadline) else {
            throw CommandFailure(
                "no notifier answers at \(address)",
                .unavailable,
                advice: [
                    "start one:    scenewire-notifier --data ~/scenewire-alerts --rules deploy/rules.yml",
                    "elsewhere:    --notifier HOST:PORT, or SCENEWIRE_NOTIFIER_ADDRESS",
                    "look around:  scenewire doctor",
                ]
            )
        }
        // Nothing more is said on it.
        defer { try? descriptor.close() }
        try descriptor.writeAll(request)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < Self.answerByteCountMax {
            guard LocalConnection.wait(descriptor, POLLIN, until: deadline) else {
                throw CommandFailure("\(address) does not answer within \(Self.timeout)", .unavailable)
            }
            let count = try chunk.withUnsafeMutableBytes { try descriptor.read(into: $0) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// The body of a good answer.
    static func content(of answer: [UInt8], from address: HostPort) throws(CommandFailure) -> [UInt8] {
        let end = Array("\r\n\r\n".utf8)
        let words = String(decoding: answer.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
            .split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]),
            let start = answer.indices.first(where: { answer[$0...].starts(with: end) })
        else { throw CommandFailure("\(address) is not a notifier: it does not speak HTTP", .unavailable) }
        let content = Array(answer[(start + end.count)...])
        guard status != 200 else { return content }
        // A problem, RFC 9457; what is none comes from another program.
        let problem = try? CloudEvent.parse(content)
        let reason: String
        if case .string(let detail)? = problem?["detail"] {
            reason = detail
        } else {
            reason = "HTTP \(status)"
        }
        throw CommandFailure(reason, status == 404 ? .notFound : .failure)
    }
}
