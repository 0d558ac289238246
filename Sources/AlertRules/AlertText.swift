import EventSchema

/// The values that texts and keys of rules may name.
enum AlertText {
    static let eventPlaces = [
        "agency", "amends", "certainty", "event", "incident", "lag", "severity", "source", "status", "time",
        "type",
    ]
    static let clockPlaces = ["after", "agency", "due", "incident", "remaining", "since", "what"]
    /// An event that took longer than this is told as late.
    static let lateAfter = Span(seconds: 120)

    /// What stands for `place` in the text of an event rule.
    static func value(of place: String, in view: EventView, _ outline: EventOutline) -> String? {
        if place.hasPrefix("data.") { return view.text(at: .data(String(place.dropFirst(5)))) }
        return switch place {
        case "event": "\(outline.id)"
        case "time": view.observedAt.timeOfDay
        case "incident": view.text(at: .attribute("subject"))
        case "lag": "\(max(0, view.publishedAt.seconds(since: view.observedAt))) s"
        default: view.text(at: .attribute(place))
        }
    }

    /// What stands for `place` in the text of a rule with a clock.
    static func value(of place: String, in run: ClockRun, _ offset: Span, _ scope: Scope, _ now: Timestamp)
        -> String?
    {
        switch place {
        case "after": "\(offset)"
        case "agency": run.agency
        case "due": (run.start + offset).timeOfDay
        case "incident": scope.incident
        case "remaining": remaining(from: now, to: run.start)
        case "since": run.start.timeOfDay
        case "what": run.label
        default: nil
        }
    }

    private static func remaining(from now: Timestamp, to end: Timestamp) -> String {
        let seconds = end.seconds(since: now)
        if seconds <= 0 { return "no time" }
        return seconds < 60 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
    }
}
