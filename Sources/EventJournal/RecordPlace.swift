import EventSchema

/// What the index knows of one event.
struct RecordPlace: Equatable, Sendable {
    /// From the segment's first sequence number.
    let sequenceOffset: UInt32
    /// Where the record starts in the segment file.
    let recordOffset: UInt32
    let publishedAt: Timestamp
    /// CRC-32C of the event's bytes.
    let eventChecksum: UInt32
    let eventByteCount: UInt32
}

/// Where a commit starts.
struct CommitPosition: Equatable, Sendable {
    /// From the segment's first sequence number.
    let sequenceOffset: UInt32
    let offset: UInt32
}

/// The events of one segment by id, while they are in memory.
struct IndexEntries: Sendable {
    private(set) var places: [EventID: RecordPlace] = [:]
    /// The span of the ids that begin with a time (UUID version 7), `nil` before the first of them.
    private(set) var timed: ClosedRange<EventID>?

    /// - Parameter capacity: How many events to make room for.
    init(capacity: Int = 0) {
        places.reserveCapacity(capacity)
    }

    /// Keeps the first place of an id.
    mutating func insert(_ id: EventID, _ place: RecordPlace) {
        if let first = places.updateValue(place, forKey: id) {
            places[id] = first
            return
        }
        guard id.isTimed else { return }
        guard let timed else {
            self.timed = id...id
            return
        }
        if id < timed.lowerBound {
            self.timed = id...timed.upperBound
        } else if id > timed.upperBound {
            self.timed = timed.lowerBound...id
        }
    }

    /// Adds every event of a commit that `walker` has just gone over.
    ///
    /// - Returns: False when the records are not what the commit's header says.
    mutating func insert(_ commit: CommitHeader, from walker: CommitWalker, segment: SegmentHeader) -> Bool {
        let bytes = walker.chunk.span.bytes
        let ids = walker.idsRange(of: commit)
        let records = walker.recordsRange(of: commit)
        let fileOffset = walker.commitPosition + commit.recordsRange.lowerBound - records.lowerBound
        var offset = records.lowerBound
        for number in 0..<commit.recordCount {
            guard
                let header = try? RecordHeader(trusting: bytes, at: offset),
                header.sequence == commit.firstSequence.advanced(by: number),
                offset + header.recordByteCount <= records.upperBound
            else { return false }
            let event = bytes.extracting(
                offset + header.eventRange.lowerBound..<offset + header.eventRange.upperBound
            )
            insert(
                EventID(bytes, at: ids.lowerBound + number * CommitHeader.idByteCount),
                RecordPlace(
                    sequenceOffset: UInt32(header.sequence.value - segment.firstSequence.value),
                    recordOffset: UInt32(fileOffset + offset),
                    publishedAt: header.publishedAt,
                    eventChecksum: CRC32C.checksum(of: event),
                    eventByteCount: UInt32(event.byteCount)
                )
            )
            offset += header.recordByteCount
        }
        return offset == records.upperBound
    }
}

extension Identifier {
    /// Version 7: the first bytes are the time at which it was minted.
    var isTimed: Bool { high >> 12 & 0xF == 7 }
}
