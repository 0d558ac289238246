import EventSchema

/// Differences between two files of rules, one line each.
extension AlertStepLines {
    /// One difference, as one line.
    func line(_ difference: ReplayComparison.Difference) -> [UInt8] {
        guard format == .text else { return document(difference) }
        return switch difference {
        case .onlyFirst(let alert): text(alert.raisedAt, "-", alert.alert)
        case .onlySecond(let alert): text(alert.raisedAt, "+", alert.alert)
        case .changed(let old, let new):
            text(
                old.raisedAt,
                "~",
                old.alert,
                ReplayComparison.changes(old, new).joined(separator: "; ")
            )
        }
    }

    private func document(_ difference: ReplayComparison.Difference) -> [UInt8] {
        var document: JSONObject
        switch difference {
        case .onlyFirst(let alert):
            document = ["change": .string("removed"), "before": .object(Self.document(alert))]
        case .onlySecond(let alert):
            document = ["change": .string("added"), "after": .object(Self.document(alert))]
        case .changed(let old, let new):
            document = [
                "change": .string("changed"), "before": .object(Self.document(old)),
                "after": .object(Self.document(new)),
            ]
        }
        return JSONValue.object(document).text + [0x0A]
    }

    private static func document(_ alert: ReplayedAlert) -> JSONObject {
        var document = document(alert.alert)
        document["raisedAt"] = .string(alert.raisedAt.rfc3339)
        document["resolvedAt"] = alert.resolvedAt.map { .string($0.rfc3339) }
        return document
    }
}
