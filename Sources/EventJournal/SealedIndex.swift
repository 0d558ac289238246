import EventSchema

/// Whose records a segment holds, and where its file is.
struct SegmentOrigin: Sendable {
    let directory: JournalDirectory
    let stream: StreamID
}

/// The index of a segment that does not change any more, with what answers most questions at once.
struct SealedIndex: Sendable {
    let index: SegmentIndex
    let origin: SegmentOrigin
    /// Copied out of the index: an id that was minted outside this span is not there, and a look-up of a
    /// new event asks every segment.
    private let timed: ClosedRange<EventID>?

    init(_ index: SegmentIndex, origin: SegmentOrigin) {
        self.index = index
        self.origin = origin
        timed = index.timed
    }

    func mayHold(_ id: EventID) -> Bool {
        guard id.isTimed else { return true }
        return timed?.contains(id) ?? false
    }
}

extension [SealedIndex] {
    /// Looks for an event, in the newest segment first.
    func place(of id: EventID) throws(JournalError) -> (place: RecordPlace, holder: SealedIndex)? {
        // By number: iterating would copy, and so count references, for every segment and event.
        for number in indices.reversed() where self[number].mayHold(id) {
            if let place = try self[number].index.place(of: id) { return (place, self[number]) }
        }
        return nil
    }
}

extension FoundRecord {
    /// Compares `event` with the record at `place`.
    init(
        _ place: RecordPlace,
        in index: SegmentIndex,
        origin: SegmentOrigin,
        holds event: RawSpan
    ) throws(JournalError) {
        stream = origin.stream
        sequence = index.sequence(of: place)
        publishedAt = place.publishedAt
        guard
            Int(place.eventByteCount) == event.byteCount,
            place.eventChecksum == CRC32C.checksum(of: event)
        else {
            isSameEvent = false
            return
        }
        isSameEvent = try origin.directory.record(at: place, in: index)?.isEqual(to: event) ?? true
    }
}

extension JournalDirectory {
    /// The bytes of the event at `place`; `nil` when its record was removed or cannot be read any more.
    fileprivate func record(
        at place: RecordPlace,
        in index: SegmentIndex
    ) throws(JournalError) -> [UInt8]? {
        let byteCountMax =
            RecordHeader.byteCount + RecordHeader.principalByteCountMax + Int(place.eventByteCount)
        guard let file = try storage.openIfPresent(index.segmentPath) else { return nil }
        let bytes = try file.read(byteCountMax, at: Int(place.recordOffset))
        // Damage here is reported by whoever reads the record; the checksum in the index still answers.
        guard let header = try? RecordHeader(verifying: bytes.span.bytes) else { return nil }
        return Array(bytes[header.eventRange])
    }
}

extension [UInt8] {
    fileprivate func isEqual(to other: RawSpan) -> Bool {
        guard count == other.byteCount else { return false }
        let bytes = span.bytes
        for offset in stride(from: 0, to: count & ~7, by: 8)
        where bytes.littleEndian(at: offset, as: UInt64.self)
            != other.littleEndian(at: offset, as: UInt64.self)
        {
            return false
        }
        for offset in count & ~7..<count
        where bytes.littleEndian(at: offset, as: UInt8.self) != other.littleEndian(at: offset, as: UInt8.self)
        {
            return false
        }
        return true
    }
}
