import EventSchema
import IncidentState

/// The values that texts and keys of rules may name.
enum AlertText {
    static let eventPlaces = [
        "agency", "amends", "certainty", "event", "incident", "lag", "severity", "source", "status", "time",
        "type",
    ]
    /// What a rule about amendments of alerted events may name beside those.
    static let amendmentPlaces = ["changes", "told"]
    static let clockPlaces = ["after", "agency", "due", "incident", "remaining", "since", "what"]

    /// What stands for `place` in the text of an event rule.
    static func value(of place: String, in view: EventView, incident: String?) -> String? {
        if place.hasPrefix("data.") { return view.text(at: .data(String(place.dropFirst(5)))) }
        return switch place {
        case "event": "\(view.event.id)"
        case "time": view.event.at.timeOfDay
        case "incident": incident
        case "lag": Span(seconds: max(0, view.lag)).words
        default: view.text(at: .attribute(place))
        }
    }

    /// What stands for `place` in the text of a rule with a clock.
    static func value(of place: String, in clock: ClockFacts, _ scope: Scope, _ now: Timestamp) -> String? {
        switch place {
        case "after": "\(clock.stage)"
        case "agency": clock.agency
        case "due": (clock.start + clock.stage).timeOfDay
        case "incident": scope.incident?.name
        case "remaining": remaining(from: now, to: clock.start)
        case "since": clock.start.timeOfDay
        case "what": clock.label
        default: nil
        }
    }

    private static func remaining(from now: Timestamp, to end: Timestamp) -> String {
        let seconds = end.seconds(since: now)
        if seconds <= 0 { return "no time" }
        return seconds < 60 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
    }
}

/// What an amendment changes, in words: `severity minor → fatal`, `retracted`.
enum AmendmentText {
    /// The longest value that is shown, in Unicode scalars.
    private static let valueLengthMax = 64

    /// - Parameters:
    ///   - amendment: The amendment.
    ///   - before: Its target without it.
    ///   - after: Its target as it stands now.
    static func changes(of amendment: EventView, before: EventView?, after: EventView?) -> String {
        guard amendment.event.type == "record.corrected" else {
            return amendment.event.type == "record.redacted" ? "redacted" : "retracted"
        }
        guard case .object(let data)? = amendment.event.document?["data"],
            case .array(let changes)? = data["changes"]
        else { return "corrected" }
        let lines = changes.compactMap { change -> String? in
            guard case .object(let change) = change, case .string(let pointer)? = change["pointer"] else {
                return nil
            }
            let tokens = EventView.tokens(of: pointer)
            let name = (tokens.first == "data" ? tokens.dropFirst() : tokens[...]).joined(separator: ".")
            if name.isEmpty { return nil }
            let values = [before, after].map { shown($0?.text(atPointer: pointer)) }
            return values[0] == values[1] ? name : "\(name) \(values[0]) → \(values[1])"
        }
        return lines.isEmpty ? "corrected" : lines.joined(separator: ", ")
    }

    private static func shown(_ value: String?) -> String {
        guard let value, !value.isEmpty else { return "?" }
        let scalars = value.unicodeScalars
        return scalars.count > valueLengthMax ? String(scalars.prefix(valueLengthMax)) + "…" : value
    }
}
