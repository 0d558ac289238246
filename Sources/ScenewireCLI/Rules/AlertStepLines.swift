import AlertRules
import EventSchema

/// Steps of alerts, one line each.
struct AlertStepLines: Sendable {
    /// The longest severity.
    private static let severityWidth = 8

    let format: OutputFormat
    let palette: Palette
    /// The longest rule id.
    let ruleWidth: Int

    init(_ format: OutputFormat, _ palette: Palette, rules: [RuleBook]) {
        (self.format, self.palette) = (format, palette)
        ruleWidth = rules.flatMap { $0.rules.map(\.id.count) }.max() ?? 0
    }

    func line(_ step: AlertStep) -> [UInt8] {
        guard format == .text else {
            var document: JSONObject = [
                "kind": .string(step.kind.rawValue), "at": .string(step.at.rfc3339),
            ]
            for (name, value) in Self.document(step.alert).members { document[name] = value }
            document["trigger"] = step.trigger.map { .string("\($0)") }
            return JSONValue.object(document).text + [0x0A]
        }
        return text(step.at, step.kind == .raised ? "+" : "-", step.alert)
    }

    /// Time, sign, severity, rule, incident, key and what people read.
    ///
    /// - Parameter words: What stands instead of the alert's text.
    func text(_ time: Timestamp, _ sign: String, _ alert: Alert, _ words: String? = nil) -> [UInt8] {
        let severity = TextTable.padded(alert.severity.word, to: Self.severityWidth)
        let mark = alert.status == .actual ? "" : "[\(alert.status.word)] "
        let cells = [
            LocalTime.text(of: time), sign, palette.paint(severity, Palette.style(of: alert.severity)),
            TextTable.padded(alert.rule, to: ruleWidth), alert.incident ?? "-", alert.key,
            mark + (words ?? alert.text),
        ]
        let line = cells.enumerated().map { $0 == 2 ? $1 : TerminalText.safe($1) }.joined(separator: "  ")
        return Array((line + "\n").utf8)
    }

    /// An alert with the names that the notifier's HTTP interface uses.
    static func document(_ alert: Alert) -> JSONObject {
        var document: JSONObject = [
            "id": .string("\(alert.id)"),
            "rule": .string(alert.rule),
            "title": .string(alert.title),
            "key": .string(alert.key),
            "severity": .string(alert.severity.word),
            "status": .string(alert.status.word),
            "tlp": .string(alert.tlp.word),
            "agency": .string(alert.agency),
            "text": .string(alert.text),
            "audience": .array(alert.audience.map { .string($0) }),
            "destinations": .array(alert.destinations.map { .string($0) }),
            "isLate": .bool(alert.isLate),
            "needsAcknowledgement": .bool(alert.needsAcknowledgement),
            "resolvesItself": .bool(alert.resolvesItself),
        ]
        document["incident"] = alert.incident.map { .string($0) }
        document["cause"] = alert.cause.map { .string("\($0)") }
        return document
    }
}
