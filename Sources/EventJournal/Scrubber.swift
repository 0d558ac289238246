import EventSchema

/// Reads sealed segments again and again, so that damage is known before somebody needs the bytes.
struct Scrubber {
    private let state: JournalState
    /// The segment that is being read.
    private var current: (first: SequenceNumber, walker: CommitWalker)?
    /// The first sequence number of the segment that was read last.
    private var last = SequenceNumber.zero
    /// What was reported before.
    private var known: Set<JournalDamage> = []

    init(_ state: JournalState) {
        self.state = state
    }

    /// Reads on from where it stopped, at most to the end of the last sealed segment.
    ///
    /// - Parameter byteLimit: About how much to read; `nil` for everything once.
    /// - Returns: Damage that was not reported before.
    mutating func run(byteLimit: Int?) throws(JournalError) -> [JournalDamage] {
        if byteLimit == nil { (current, last) = (nil, .zero) }
        var found: [JournalDamage] = []
        var rest = byteLimit ?? Int.max
        while rest > 0 {
            if current == nil {
                guard try begin() else { break }
            }
            guard let outcome = try step(&rest) else { continue }
            if let damage = outcome.damage, known.insert(damage).inserted { found.append(damage) }
            current = nil
        }
        return found
    }

    /// Opens the next sealed segment; false, and back to the first, after the last.
    private mutating func begin() throws(JournalError) -> Bool {
        let sealed = state.current.segments.dropLast()
        guard let next = sealed.first(where: { $0.firstSequence > last }) else {
            last = .zero
            return false
        }
        last = next.firstSequence
        guard let file = try state.directory.storage.openIfPresent(next.index.segmentPath) else {
            return try begin()
        }
        current = (next.firstSequence, CommitWalker(file, segment: next.header))
        return true
    }

    /// What is known about a segment that was read to its end.
    private struct Outcome {
        let damage: JournalDamage?
    }

    /// Reads one commit; `nil` while the segment goes on.
    private mutating func step(_ rest: inout Int) throws(JournalError) -> Outcome? {
        guard case .some((let first, var walker)) = current else { return Outcome(damage: nil) }
        let step = try walker.next()
        current = (first, walker)
        let path = state.directory.segmentPath(first)
        switch step {
        case .commit(let commit):
            rest -= commit.frameByteCount
            return nil
        case .bad(let fault):
            let damage = JournalDamage(
                fault,
                path: path,
                offset: walker.position,
                sequence: walker.nextSequence
            )
            return Outcome(damage: damage)
        case .end:
            let segments = state.current.segments
            let number = segments.partitioningIndex { $0.firstSequence > first }
            guard number > 0, number < segments.count, segments[number - 1].firstSequence == first else {
                // Removed meanwhile.
                return Outcome(damage: nil)
            }
            let next = segments[number].header
            if walker.nextSequence == next.firstSequence, walker.chain == next.chain {
                _ = try segments[number - 1].index.check()
                return Outcome(damage: nil)
            }
            let damage = JournalDamage(
                .missingCommit,
                path: path,
                offset: walker.position,
                sequence: walker.nextSequence
            )
            return Outcome(damage: damage)
        }
    }
}
