import EventSchema

/// What `doctor` found.
struct DoctorReport: Equatable, Sendable {
    /// How one thing stands.
    enum State: String, Sendable {
        /// As it should be.
        case good
        /// Worth knowing, and nothing wrong.
        case note
        /// Not there, and nobody said that it must be.
        case absent
        /// Wrong.
        case fault
    }

    /// One thing that was looked at.
    struct Finding: Equatable, Sendable {
        let name: String
        let state: State
        /// In words, for people.
        let detail: String
        /// The same for programs, where there is more than words.
        var values = JSONObject()
    }

    var findings: [Finding] = []
    /// What has to be known to read the findings rightly; `nil` for nothing.
    var remark: String?

    /// Whether nothing is wrong.
    var isHealthy: Bool { !findings.contains { $0.state == .fault } }

    /// What all of it comes to, in one sentence.
    var verdict: String {
        let faults = findings.filter { $0.state == .fault }.map(\.name)
        let isPublisherAbsent = findings.contains { $0.name == "requests" && $0.state == .absent }
        let advice = "start one: scenewire-publisher --data DIR"
        guard faults.isEmpty else {
            let verdict =
                "NOT IN ORDER: \(faults.count) of \(findings.count) findings are faults "
                + "(\(faults.joined(separator: ", ")))"
            return isPublisherAbsent
                ? verdict + "; no publisher runs here, which may be why: " + advice : verdict
        }
        guard isPublisherAbsent else { return "in order" }
        return "nothing is wrong, but no publisher runs here, so that nothing can be recorded; " + advice
    }

    /// One line each: the mark, the name, the words; the verdict behind them.
    func text(_ palette: Palette) -> String {
        let width = findings.map(\.name.count).max() ?? 0
        return findings.map { finding in
            let (mark, style): (String, Palette.Style) =
                switch finding.state {
                case .good: ("ok", .plain)
                case .note: ("note", .attention)
                case .absent: ("absent", .faint)
                case .fault: ("FAULT", .alarm)
                }
            let columns = TextTable.padded(mark, to: 8) + TextTable.padded(finding.name, to: width + 2)
            return palette.paint(columns + TerminalText.safe(finding.detail), style) + "\n"
        }.joined() + (remark.map { "\($0)\n" } ?? "")
            + palette.paint("verdict: \(verdict)", isHealthy ? .plain : .alarm) + "\n"
    }

    var json: JSONValue {
        var object: JSONObject = [
            "healthy": .bool(isHealthy), "verdict": .string(verdict),
            "findings": .array(
                findings.map { finding in
                    var object: JSONObject = [
                        "name": .string(finding.name), "state": .string(finding.state.rawValue),
                        "detail": .string(finding.detail),
                    ]
                    for value in finding.values.members { object[value.name] = value.value }
                    return .object(object)
                }
            ),
        ]
        object["remark"] = remark.map { .string($0) }
        return .object(object)
    }
}
