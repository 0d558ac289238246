import EventSchema

/// The numbers that an event has before its outbox has given it a place among its source's.
///
/// They are the largest that there are, so that an event which is short enough with them stays so.
public enum SourceNumbering {
    /// Stands for the epoch.
    public static let openEpoch = UInt32.max
    /// Stands for the sequence number.
    public static let openSequence = UInt64.max

    /// Attributes for drafts that do not have them: the outbox's source and agency, and open numbers.
    public static func defaults(source: String, agency: String?) -> JSONObject {
        var defaults: JSONObject = [
            "source": .string(source),
            "sourceepoch": .number("\(openEpoch)"),
            "sequence": .string("\(openSequence)"),
        ]
        defaults["agency"] = agency.map { .string($0) }
        return defaults
    }

    /// Whether an event of `source` is to be numbered.
    ///
    /// - Returns: Why it cannot be taken, where its numbers are neither open nor another source's own.
    static func isOpen(
        _ event: ValidEvent,
        of source: String
    ) -> Result<Bool, SourceNumberingProblem> {
        let hasEpoch = event.outline.sourceEpoch != openEpoch
        let hasSequence = event.outline.sourceSequence != openSequence
        let isOwn = event.source == source
        return switch (isOwn, hasEpoch, hasSequence) {
        case (true, false, false): .success(true)
        case (true, true, true), (false, true, true): .success(false)
        case (true, true, false): .failure(.half("/sourceepoch", source: source))
        case (true, false, true): .failure(.half("/sequence", source: source))
        case (false, false, _): .failure(.missing("/sourceepoch", source: event.source))
        case (false, _, false): .failure(.missing("/sequence", source: event.source))
        }
    }
}

/// Why an event's numbers do not fit an outbox.
enum SourceNumberingProblem: Error {
    /// The outbox's own source with one of two numbers.
    case half(String, source: String)
    /// The outbox's own source with numbers that it did not give.
    case given(source: String)
    /// Another source without a number.
    case missing(String, source: String)

    var refusal: OutboxRefusal {
        switch self {
        case .half(let field, let source):
            OutboxRefusal(
                reason: "invalid",
                field: field,
                detail: "\(field) is given; this outbox itself numbers the events of \(source)"
            )
        case .given(let source):
            OutboxRefusal(
                reason: "invalid",
                field: "/sequence",
                detail: "/sequence is given, and no such event is here; "
                    + "this outbox itself numbers the events of \(source)"
            )
        case .missing(let field, let source):
            OutboxRefusal(
                reason: "invalid",
                field: field,
                detail: "\(field) is missing: an event of another source, \(source), keeps its own numbers"
            )
        }
    }
}
