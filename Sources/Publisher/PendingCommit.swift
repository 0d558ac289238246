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
    /// Events with the id of one that is in this commit already, by that one's position, and with other bytes.
    private(set) var conflicts: [(origin: Origin, position: Int)] = []

    private var byteCount = 0
    private var positions: [EventID: Int] = [:]
    private var lastSubmission: Int?

    /// Whether the commit has room for an event of `submission`.
    func hasRoom(for candidate: Submission.Candidate, of submission: Submission) -> Bool {
        byteCount + recordByteCount(candidate, submission) <= SchemaLimits.commitByteCountMax
    }

    /// The bytes of the event at a position.
    func bytes(at position: Int) -> ArraySlice<UInt8> {
        sources[entries[position].source].bytes[entries[position].range]
    }

    /// Appends an event, unless one with its id is in the commit already.
    ///
    /// - Returns: The position of that one; `nil` when the event was appended.
    mutating func append(_ candidate: Submission.Candidate, of submission: Submission, number: Int) -> Int? {
        let id = candidate.outline.id
        if let position = positions.updateValue(entries.count, forKey: id) {
            positions[id] = position
            return position
        }
        if lastSubmission != number {
            sources.append(JournalSource(bytes: submission.batch.bytes, principal: submission.principal))
            lastSubmission = number
        }
        entries.append(JournalEntry(id: id, source: sources.count - 1, range: candidate.range))
        origins.append(Origin(submission: number, index: candidate.index))
        byteCount += recordByteCount(candidate, submission)
        return nil
    }

    /// Notes that the event at `position` was offered again.
    mutating func appendRepeat(of position: Int, submission: Int, index: Int) {
        repeats.append((Origin(submission: submission, index: index), position))
    }

    /// Notes that an event has the id of the one at `position` and other bytes.
    mutating func appendConflict(with position: Int, submission: Int, index: Int) {
        conflicts.append((Origin(submission: submission, index: index), position))
    }

    /// Forgets everything but the memory.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
        repeats.removeAll(keepingCapacity: true)
        conflicts.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        byteCount = 0
        lastSubmission = nil
    }

    private func recordByteCount(_ candidate: Submission.Candidate, _ submission: Submission) -> Int {
        Journal.recordByteCount(
            eventByteCount: candidate.range.count,
            principalByteCount: submission.principal.count
        )
    }
}
