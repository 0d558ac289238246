import Dispatch
import EventSchema

/// Follows `GET /v1/stream` on a thread of its own until the server hangs up.
final class EventStreamPeer: Sendable {
    struct Event: Sendable {
        let id: String
        let name: String
        let data: JSONObject
    }

    struct Content: Sendable, CustomStringConvertible {
        /// Of the answer; `nil` until it has come.
        var status: Int?
        var headers: [String: String] = [:]
        var events: [Event] = []
        /// The answer came to its proper end.
        var isWhole = false
        var hasEnded = false

        /// Those that are records.
        var records: [Event] { events.filter { !$0.name.hasPrefix("~") } }
        var sequences: [UInt64] { records.compactMap { $0.data.sequence } }
        var heartbeats: [Event] { events.filter { $0.name == "~heartbeat" } }

        var description: String {
            "status \(status ?? 0), \(events.count) events, last \(events.last?.id ?? "none"), ended \(hasEnded)"
        }
    }

    let content = Watched(Content())

    /// - Parameters:
    ///   - query: What stands behind `/v1/stream`.
    ///   - lastID: The last event that was seen before.
    init(_ http: HTTPSite, _ query: String = "", after lastID: String? = nil) {
        let fields = lastID.map { [("Last-Event-ID", $0)] } ?? []
        let request = http.request("GET", "/v1/stream\(query)", headers: fields)
        let content = content
        DispatchQueue(label: "test.stream").async {
            // Whatever ends the connection, the content says how far it came.
            try? Self.follow(request, http.port, content)
            content.change { $0.hasEnded = true }
        }
    }

    /// Waits until so many records have come.
    func until(_ count: Int, limit: Duration = .seconds(60)) async throws {
        try await content.wait(for: "\(count) records", limit: limit) { $0.records.count >= count ? () : nil }
    }

    /// Waits until the stream says where it stands.
    func untilLive() async throws {
        try await content.wait(for: "a heartbeat") { $0.heartbeats.isEmpty ? nil : () }
    }

    /// Waits until the server hangs up.
    func end(limit: Duration = .seconds(60)) async throws -> Content {
        try await content.wait(for: "the stream's end", limit: limit) { $0.hasEnded ? $0 : nil }
    }

    private static func follow(_ request: [UInt8], _ port: UInt16, _ content: Watched<Content>) throws {
        var peer = try HTTPPeer(port, limitSeconds: 120)
        peer.send(request)
        guard let (status, headers) = try peer.head() else { return }
        content.change { ($0.status, $0.headers) = (status, headers) }
        guard status == 200 else { return }
        var text: [UInt8] = []
        while let chunk = try peer.chunk() {
            if chunk.isEmpty { return content.change { $0.isWhole = true } }
            text += chunk
            try content.change { try $0.events.append(contentsOf: takeEvents(from: &text)) }
        }
    }

    /// Takes whole events off the front.
    private static func takeEvents(from text: inout [UInt8]) throws -> [Event] {
        var events: [Event] = []
        var start = 0
        for end in text.indices.dropFirst() where text[end] == 10 && text[end - 1] == 10 {
            var fields: [String: String] = [:]
            for line in String(decoding: text[start..<end - 1], as: UTF8.self).split(separator: "\n") {
                let name = line.prefix { $0 != ":" }
                fields[String(name)] = String(line.dropFirst(name.count + 2))
            }
            start = end + 1
            guard let data = fields["data"] else { continue }
            let object = try CloudEvent.parse(Array(data.utf8))
            events.append(Event(id: fields["id"] ?? "", name: fields["event"] ?? "", data: object))
        }
        text.removeSubrange(..<start)
        return events
    }
}
