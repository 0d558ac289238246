import EventSchema

/// Alerts as people read them.
enum AlertText {
    /// The cells of an alert in a list.
    static func row(_ alert: JSONObject, _ palette: Palette) -> [String] {
        let severity = text("severity", in: alert)
        let status = text("status", in: alert)
        let mark = status == "Actual" ? "" : "[\(status)] "
        return [
            time("raisedAt", in: alert), palette.paint(severity, Palette.style(of: Severity(severity))),
            text("rule", in: alert), text("state", in: alert), text("incident", in: alert, absent: "-"),
            mark + history(alert) + text("text", in: alert)
                + "  #\(number("number", in: alert)) \(text("id", in: alert).prefix(ShortID.length))",
        ]
    }

    /// Says of an alert about the past that nobody was told of it.
    private static func history(_ alert: JSONObject) -> String {
        alert["isHistory"] == .bool(true) ? "[history, told to nobody] " : ""
    }

    /// Writes an alert with its steps and deliveries.
    static func write(_ alert: JSONObject, _ format: OutputFormat) async throws {
        let output = TextOutput.standardOutput
        guard format == .text else { return try await output.write(JSONValue.object(alert).text + [0x0A]) }
        try await output.write(lines(alert).joined(separator: "\n") + "\n")
    }

    static func lines(_ alert: JSONObject) -> [String] {
        let facts = [
            ["alert", "#\(number("number", in: alert)) \(text("id", in: alert))"],
            ["state", text("state", in: alert)],
            ["rule", "\(text("rule", in: alert)) \(text("title", in: alert))"],
            ["severity", text("severity", in: alert)], ["status", text("status", in: alert)],
            ["incident", text("incident", in: alert, absent: "-")],
            ["text", history(alert) + text("text", in: alert)],
        ]
        let steps = objects("steps", in: alert).map { step in
            let by = text("by", in: step)
            let who = by.isEmpty ? "" : " by \(by), \(text("role", in: step)) \(text("note", in: step))"
            return "  \(time("at", in: step)) \(text("kind", in: step))\(who)"
        }
        let deliveries = objects("deliveries", in: alert).map { "  \(delivery($0))" }
        return TextTable.lines(facts) + ["steps"] + steps + ["deliveries"] + deliveries
    }

    static func delivery(_ delivery: JSONObject) -> String {
        let answer = text("answer", in: delivery)
        let attempts = number("attempts", in: delivery)
        return [
            text("id", in: delivery), text("destination", in: delivery), text("step", in: delivery),
            text("state", in: delivery), "after \(attempts) attempt\(attempts == "1" ? "" : "s")",
            answer.isEmpty ? "" : "(\(answer))",
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Who acknowledged an alert, when, and what they said; `nil` where nobody did.
    static func acknowledgement(of alert: JSONObject) -> String? {
        let steps = objects("steps", in: alert)
        guard let step = steps.first(where: { text("kind", in: $0) == "acknowledged" }) else { return nil }
        let note = text("note", in: step)
        return "by \(text("by", in: step)), \(text("role", in: step)), at \(time("at", in: step))"
            + (note.isEmpty ? "" : ": \(note)")
    }

    private static func text(_ name: String, in object: JSONObject, absent: String = "") -> String {
        JSONMember.text(name, in: object, absent: absent)
    }

    private static func number(_ name: String, in object: JSONObject) -> String {
        if case .number(let text)? = object[name] { text } else { "0" }
    }

    private static func time(_ name: String, in object: JSONObject) -> String {
        let text = text(name, in: object)
        // A time that cannot be read is shown as it came.
        return (try? Timestamp(rfc3339: text)).map { LocalTime.text(of: $0) } ?? text
    }

    private static func objects(_ name: String, in object: JSONObject) -> [JSONObject] {
        guard case .array(let values)? = object[name] else { return [] }
        return values.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }
}
