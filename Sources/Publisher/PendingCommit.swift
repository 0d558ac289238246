import EventJournal
import EventSchema

/// The events that go into the next commit, and whose they are.
struct PendingCommit {
    /// Whose event it is: the submission's number in the round, and the event's index in it.
    struct Origin {
        let submission: Int
        let index: Int
    }

    private(set) var entries: [JournalEntry] = []
    private(set) var sources: [JournalSource] = []
    private(set) var origins: [Origin] = []
    /// Events that are in this commit already, by their position, offered once more.
    private(set) var repeats: [(origin: Origin, position: Int)] = []

    private var byteCount = 0
    private var positions: [EventID: Int] = [:]
    private var lastSubmission: Int?

    /// Whether the commit has room for an event of `submission`.
    func hasRoom(for candidate: Submission.Candidate, of submission: Submission) -> Bool {
        byteCount + recordByteCount(candidate, submission) <= SchemaLimits.commitByteCountMax
    }

    /// The bytes of the event with this id that is in the commit already.
    func bytes(of id: EventID) -> ArraySlice<UInt8>? {
        positions[id].map { position in
            sources[entries[position].source].bytes[entries[position].range]
        }
    }

    mutating func append(_ candidate: Submission.Candidate, of submission: Submission, number: Int) {
        if lastSubmission != number {
            sources.append(JournalSource(bytes: submission.batch.bytes, principal: submission.principal))
            lastSubmission = number
        }
        positions[candidate.outline.id] = entries.count
        entries.append(
            JournalEntry(id: candidate.outline.id, source: sources.count - 1, range: candidate.range))
        origins.append(Origin(submission: number, index: candidate.index))
        byteCount += recordByteCount(candidate, submission)
    }

    /// Notes that an event of this commit was offered again.
    ///
    /// - Precondition: The commit holds the event.
    mutating func appendRepeat(of id: EventID, submission: Int, index: Int) {
        guard let position = positions[id] else { preconditionFailure("a repeat is of an event in the commit") }
        repeats.append((Origin(submission: submission, index: index), position))
    }

    /// Forgets everything but the memory.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
        repeats.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        byteCount = 0
        lastSubmission = nil
    }

    private func recordByteCount(_ candidate: Submission.Candidate, _ submission: Submission) -> Int {
        Journal.recordByteCount(
            eventByteCount: candidate.range.count, principalByteCount: submission.principal.count)
    }
}
