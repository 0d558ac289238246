import EventBus
import EventOutbox
import EventSchema

/// Writes what became of offered events, one a line.
struct PublishResultLines: Sendable {
    let format: OutputFormat

    /// The line for an event that has gone to its destination.
    func line(_ result: OfferResult, of id: EventID, at place: InputPlace) -> String {
        switch (result, format) {
        case (.published(let result), _): line(result, of: id, at: place)
        case (.stored(let result), .text): text(result, id)
        case (.stored(let result), .json): json(result, id, place)
        }
    }

    /// The line for an event that the publisher has answered.
    func line(_ result: PublishResult, of id: EventID, at place: InputPlace) -> String {
        switch format {
        case .text: text(result, id)
        case .json: json(result, id, place)
        }
    }

    /// The line for something that is no event; people read about it on standard error.
    func line(invalid detail: String, field: String, at place: InputPlace) -> String? {
        guard format == .json else { return nil }
        var object = Self.object(place)
        object["result"] = .string("invalid")
        object["field"] = .string(field)
        object["detail"] = .string(detail)
        return Self.text(object)
    }

    private func text(_ result: PublishResult, _ id: EventID) -> String {
        switch result {
        case .recorded(let receipt, _):
            return "recorded \(receipt.sequence) \(receipt.publishedAt.rfc3339) \(id)"
        case .duplicate(let receipt):
            return "duplicate \(receipt.sequence) \(receipt.publishedAt.rfc3339) \(id)"
        case .refused(let refusal):
            // The publisher's words usually begin with the field already.
            let isNamed = refusal.field.isEmpty || refusal.detail.hasPrefix(refusal.field)
            let reason = isNamed ? refusal.detail : "\(refusal.field) \(refusal.detail)"
            return "refused \(id) \(TerminalText.safe(reason))"
        }
    }

    private func json(_ result: PublishResult, _ id: EventID, _ place: InputPlace) -> String {
        var object = Self.object(place)
        switch result {
        case .recorded(let receipt, let note):
            object["result"] = .string("recorded")
            object["id"] = .string(id.description)
            Self.add(receipt, to: &object)
            object["note"] = note.map { .string($0) }
        case .duplicate(let receipt):
            object["result"] = .string("duplicate")
            object["id"] = .string(id.description)
            Self.add(receipt, to: &object)
        case .refused(let refusal):
            object["result"] = .string("refused")
            object["id"] = .string(id.description)
            object["reason"] = .string("\(refusal.reason)")
            object["field"] = .string(refusal.field)
            object["detail"] = .string(refusal.detail)
        }
        return Self.text(object)
    }

    private func text(_ result: StoreResult, _ id: EventID) -> String {
        switch result {
        case .queued(let position): "queued \(position) \(id)"
        case .known(let position, let state): "known \(position) \(id) \(state)"
        case .refused(let refusal): "refused \(id) \(TerminalText.safe(refusal.detail))"
        }
    }

    private func json(_ result: StoreResult, _ id: EventID, _ place: InputPlace) -> String {
        var object = Self.object(place)
        object["result"] = .string(result.word)
        object["id"] = .string(id.description)
        switch result {
        case .queued(let position): object["position"] = .number("\(position)")
        case .known(let position, let state):
            object["position"] = .number("\(position)")
            object["state"] = .string("\(state)")
        case .refused(let refusal):
            object["reason"] = .string(refusal.reason)
            object["field"] = .string(refusal.field)
            object["detail"] = .string(refusal.detail)
        }
        return Self.text(object)
    }

    private static func object(_ place: InputPlace) -> JSONObject {
        switch place {
        case .line(let number): ["line": .number(String(number))]
        case .element(let number): ["element": .number(String(number))]
        case .document: [:]
        }
    }

    private static func add(_ receipt: Receipt, to object: inout JSONObject) {
        object["sequence"] = .number(receipt.sequence.description)
        object["publishedAt"] = .string(receipt.publishedAt.rfc3339)
    }

    private static func text(_ object: JSONObject) -> String {
        String(decoding: JSONValue.object(object).text, as: UTF8.self)
    }
}

extension StoreResult {
    fileprivate var word: String {
        switch self {
        case .queued: "queued"
        case .known: "known"
        case .refused: "refused"
        }
    }
}
