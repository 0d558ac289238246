public import EventSchema

/// Why a correction cannot be applied, so that the event stays as it is.
public enum CorrectionProblem: Error, Sendable, CustomStringConvertible {
    /// What no correction changes, or a place within something that is no object and no list.
    case pointer(String)
    /// The result would be no event.
    case event(EventProblem)

    /// One line: the place, and what is allowed.
    public var description: String {
        switch self {
        case .pointer(let pointer):
            "\(pointer) cannot be corrected; allowed are \(CorrectedDocument.attributes.sorted().joined(separator: ", ")) "
                + "and what is in /data/"
        case .event(let problem): problem.description
        }
    }
}

/// An event's CloudEvents document with the values that corrections give it.
public struct CorrectedDocument {
    /// Beside the data, what a correction may change: how bad, how sure, how soon, and when.
    static let attributes: Set = ["/certainty", "/severity", "/time", "/urgency"]

    private(set) var document: JSONObject

    /// - Parameter document: Without the event's bytes, which would say the same as the members that are to change.
    public init(_ document: JSONObject) {
        self.document = document
    }

    /// The event that one correction would make of it.
    ///
    /// - Throws: ``CorrectionProblem`` when it would change nothing, or not all that it names.
    public func event(with changes: [FieldChange]) throws(CorrectionProblem) -> ValidEvent {
        if let change = changes.first(where: { !Self.isCorrectable($0) }) { throw .pointer(change.pointer) }
        let corrected = try replacing(changes)
        do throws(EventProblem) {
            return try CloudEvent.decode(corrected)
        } catch {
            throw .event(error)
        }
    }

    private static func isCorrectable(_ change: FieldChange) -> Bool {
        change.pointer.hasPrefix("/data/") || attributes.contains(change.pointer)
    }

    private func replacing(_ changes: [FieldChange]) throws(CorrectionProblem) -> JSONObject {
        var value = JSONValue.object(document)
        for change in changes {
            let tokens = change.pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                .map { Self.unescaped($0) }
            guard
                let changed = Self.replacing(
                    tokens[...],
                    in: value,
                    with: change.hasValue ? Self.json(change.value) : nil
                )
            else { throw .pointer(change.pointer) }
            value = changed
        }
        guard case .object(let corrected) = value else { throw .pointer("") }
        return corrected
    }

    /// Applies all changes of one correction, or none when the result would not be an event.
    ///
    /// - Returns: The corrected event, `nil` when nothing was changed.
    @discardableResult
    mutating func apply(_ changes: [FieldChange]) -> Event? {
        let changes = changes.filter(Self.isCorrectable)
        guard !changes.isEmpty, let corrected = try? replacing(changes),
            let event = try? CloudEvent.decode(corrected).decoded()
        else { return nil }
        document = corrected
        return event
    }

    /// The time that a change of `/time` gives; `nil` when it is none.
    static func time(_ change: FieldChange) -> Timestamp? {
        guard case .string(let text)? = json(change.value) else { return nil }
        return try? Timestamp(rfc3339: text)
    }

    private static func json(_ text: String) -> JSONValue? {
        (try? CloudEvent.parse(Array("{\"value\":\(text)}".utf8)))?["value"]
    }

    /// The value with the one at `tokens` replaced, or removed; `nil` when the pointer leads nowhere.
    private static func replacing(
        _ tokens: ArraySlice<String>,
        in value: JSONValue,
        with new: JSONValue?
    ) -> JSONValue? {
        guard let token = tokens.first else { return new }
        let rest = tokens.dropFirst()
        switch value {
        case .object(var object):
            if rest.isEmpty {
                object[token] = new
            } else {
                guard let member = replacing(rest, in: object[token] ?? .object([:]), with: new) else {
                    return nil
                }
                object[token] = member
            }
            return .object(object)
        case .array(var elements):
            guard let index = token == "-" ? elements.count : Int(token), elements.indices.contains(index)
            else {
                guard rest.isEmpty, let new, token == "-" || Int(token) == elements.count else { return nil }
                return .array(elements + [new])
            }
            if rest.isEmpty, new == nil {
                elements.remove(at: index)
            } else {
                guard let element = replacing(rest, in: elements[index], with: new) else { return nil }
                elements[index] = element
            }
            return .array(elements)
        default: return nil
        }
    }

    /// A pointer's `~1` is a slash and `~0` a tilde (RFC 6901).
    private static func unescaped(_ token: Substring) -> String {
        var text = ""
        var rest = token
        while let tilde = rest.firstIndex(of: "~") {
            text += rest[..<tilde]
            let digit = rest[tilde...].dropFirst().first
            text += digit == "1" ? "/" : "~"
            rest = rest[tilde...].dropFirst(2)
        }
        return text + rest
    }
}
