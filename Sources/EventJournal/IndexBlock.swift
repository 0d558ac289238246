import EventSchema

/// Up to 102 entries of an index, in the order of their ids; all numbers are little-endian.
///
///     offset  size  field
///          0    40  entries: id 16, published-at 8, sequence offset 4, record offset 4,
///                   CRC-32C of the event 4, byte count of the event 4
///       4080     4  count of entries
///       4084     8  zero
///       4092     4  CRC-32C of everything before this field
enum IndexBlock {
    static let byteCount = 4096
    static let entryByteCount = 40
    static let entryCountMax = 102
    private static let countOffset = entryCountMax * entryByteCount

    static func encoded(_ entries: ArraySlice<(key: EventID, value: RecordPlace)>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for (id, place) in entries {
            bytes.append(littleEndian: id.high.byteSwapped)
            bytes.append(littleEndian: id.low.byteSwapped)
            bytes.append(littleEndian: place.publishedAt.nanoseconds)
            bytes.append(littleEndian: place.sequenceOffset)
            bytes.append(littleEndian: place.recordOffset)
            bytes.append(littleEndian: place.eventChecksum)
            bytes.append(littleEndian: place.eventByteCount)
        }
        bytes.append(contentsOf: repeatElement(0, count: byteCount - bytes.count))
        bytes.write(littleEndian: UInt32(entries.count), at: countOffset)
        let covered = byteCount - 4
        bytes.write(littleEndian: CRC32C.checksum(of: bytes.span.bytes.extracting(0..<covered)), at: covered)
        return bytes
    }

    /// Says whether the block is what was written.
    static func isWhole(_ block: RawSpan) -> Bool {
        let covered = byteCount - 4
        return block.byteCount == byteCount
            && block.littleEndian(at: covered, as: UInt32.self)
                == CRC32C.checksum(of: block.extracting(0..<covered))
            && (1...entryCountMax).contains(Int(block.littleEndian(at: countOffset, as: UInt32.self)))
    }

    /// Finds `id` in a whole block.
    static func place(of id: EventID, in block: RawSpan) -> RecordPlace? {
        var low = 0
        var high = Int(block.littleEndian(at: countOffset, as: UInt32.self))
        while low < high {
            let middle = (low + high) / 2
            if EventID(block, at: middle * entryByteCount) < id { low = middle + 1 } else { high = middle }
        }
        let offset = low * entryByteCount
        guard offset < countOffset, EventID(block, at: offset) == id else { return nil }
        return RecordPlace(
            sequenceOffset: block.littleEndian(at: offset + 24),
            recordOffset: block.littleEndian(at: offset + 28),
            publishedAt: Timestamp(nanoseconds: block.littleEndian(at: offset + 16)),
            eventChecksum: block.littleEndian(at: offset + 32),
            eventByteCount: block.littleEndian(at: offset + 36)
        )
    }
}
