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

    /// About what one event costs beside its bytes: its outline, or why it was refused.
    private static let eventMemoryByteCount = 512

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

    /// About the memory that the submission takes while it waits.
    var memoryByteCount: Int { batch.bytes.count + (batch.count + 1) * Self.eventMemoryByteCount }

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
    /// Beyond so many bytes refusals keep their reason and lose their words, and notes are left out, so
    /// that the answer always fits in one frame.
    private static let textByteCountMax = 512 * 1024

    private(set) var published = BusPublished()
    private var textByteCount = 0

    mutating func refuse(_ index: Int, _ reason: BusRefusalReason, _ detail: String, field: String = "") {
        let hasRoom = takeRoom(for: detail, field)
        published.refusals.append(
            .with {
                $0.index = UInt32(index)
                $0.reason = reason
                $0.field = hasRoom ? field : ""
                $0.detail = hasRoom ? detail : ""
            }
        )
    }

    mutating func note(_ index: Int, _ text: String) {
        guard takeRoom(for: text) else { return }
        published.notes.append(
            .with {
                $0.index = UInt32(index)
                $0.text = text
            }
        )
    }

    private mutating func takeRoom(for texts: String...) -> Bool {
        let byteCount = texts.reduce(0) { $0 + $1.utf8.count }
        guard textByteCount + byteCount <= Self.textByteCountMax else { return false }
        textByteCount += byteCount
        return true
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
