import EventSchema

/// The fixed part of a commit's frame; all numbers are little-endian.
///
/// A frame is what one write and one sync made durable. It starts at a multiple of 8 and never crosses
/// the end of its segment. After this header stand the events' ids, 16 bytes each, then the records in
/// the layout of ``RecordHeader``, zeros up to a multiple of 8, and the end mark.
///
///     offset  size  field
///          0     4  magic, "SCWC"
///          4     4  byte count of the whole frame, a multiple of 8
///          8     8  sequence number of the first record
///         16     4  record count
///         20     4  byte count of the records
///         24     8  salt of the segment
///         32     4  chain: header checksum of the commit before
///         36     4  CRC-32C of the ids and the records
///         40     4  checksum of the last record
///         44     4  how many 512-byte sectors of the frame are zero by content
///         48     4  zero
///         52     4  CRC-32C of everything before this field
struct CommitHeader: Equatable, Sendable {
    static let byteCount = 56
    static let endMarkByteCount = 8
    static let idByteCount = EventID.byteCount
    /// Where the header's own checksum stands.
    static let checksumOffset = 52
    /// The shortest frame: one record without a name or an event.
    static let frameByteCountMin = frameByteCount(recordCount: 1, recordsByteCount: RecordHeader.byteCount)
    /// The most records that a commit can hold.
    static let recordCountMax = SchemaLimits.commitByteCountMax / RecordHeader.byteCount
    /// The longest frame.
    static let frameByteCountMax = frameByteCount(
        recordCount: recordCountMax,
        recordsByteCount: SchemaLimits.commitByteCountMax
    )
    private static let magic = UInt32(truncatingIfNeeded: UInt64(littleEndianText: "SCWC\0\0\0\0"))

    var firstSequence: SequenceNumber
    var recordCount: Int
    var recordsByteCount: Int
    var segmentSalt: UInt64
    var chain: UInt32
    var payloadChecksum: UInt32
    var lastRecordChecksum: UInt32
    var zeroSectorCount: Int
    /// The checksum of the header itself: the next commit's chain.
    private(set) var checksum: UInt32 = 0

    var frameByteCount: Int {
        Self.frameByteCount(recordCount: recordCount, recordsByteCount: recordsByteCount)
    }
    var lastSequence: SequenceNumber { firstSequence.advanced(by: recordCount - 1) }
    /// The ids, relative to the frame.
    var idsRange: Range<Int> { Self.byteCount..<Self.byteCount + recordCount * Self.idByteCount }
    /// The records, relative to the frame.
    var recordsRange: Range<Int> { idsRange.upperBound..<idsRange.upperBound + recordsByteCount }

    /// What closes a whole frame: eight bytes of which none is zero, nor becomes zero by one flipped bit,
    /// so that a zero there says that the write never got that far.
    var endMark: UInt64 {
        (0..<8).reduce(0) { mark, place in
            mark | UInt64(0x60 | checksum >> UInt32(place * 4) & 0xF) << UInt64(place * 8)
        }
    }

    static func frameByteCount(recordCount: Int, recordsByteCount: Int) -> Int {
        let content = byteCount + recordCount * idByteCount + recordsByteCount
        return (content + 7) / 8 * 8 + endMarkByteCount
    }
}

extension CommitHeader {
    init(
        firstSequence: SequenceNumber,
        recordCount: Int,
        recordsByteCount: Int,
        segmentSalt: UInt64,
        chain: UInt32
    ) {
        self.firstSequence = firstSequence
        self.recordCount = recordCount
        self.recordsByteCount = recordsByteCount
        self.segmentSalt = segmentSalt
        self.chain = chain
        payloadChecksum = 0
        lastRecordChecksum = 0
        zeroSectorCount = 0
    }

    /// Writes the header over the first bytes of `frame` and fills in ``checksum``.
    mutating func write(to frame: inout [UInt8]) {
        frame.write(littleEndian: Self.magic, at: 0)
        frame.write(littleEndian: UInt32(frameByteCount), at: 4)
        frame.write(littleEndian: firstSequence.value, at: 8)
        frame.write(littleEndian: UInt32(recordCount), at: 16)
        frame.write(littleEndian: UInt32(recordsByteCount), at: 20)
        frame.write(littleEndian: segmentSalt, at: 24)
        frame.write(littleEndian: chain, at: 32)
        frame.write(littleEndian: payloadChecksum, at: 36)
        frame.write(littleEndian: lastRecordChecksum, at: 40)
        frame.write(littleEndian: UInt32(zeroSectorCount), at: 44)
        frame.write(littleEndian: UInt32(0), at: 48)
        checksum = CRC32C.checksum(of: frame.span.bytes.extracting(0..<Self.checksumOffset))
        frame.write(littleEndian: checksum, at: Self.checksumOffset)
    }

    /// Reads the header at `offset`; `nil` unless its checksum matches and its lengths are possible.
    init?(verifying bytes: RawSpan, at offset: Int) {
        guard
            bytes.byteCount - offset >= Self.byteCount,
            bytes.littleEndian(at: offset, as: UInt32.self) == Self.magic
        else { return nil }
        checksum = bytes.littleEndian(at: offset + Self.checksumOffset)
        let covered = bytes.extracting(offset..<offset + Self.checksumOffset)
        guard checksum == CRC32C.checksum(of: covered) else { return nil }
        firstSequence = SequenceNumber(bytes.littleEndian(at: offset + 8))
        recordCount = Int(bytes.littleEndian(at: offset + 16, as: UInt32.self))
        recordsByteCount = Int(bytes.littleEndian(at: offset + 20, as: UInt32.self))
        segmentSalt = bytes.littleEndian(at: offset + 24)
        chain = bytes.littleEndian(at: offset + 32)
        payloadChecksum = bytes.littleEndian(at: offset + 36)
        lastRecordChecksum = bytes.littleEndian(at: offset + 40)
        zeroSectorCount = Int(bytes.littleEndian(at: offset + 44, as: UInt32.self))
        guard
            (1...Self.recordCountMax).contains(recordCount),
            recordsByteCount >= recordCount * RecordHeader.byteCount,
            recordsByteCount <= SchemaLimits.commitByteCountMax,
            Int(bytes.littleEndian(at: offset + 4, as: UInt32.self)) == frameByteCount
        else { return nil }
    }
}
