import EventSchema

/// Builds the frame of one commit after another in the same memory.
struct CommitBuilder {
    private let records: RecordWriter
    /// The frame that was built last.
    private(set) var frame: [UInt8] = []
    /// The events of that frame, in order, as the index will know them.
    private(set) var places: [RecordPlace] = []
    private var salts: [UInt8] = []

    init(stream: StreamID, epoch: UInt32) {
        records = RecordWriter(stream: stream, epoch: epoch)
    }

    /// The header of a frame for these entries, with everything but the checksums.
    static func header(
        _ entries: [JournalEntry],
        from sources: [JournalSource],
        segment: SegmentHeader,
        end: SegmentEnd
    ) -> CommitHeader {
        CommitHeader(
            firstSequence: end.nextSequence,
            recordCount: entries.count,
            recordsByteCount: entries.reduce(0) { $0 + $1.recordByteCount(from: sources) },
            segmentSalt: segment.salt,
            chain: end.chain
        )
    }

    /// Builds ``frame`` and ``places`` and fills in the rest of `header`.
    ///
    /// - Parameters:
    ///   - segment: The segment that the frame will be written to.
    ///   - offset: Where in that segment.
    mutating func build(
        _ header: inout CommitHeader,
        entries: [JournalEntry],
        from sources: [JournalSource],
        segment: SegmentHeader,
        offset: Int,
        publishedAt: Timestamp,
        flags: RecordHeader.Flags
    ) throws(JournalError) {
        try drawSalts(entries.count)
        frame.removeAll(keepingCapacity: true)
        frame.reserveCapacity(header.frameByteCount)
        places.removeAll(keepingCapacity: true)
        frame.append(contentsOf: repeatElement(0, count: CommitHeader.byteCount))
        for entry in entries {
            frame.append(littleEndian: entry.id.high.byteSwapped)
            frame.append(littleEndian: entry.id.low.byteSwapped)
        }
        let firstOffset = UInt32(header.firstSequence.value - segment.firstSequence.value)
        for (number, entry) in entries.enumerated() {
            let source = sources[entry.source]
            let event = source.bytes.span.bytes.extracting(entry.range)
            places.append(
                RecordPlace(
                    sequenceOffset: firstOffset + UInt32(number),
                    recordOffset: UInt32(offset + frame.count),
                    publishedAt: publishedAt,
                    eventChecksum: CRC32C.checksum(of: event),
                    eventByteCount: UInt32(event.byteCount)
                )
            )
            header.lastRecordChecksum = records.append(
                event: event,
                sequence: header.firstSequence.advanced(by: number),
                publishedAt: publishedAt,
                flags: flags,
                principal: source.principal,
                salt: (
                    salts.span.bytes.littleEndian(at: number * 16),
                    salts.span.bytes.littleEndian(at: number * 16 + 8)
                ),
                to: &frame
            )
        }
        finish(&header, offset: offset)
    }

    private mutating func finish(_ header: inout CommitHeader, offset: Int) {
        let payload = header.idsRange.lowerBound..<header.recordsRange.upperBound
        header.payloadChecksum = CRC32C.checksum(of: frame.span.bytes.extracting(payload))
        let markOffset = header.frameByteCount - CommitHeader.endMarkByteCount
        frame.append(contentsOf: repeatElement(0, count: markOffset - frame.count))
        // Header and mark are never zero; they stand here so that the count is that of the whole frame.
        header.write(to: &frame)
        frame.append(littleEndian: header.endMark)
        header.zeroSectorCount = SectorMap.zeroPieceCount(in: frame.span.bytes, at: offset)
        header.write(to: &frame)
        frame.write(littleEndian: header.endMark, at: markOffset)
    }

    private mutating func drawSalts(_ count: Int) throws(JournalError) {
        if salts.count < count * 16 {
            salts.append(contentsOf: repeatElement(0, count: count * 16 - salts.count))
        }
        try SystemStorage.fillRandom(&salts, count: count * 16)
    }
}
