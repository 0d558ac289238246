import EventOutbox
import EventSchema

/// Writes entries of an outbox, one a line.
struct OutboxEntryLines: Sendable {
    let format: OutputFormat
    /// Adds each event's document.
    let withEvents: Bool
    /// How far the shown times are ahead of UTC; `nil` for this machine's zone.
    var secondsEast: Int?

    func line(_ entry: OutboxEntry) -> String {
        let event = try? ValidEvent(checking: entry.event)
        return format == .text ? text(entry, event) : json(entry, event)
    }

    private func text(_ entry: OutboxEntry, _ event: ValidEvent?) -> String {
        let about = event.map { "\($0.type) \($0.agency)/\($0.incident ?? "-")" } ?? "not readable"
        let words = [
            "\(entry.position)", entry.standing.rawValue, time(entry.queuedAt), about, "\(entry.id)",
        ]
        return (words + [outcome(of: entry)].compactMap { $0 }).joined(separator: " ")
    }

    private func outcome(of entry: OutboxEntry) -> String? {
        switch entry.state {
        case .queued: return nil
        case .published: return entry.receipt.map { "as \($0.sequence) at \(time($0.publishedAt))" }
        case .refused: return entry.refusal.map { TerminalText.safe("\($0)") }
        case .dropped:
            let refusal = entry.refusal.map { " (\($0))" } ?? ""
            return TerminalText.safe("\(entry.dropReason ?? "")\(refusal)")
        }
    }

    private func json(_ entry: OutboxEntry, _ event: ValidEvent?) -> String {
        var object: JSONObject = [
            "position": .number("\(entry.position)"),
            "id": .string("\(entry.id)"),
            "state": .string(entry.standing.rawValue),
            "queuedAt": .string(entry.queuedAt.rfc3339),
            "attempts": .number("\(entry.attempts)"),
        ]
        if let event {
            object["type"] = .string(event.type)
            object["agency"] = .string(event.agency)
            object["incident"] = event.incident.map { .string($0) }
            object["source"] = .string(event.source)
            object["sourceEpoch"] = .number("\(event.outline.sourceEpoch)")
            object["sourceSequence"] = .number("\(event.outline.sourceSequence)")
        }
        if let receipt = entry.receipt {
            object["stream"] = .string("\(receipt.stream)")
            object["sequence"] = .number("\(receipt.sequence)")
            object["publishedAt"] = .string(receipt.publishedAt.rfc3339)
            object["isDuplicate"] = .bool(receipt.isDuplicate)
        }
        if let refusal = entry.refusal {
            object["reason"] = .string(refusal.reason)
            object["field"] = .string(refusal.field)
            object["detail"] = .string(refusal.detail)
        }
        object["dropReason"] = entry.dropReason.map { .string($0) }
        if withEvents, let document = try? CloudEvent.document(of: entry.event.span.bytes) {
            object["event"] = .object(document)
        }
        return String(decoding: JSONValue.object(object).text, as: UTF8.self)
    }

    private func time(_ time: Timestamp) -> String {
        secondsEast.map { LocalTime.text(of: time, secondsEast: $0) } ?? LocalTime.text(of: time)
    }
}
