import AlertRules
import EventSchema

/// Compares alerts with what is expected of them, and says the difference to people.
struct RuleTestDifference {
    let start: Timestamp
    let kind: AlertStep.Kind

    /// One line for each alert that is missing, not as expected, or not expected.
    func lines(_ expected: [ExpectedAlert], _ got: [AlertStep]) -> [String] {
        let values = got.map { Self.values($0) }
        let partners = Self.partners(expected, values)
        var free = Set(got.indices).subtracting(partners.compactMap { $0 })
        var lines: [String] = []
        for (expected, partner) in zip(expected, partners) where partner == nil {
            // What is nearly as expected is shown as one difference and not as two.
            let nearest = free.sorted().filter { values[$0]["rule"] == expected.values["rule"] }
                .min { Self.wrong(expected, values[$0]).count < Self.wrong(expected, values[$1]).count }
            guard let nearest else {
                lines.append("expected, but not \(kind.rawValue): \(text(expected))")
                continue
            }
            free.remove(nearest)
            let differences = Self.wrong(expected, values[nearest]).map { name in
                "\(name) is \(shown(name, values[nearest])), expected \(shown(name, expected.values))"
            }
            lines.append("\(kind.rawValue) \(text(got[nearest])): \(differences.joined(separator: "; "))")
        }
        return lines
            + free.sorted().map { index in
                "not expected, but \(kind.rawValue): \(text(got[index])): \(got[index].alert.text.debugDescription)"
            }
    }

    /// For each expectation the alert that it is about; one alert meets one expectation, and as many
    /// expectations are met as possible (augmenting paths).
    private static func partners(_ expected: [ExpectedAlert], _ got: [[String: String]]) -> [Int?] {
        var owners = [Int?](repeating: nil, count: got.count)
        func find(_ index: Int, _ seen: inout Set<Int>) -> Bool {
            for place in got.indices
            where wrong(expected[index], got[place]).isEmpty && seen.insert(place).inserted {
                if let owner = owners[place], !find(owner, &seen) { continue }
                owners[place] = index
                return true
            }
            return false
        }
        for index in expected.indices {
            var seen: Set<Int> = []
            _ = find(index, &seen)
        }
        return expected.indices.map { owners.firstIndex(of: $0) }
    }

    /// The names of the values that are not as expected, in the order in which they are shown.
    private static func wrong(_ expected: ExpectedAlert, _ got: [String: String]) -> [String] {
        ExpectedAlert.names.filter { name in expected.values[name].map { $0 != got[name] } ?? false }
    }

    private static func values(_ step: AlertStep) -> [String: String] {
        let alert = step.alert
        return [
            "rule": alert.rule, "at": step.at.rfc3339, "severity": alert.severity.word,
            "incident": alert.incident ?? "", "key": alert.key, "status": alert.status.word,
            "agency": alert.agency, "tlp": alert.tlp.word, "late": "\(alert.isLate)",
            "acknowledge": "\(alert.needsAcknowledgement)",
            "audience": alert.audience.joined(separator: ", "),
            "to": alert.destinations.joined(separator: ", "), "text": alert.text,
        ]
    }

    private func text(_ expected: ExpectedAlert) -> String {
        let rest = ExpectedAlert.names.dropFirst().filter { expected.values[$0] != nil }
        let rule = expected.values["rule"] ?? ""
        return rest.isEmpty
            ? rule : rule + " " + rest.map { "\($0) \(shown($0, expected.values))" }.joined(separator: ", ")
    }

    private func text(_ step: AlertStep) -> String {
        "\(step.alert.rule) at \(Self.distance(step.at, from: start)), \(step.alert.severity.word), "
            + "key \(step.alert.key.debugDescription)"
    }

    private func shown(_ name: String, _ values: [String: String]) -> String {
        let value = values[name] ?? ""
        switch name {
        case "at": return (try? Timestamp(rfc3339: value)).map { Self.distance($0, from: start) } ?? value
        case "text", "key": return value.debugDescription
        default: return value.isEmpty ? "none" : value
        }
    }

    /// A time with its distance from the start: `+1h30m (13:30:00Z)`.
    static func distance(_ time: Timestamp, from start: Timestamp) -> String {
        let nanoseconds = time.nanoseconds(since: start)
        let seconds = nanoseconds.magnitude / 1_000_000_000
        let parts = [(seconds / 3_600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
        let text = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
        let utc = time.rfc3339.dropFirst(11).prefix(8)
        return "\(nanoseconds < 0 ? "-" : "+")\(text.isEmpty ? "0s" : text) (\(utc)Z)"
    }
}
