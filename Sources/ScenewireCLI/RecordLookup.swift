import EventBus
import EventSchema

/// Records of a publisher that people name shortly, or by how new they are.
extension PublisherDesk {
    /// How many candidates are named when several ids begin alike.
    static let candidateCountMax = 5
    /// How many records are read at once on the way back from the newest.
    private static let windowCount: UInt64 = 1_000

    /// Finds the one record that is meant.
    ///
    /// - Returns: Its id, and what it says.
    /// - Throws: ``CommandFailure`` when there is none, or several begin so; then it names them.
    func find(
        _ reference: RecordReference,
        _ status: PublisherStatus
    ) async throws -> (id: EventID, words: String) {
        var found: [(sequence: SequenceNumber, id: EventID, words: String)] = []
        var count = 0
        func note(_ header: RecordHeader, _ record: RawSpan, where fits: (EventID) -> Bool) {
            let bytes = record.extracting(header.eventRange)
            guard let id = try? EventOutline.check(bytes).id, fits(id) else { return }
            count += 1
            guard found.count < Self.candidateCountMax else { return }
            let event = try? Event(eventBytes: bytes.withUnsafeBytes { Array($0) })
            let words = event.map { EventSentence.text(of: $0) } ?? ""
            found.append((header.sequence, id, TerminalText.safe(words, lengthMax: 80)))
        }
        switch reference {
        case .id(let id): return (id, "")
        case .sequence(let sequence):
            guard sequence.value <= status.head else {
                throw CommandFailure("there is no record \(sequence); the last is \(status.head)", .notFound)
            }
            try await forEach(in: sequence...sequence, .everything, status) { note($0, $1) { _ in true } }
        case .beginning(let ids):
            guard status.firstRetained <= status.head, status.head > 0 else { break }
            let all = SequenceNumber(max(1, status.firstRetained))...SequenceNumber(status.head)
            try await forEach(in: all, .everything, status) { note($0, $1) { ids.contains($0) } }
        case .either(let sequence, let ids):
            guard status.firstRetained <= status.head, status.head > 0 else { break }
            let all = SequenceNumber(max(1, status.firstRetained))...SequenceNumber(status.head)
            try await forEach(in: all, .everything, status) { header, record in
                note(header, record) { ids.contains($0) || header.sequence == sequence }
            }
        }
        guard let first = found.first else {
            throw CommandFailure("no record that the publisher still has is meant by that", .notFound)
        }
        guard count == 1 else {
            let more = count > found.count ? ["… and \(count - found.count) more"] : []
            let words =
                if case .either(let number, _) = reference {
                    "means \(count) records; #\(number) is the one of that sequence number"
                } else {
                    "\(count) records begin so; name one of them"
                }
            throw CommandFailure(
                words,
                .usage,
                advice: found.map { "#\($0.sequence)  \($0.id)  \($0.words)" } + more
            )
        }
        return (first.id, first.words)
    }

    /// The first of the newest `count` records that fit.
    ///
    /// - Returns: The first retained record when there are fewer; the one after the last when none fits.
    func firstRecord(
        _ count: Int,
        _ interest: Interest,
        _ filter: RecordFilter,
        _ status: PublisherStatus
    ) async throws -> SequenceNumber {
        let oldest = max(1, status.firstRetained)
        var end = status.head
        // The newest comes last.
        var found: [SequenceNumber] = []
        while found.count < count, end >= oldest {
            let start = max(oldest, end - min(end - 1, Self.windowCount - 1))
            var window: [SequenceNumber] = []
            try await forEach(in: SequenceNumber(start)...SequenceNumber(end), interest, status) {
                if filter.matches($0, $1) { window.append($0.sequence) }
            }
            found = window + found
            end = start - 1
        }
        return found.suffix(count).first ?? SequenceNumber(status.head + 1)
    }

    /// Reads records, as far as the publisher can.
    func forEach(
        in range: ClosedRange<SequenceNumber>,
        _ interest: Interest,
        _ status: PublisherStatus,
        _ body: (RecordHeader, RawSpan) -> Void
    ) async throws {
        var after = range.lowerBound.value - 1
        while after < range.upperBound.value {
            let (batch, through) = try await replay(after: SequenceNumber(after), interest, status)
            batch.forEach { header, record in
                if range.contains(header.sequence) { body(header, record) }
            }
            // Damage, which a feed reports, ends it.
            guard through.value > after else { return }
            after = through.value
        }
    }
}
