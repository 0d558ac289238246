import EventBus
import EventSchema

/// The events of one request on their way through the sequencer.
struct Submission: Sendable {
    /// An event that obeys the schema.
    struct Candidate: Sendable {
        let index: Int
        let range: Range<Int>
        let outline: EventOutline
    }

    /// The batch as it came.
    let batch: EventParcel
    /// The authenticated name of the author's node, in UTF-8; empty without keys.
    let principal: [UInt8]
    /// The player's time, for a played clock.
    let playedAt: Timestamp?
    /// What may be recorded, in the order of the request.
    let candidates: [Candidate]
    /// What was found out before the sequencer saw it.
    let answer: SubmissionAnswer
    /// To be called once, with everything filled in.
    let reply: @Sendable (BusPublished) -> Void

    /// Checks every event against the schema.
    init(
        _ batch: EventParcel,
        principal: String,
        playedAt: Timestamp?,
        reply: @escaping @Sendable (BusPublished) -> Void
    ) {
        var candidates: [Candidate] = []
        var answer = SubmissionAnswer()
        candidates.reserveCapacity(batch.count)
        for (index, range) in batch.ranges.enumerated() {
            let event = batch.bytes.span.bytes.extracting(range)
            do throws(EventProblem) {
                let outline = try EventOutline.check(event)
                candidates.append(Candidate(index: index, range: range, outline: outline))
                if outline.carriesUnknown {
                    answer.note(index, outline.notes(of: event).joined(separator: "; "))
                }
            } catch {
                answer.refuse(index, .invalid, error.description, field: error.pointer)
            }
        }
        self.batch = batch
        self.principal = Array(principal.utf8)
        self.playedAt = playedAt
        self.candidates = candidates
        self.answer = answer
        self.reply = reply
    }
}

/// What a request's author will be told, as it becomes known.
struct SubmissionAnswer: Sendable {
    private(set) var published = BusPublished()

    mutating func refuse(_ index: Int, _ reason: BusRefusalReason, _ detail: String, field: String = "") {
        published.refusals.append(
            .with {
                $0.index = UInt32(index)
                $0.reason = reason
                $0.field = field
                $0.detail = detail
            }
        )
    }

    mutating func note(_ index: Int, _ text: String) {
        published.notes.append(
            .with {
                $0.index = UInt32(index)
                $0.text = text
            }
        )
    }

    /// Adds a receipt, to the last run where it continues it.
    mutating func record(_ index: Int, _ receipt: Receipt, isDuplicate: Bool) {
        if let last = published.runs.last, last.isDuplicate == isDuplicate,
            Int(last.firstIndex) + Int(last.count) == index,
            last.firstSequence + UInt64(last.count) == receipt.sequence.value,
            last.publishedAt == receipt.publishedAt.nanoseconds
        {
            published.runs[published.runs.count - 1].count += 1
            return
        }
        published.runs.append(
            .with {
                $0.firstIndex = UInt32(index)
                $0.count = 1
                $0.firstSequence = receipt.sequence.value
                $0.publishedAt = receipt.publishedAt.nanoseconds
                $0.isDuplicate = isDuplicate
            }
        )
    }
}
