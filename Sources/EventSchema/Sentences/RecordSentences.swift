/// The log, what changes the record, and records of other systems.
extension EventSentence {
    /// The log's own words need no introduction.
    static func sentence(of payload: LogEntry) -> Sentence {
        let attachments = UInt32(clamping: payload.attachments.count)
        let head = attachments > 0 ? "Log entry with \(count(attachments, "attachment"))" : ""
        return Sentence(payload.text.isBlank ? "Log entry" : head).saying(payload.text)
    }

    static func sentence(of payload: RecordCorrected) -> Sentence {
        let changes = payload.changes.map(change)
        return Sentence("Corrected").saying(
            changes.filter { !$0.isBlank }.joined(separator: ", "),
            payload.reason
        )
    }

    /// Says one change, as `count is now 2`; a list or an object is too much to be told here.
    private static func change(_ change: FieldChange) -> String {
        let name = field(at: change.pointer)
        guard change.hasValue else { return phrase(name, "removed") }
        return switch try? JSONParser.parse(Array(change.value.utf8)) {
        case .string(let text)?: phrase(name, "is now", plain(text))
        case .number(let digits)?: phrase(name, "is now", digits)
        case .bool(let truth)?: phrase(name, "is now", truth ? "yes" : "no")
        case .null?: phrase(name, "removed")
        // Text that is no JSON was never checked; that something changed is still true.
        case .array?, .object?, nil: phrase(name, "changed")
        }
    }

    /// A field's name from its pointer, as `location label` for `/data/location/label`.
    private static func field(at pointer: String) -> String {
        var parts = pointer.split(separator: "/").map { split(String($0)) }
        if parts.first == "data", parts.count > 1 { parts.removeFirst() }
        return parts.joined(separator: " ")
    }

    static func sentence(of payload: RecordRetracted) -> Sentence {
        Sentence("Struck").saying(plain(payload.reason), payload.explanation)
    }

    static func sentence(of payload: RecordRedacted, _ event: Event) -> Sentence {
        let basis =
            switch RedactionBasis(payload.basis) {
            case .juvenile, .victim, .informant: "to protect a \(payload.basis)"
            case .tactics: "to protect tactics"
            case .medical: "for medical reasons"
            case .other("other"): ""
            case .other: plain(payload.basis)
            }
        let isNarrow = payload.visibleTo == TLP.red.word
        return Sentence(
            phrase("Redacted", list(payload.pointers.map(field(at:)))),
            basis,
            payload.visibleTo.isBlank
                ? "" : isNarrow ? "shown only at RED" : "shown from \(payload.visibleTo) up",
            payload.statute,
            time(payload.reviewAt, of: event, isThere: payload.hasReviewAt).after("review")
        )
    }

    static func sentence(of payload: ExternalRecord) -> Sentence {
        Sentence(phrase(payload.system, payload.kind, payload.recordID)).saying(payload.body)
    }

    static func sentence(of payload: RecordErased) -> Sentence {
        Sentence(
            phrase(
                "Record",
                payload.hasSequence ? "\(payload.sequence)" : "",
                "erased",
                person(payload.authority).after("by"),
                payload.statute.after("under")
            )
        ).saying(payload.reason)
    }
}
