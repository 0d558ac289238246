import EventSchema

/// The first page of a sealed segment's index; all numbers are little-endian.
///
///     offset  size  field
///          0     8  magic, "SCWINDX1"
///          8     2  format, 1
///         10     2  flags: bit 0 there are ids of UUID version 7
///         12     4  chain: header checksum of the segment's last commit
///         16    16  stream, UUID bytes in RFC 9562 order
///         32     8  salt of the segment
///         40     8  first sequence number
///         48     8  sequence number after the last record
///         56     8  where the commits end in the segment file
///         64     4  checksum of the last record
///         68     4  count of positions
///         72     4  count of entries
///         76     4  byte count of the Bloom filter
///         80    16  smallest id of UUID version 7
///         96    16  largest id of UUID version 7
///        112     4  CRC-32C of the positions, the fences and the filter
///        116  3976  zero
///       4092     4  CRC-32C of everything before this field
///
/// After it stand the positions {sequence offset u32, file offset u32}, one for each 64 KiB of commits;
/// the fences, the first id of each block of entries; the Bloom filter; zeros up to a multiple of 4096;
/// and the blocks of 4096 bytes, in the order of their ids.
struct IndexHeader: Equatable, Sendable {
    static let byteCount = 4096
    static let format: UInt16 = 1
    private static let magic = UInt64(littleEndianText: "SCWINDX1")

    let stream: StreamID
    let salt: UInt64
    let firstSequence: SequenceNumber
    let end: SegmentEnd
    let positionCount: Int
    let entryCount: Int
    let filterByteCount: Int
    let timed: ClosedRange<EventID>?
    let frontChecksum: UInt32

    var blockCount: Int { (entryCount + IndexBlock.entryCountMax - 1) / IndexBlock.entryCountMax }
    /// The byte count of positions, fences and filter.
    var frontByteCount: Int { positionCount * 8 + blockCount * EventID.byteCount + filterByteCount }
    /// Where the blocks start in the file.
    var blocksOffset: Int {
        Self.byteCount + (frontByteCount + IndexBlock.byteCount - 1) / IndexBlock.byteCount
            * IndexBlock.byteCount
    }

    var encoded: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        bytes.write(littleEndian: Self.magic, at: 0)
        bytes.write(littleEndian: Self.format, at: 8)
        bytes.write(littleEndian: UInt16(timed == nil ? 0 : 1), at: 10)
        bytes.write(littleEndian: end.chain, at: 12)
        bytes.write(littleEndian: stream.high.byteSwapped, at: 16)
        bytes.write(littleEndian: stream.low.byteSwapped, at: 24)
        bytes.write(littleEndian: salt, at: 32)
        bytes.write(littleEndian: firstSequence.value, at: 40)
        bytes.write(littleEndian: end.nextSequence.value, at: 48)
        bytes.write(littleEndian: UInt64(end.offset), at: 56)
        bytes.write(littleEndian: end.lastRecordChecksum, at: 64)
        bytes.write(littleEndian: UInt32(positionCount), at: 68)
        bytes.write(littleEndian: UInt32(entryCount), at: 72)
        bytes.write(littleEndian: UInt32(filterByteCount), at: 76)
        if let timed {
            bytes.write(littleEndian: timed.lowerBound.high.byteSwapped, at: 80)
            bytes.write(littleEndian: timed.lowerBound.low.byteSwapped, at: 88)
            bytes.write(littleEndian: timed.upperBound.high.byteSwapped, at: 96)
            bytes.write(littleEndian: timed.upperBound.low.byteSwapped, at: 104)
        }
        bytes.write(littleEndian: frontChecksum, at: 112)
        let covered = Self.byteCount - 4
        bytes.write(littleEndian: CRC32C.checksum(of: bytes.span.bytes.extracting(0..<covered)), at: covered)
        return bytes
    }
}

extension IndexHeader {
    /// `nil` unless the page is an index's header of the known format; whatever else it is, the index is
    /// remade from its segment.
    init?(verifying page: RawSpan) {
        let covered = Self.byteCount - 4
        guard
            page.byteCount >= Self.byteCount,
            page.littleEndian(at: 0, as: UInt64.self) == Self.magic,
            page.littleEndian(at: 8, as: UInt16.self) == Self.format,
            page.littleEndian(at: covered, as: UInt32.self)
                == CRC32C.checksum(of: page.extracting(0..<covered))
        else { return nil }
        stream = StreamID(page, at: 16)
        salt = page.littleEndian(at: 32)
        firstSequence = SequenceNumber(page.littleEndian(at: 40))
        end = SegmentEnd(
            nextSequence: SequenceNumber(page.littleEndian(at: 48)),
            chain: page.littleEndian(at: 12),
            lastRecordChecksum: page.littleEndian(at: 64),
            offset: Int(truncatingIfNeeded: page.littleEndian(at: 56, as: UInt64.self))
        )
        positionCount = Int(page.littleEndian(at: 68, as: UInt32.self))
        entryCount = Int(page.littleEndian(at: 72, as: UInt32.self))
        filterByteCount = Int(page.littleEndian(at: 76, as: UInt32.self))
        let smallest = EventID(page, at: 80)
        let largest = EventID(page, at: 96)
        timed =
            page.littleEndian(at: 10, as: UInt16.self) & 1 != 0 && smallest <= largest
            ? smallest...largest : nil
        frontChecksum = page.littleEndian(at: 112)
        guard
            end.nextSequence > firstSequence, positionCount > 0, entryCount > 0,
            filterByteCount > 0, filterByteCount % BloomFilter.blockByteCount == 0
        else { return nil }
    }
}
