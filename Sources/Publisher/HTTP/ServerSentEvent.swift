import EventSchema

/// Server-sent events (WHATWG HTML §9.2) as `GET /v1/stream` writes them.
///
/// Events of the stream itself have names that no event type can have.
enum ServerSentEvent {
    /// Where the stream stands, so that silence shows.
    static let heartbeat = "~heartbeat"
    /// Records have been removed by retention.
    static let gap = "~gap"
    /// Records cannot be read; the stream ends.
    static let damaged = "~damaged"
    /// A record whose event is not protobuf.
    static let unreadable = "~unreadable"

    /// Appends one event.
    ///
    /// - Parameters:
    ///   - name: Without line ends.
    ///   - cursor: From where a client goes on that has lost its connection; `nil` leaves it at the one before.
    ///   - data: Its text holds no line ends, as compact JSON never does.
    static func write(_ name: String, at cursor: Cursor?, _ data: JSONValue, to text: inout [UInt8]) {
        if let cursor { text.append(contentsOf: "id: \(cursor)\n".utf8) }
        text.append(contentsOf: "event: \(name)\ndata: ".utf8)
        data.write(to: &text)
        text.append(contentsOf: "\n\n".utf8)
    }
}
