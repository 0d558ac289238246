import EventSchema
import IncidentState

/// Finds what looks like a mistake in an amendment, beside the event that it amends.
enum AmendmentCheck {
    /// - Parameters:
    ///   - amendment: A correction, a retraction, a redaction, or another event that names an earlier one.
    ///   - target: The event that it amends, as it was recorded.
    static func warnings(about amendment: ValidEvent, amending target: ValidEvent) -> [EventWarning] {
        let warnings = belonging(amendment, target)
        return switch (try? amendment.decoded())?.payload {
        case .recordCorrected(let payload): warnings + correction(payload, target)
        case .recordRedacted(let payload): warnings + redaction(payload, target)
        default: warnings
        }
    }

    /// What names another incident or another kind of event than the amendment itself.
    private static func belonging(_ amendment: ValidEvent, _ target: ValidEvent) -> [EventWarning] {
        var warnings: [EventWarning] = []
        let id = target.outline.id
        if (amendment.agency, amendment.incident ?? "") != (target.agency, target.incident ?? "") {
            warnings.append(
                EventWarning(
                    text: "it is about \(incident(of: amendment)), and amends \(id), which is about "
                        + incident(of: target)
                )
            )
        }
        let (own, other) = (amendment.outline.status, target.outline.status)
        if own != other {
            warnings.append(
                EventWarning(
                    text: "it is \(own.word), and amends \(id), which is \(other.word): so it changes nothing"
                )
            )
        }
        return warnings
    }

    private static func incident(of event: ValidEvent) -> String {
        event.incident.map { "the incident \($0) of \(event.agency)" } ?? "no incident of \(event.agency)"
    }

    private static func correction(_ payload: RecordCorrected, _ target: ValidEvent) -> [EventWarning] {
        guard let document = try? CloudEvent.members(of: target.bytes.span.bytes) else { return [] }
        let corrected: ValidEvent
        do throws(CorrectionProblem) {
            corrected = try CorrectedDocument(document).event(with: payload.changes)
        } catch {
            return [EventWarning(text: "\(target.type) cannot be corrected so: \(error)")]
        }
        let known = EventWarnings.words(target)
        let words = EventWarnings.words(corrected).filter { !known.contains($0) }
        return words + members(corrected, beyond: target)
    }

    /// Members that the type does not have, and that the event did not have before.
    private static func members(_ corrected: ValidEvent, beyond target: ValidEvent) -> [EventWarning] {
        let known = notes(target)
        let names = SchemaTable.event(target.type).flatMap { SchemaTable.message($0.payload) }?.fields
            .map(\.jsonName)
        return notes(corrected).filter { !known.contains($0) }.map { note in
            let name = note.prefix { $0 != ":" }.split(separator: "/").last.map(String.init) ?? ""
            let meant = SpellingDistance.nearest(to: name, among: names ?? [])
            return EventWarning(
                text: "as corrected it would not be read: \(note)",
                hints: (meant.map { ["perhaps \($0) is meant"] } ?? [])
                    + (names.map { ["\(target.type) has \($0.joined(separator: ", "))"] } ?? [])
            )
        }
    }

    /// What the schema does not know in an event, but for words.
    private static func notes(_ event: ValidEvent) -> [String] {
        event.outline.notes(of: event.bytes.span.bytes).filter { !$0.contains(": the word ") }
    }

    private static func redaction(_ payload: RecordRedacted, _ target: ValidEvent) -> [EventWarning] {
        let whole = Redaction.apply([], to: target.bytes)
        return payload.pointers.filter { Redaction.apply([$0], to: target.bytes) == whole }.map { pointer in
            EventWarning(
                text: "\(pointer) of \(target.outline.id) would not be withheld",
                hints: ["it is not there, or names and routes the event, which is always shown"]
            )
        }
    }
}
