/// Why an event that breaks no rule looks like a mistake.
struct EventWarning: Equatable, Sendable {
    /// What looks wrong, in one line.
    let text: String
    /// What may be meant instead, a line each.
    var hints: [String] = []
    /// Whether the receipt says it as well.
    var isInReceipt = false
}

extension CommandFailure {
    /// Refuses what people can look at once more before it is on record for ever.
    static func mistake(_ warnings: [EventWarning]) -> CommandFailure {
        let lines = warnings.flatMap { ["- \($0.text)"] + $0.hints.map { "  \($0)" } }
        return CommandFailure(
            "nothing was recorded, since this looks like a mistake:",
            .failure,
            advice: lines + ["If it is meant so: the same with --force"]
        )
    }
}
