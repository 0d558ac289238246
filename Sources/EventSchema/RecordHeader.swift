/// What stands before an event's bytes in a record: its place in the stream, and who vouched for it.
///
/// One byte form everywhere: in the journal, on the live socket, in replay and in the archive.
/// All numbers are little-endian; docs/wire-format.md explains the fields to other languages.
///
///     offset  size  field
///          0     4  CRC-32C of everything after this field
///          4     4  byte count of the whole record, header included
///          8     1  version, 1
///          9     1  flags: bit 0 clock stepped back, bit 1 played clock
///         10     1  byte count of the authenticated publisher's name, 0 to 64
///         11     1  zero
///         12     4  epoch
///         16    16  stream, UUID bytes in RFC 9562 order
///         32     8  sequence number, from 1
///         40     8  published-at, nanoseconds since the Unix epoch, signed
///         48    16  salt, random
///         64     p  the authenticated publisher's name, UTF-8
///       64+p     n  the event, protobuf scenewire.v1.Event
public struct RecordHeader: Equatable, Sendable {
    /// The fixed part, before the name.
    public static let byteCount = 64
    /// The layout's version, written into every record.
    public static let version: UInt8 = 1
    /// The longest name of an authenticated publisher, in bytes of UTF-8.
    public static let principalByteCountMax = 64
    /// The longest record: a whole event of the largest size, a name and this header.
    public static let recordByteCountMax =
        byteCount + principalByteCountMax + SchemaLimits.eventByteCountMax

    /// What is remarkable about a record.
    public struct Flags: OptionSet, Equatable, Sendable {
        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        public let rawValue: UInt8

        /// The publisher's clock was set back by a second or more before this record.
        public static let clockSteppedBack = Flags(rawValue: 1)
        /// Published-at was set by a player, not by a wall clock.
        public static let playedClock = Flags(rawValue: 2)

        // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }
    }

    /// The stream that the record is part of.
    public let stream: StreamID
    /// Which start of the publisher wrote it, from 1.
    public let epoch: UInt32
    /// Its place in the stream.
    public let sequence: SequenceNumber
    /// When the publisher took it.
    public let publishedAt: Timestamp
    /// What is remarkable about it.
    public let flags: Flags
    /// 16 bytes that make the checksum and any later hash unguessable once the record is erased.
    public let salt: (UInt64, UInt64)
    /// CRC-32C over the rest of the record; with the sequence number it makes a cursor.
    public let checksum: UInt32
    /// The byte count of the authenticated publisher's name.
    public let principalByteCount: Int
    /// The byte count of the whole record.
    public let recordByteCount: Int

    /// Reads the header of the record that starts at `offset`, and verifies the record's checksum.
    ///
    /// - Throws: ``RecordError`` with `offset` when the bytes are not one whole valid record.
    public init(verifying bytes: RawSpan, at offset: Int = 0) throws(RecordError) {
        self = try Self(trusting: bytes, at: offset)
        let covered = bytes.extracting(offset + 4..<offset + recordByteCount)
        guard CRC32C.checksum(of: covered) == checksum else { throw RecordError(.checksum, at: offset) }
    }

    /// Reads the header of a record whose checksum was verified before; lengths are checked all the same.
    ///
    /// - Throws: ``RecordError`` with `offset` when the bytes cannot be a record.
    public init(trusting bytes: RawSpan, at offset: Int = 0) throws(RecordError) {
        guard bytes.byteCount - offset >= Self.byteCount else { throw RecordError(.truncated, at: offset) }
        let version = bytes.littleEndian(at: offset + 8, as: UInt8.self)
        guard version == Self.version else { throw RecordError(.version(version), at: offset) }
        recordByteCount = Int(bytes.littleEndian(at: offset + 4, as: UInt32.self))
        principalByteCount = Int(bytes.littleEndian(at: offset + 10, as: UInt8.self))
        guard
            principalByteCount <= Self.principalByteCountMax,
            (Self.byteCount + principalByteCount...Self.recordByteCountMax).contains(recordByteCount)
        else { throw RecordError(.byteCount(recordByteCount), at: offset) }
        guard bytes.byteCount - offset >= recordByteCount else { throw RecordError(.truncated, at: offset) }
        checksum = bytes.littleEndian(at: offset)
        flags = Flags(rawValue: bytes.littleEndian(at: offset + 9))
        epoch = bytes.littleEndian(at: offset + 12)
        stream = StreamID(bytes, at: offset + 16)
        sequence = SequenceNumber(bytes.littleEndian(at: offset + 32))
        publishedAt = Timestamp(nanoseconds: bytes.littleEndian(at: offset + 40))
        salt = (bytes.littleEndian(at: offset + 48), bytes.littleEndian(at: offset + 56))
    }

    /// Where the event lies within the record.
    public var eventRange: Range<Int> { Self.byteCount + principalByteCount..<recordByteCount }

    /// The authenticated publisher's name, from the `record` that this header was read from.
    ///
    /// Empty when the publisher ran without keys.
    public func principal(in record: RawSpan) -> String {
        record.extracting(Self.byteCount..<eventRange.lowerBound)
            .withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public static func == (left: Self, right: Self) -> Bool {
        left.stream == right.stream && left.epoch == right.epoch && left.sequence == right.sequence
            && left.publishedAt == right.publishedAt && left.flags == right.flags
            && left.salt == right.salt && left.checksum == right.checksum
            && left.principalByteCount == right.principalByteCount
            && left.recordByteCount == right.recordByteCount
    }
}

/// Why bytes are not a record.
public struct RecordError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, without the place.
    public enum Fault: Equatable, Sendable {
        /// The bytes end before the record does.
        case truncated
        /// A layout that this version does not know.
        case version(UInt8)
        /// A length that no record can have.
        case byteCount(Int)
        /// The bytes differ from what was written.
        case checksum
        /// The sequence number that was not the next one.
        case sequence(SequenceNumber)
    }

    /// What is wrong.
    public let fault: Fault
    /// Where the record starts, in bytes from the start of what was read.
    public let offset: Int

    package init(_ fault: Fault, at offset: Int) {
        self.fault = fault
        self.offset = offset
    }

    /// One line: the place, and what is wrong there.
    public var description: String {
        switch fault {
        case .truncated: "the record at offset \(offset) is cut short"
        case .version(let version): "the record at offset \(offset) has version \(version), known is 1"
        case .byteCount(let count): "the record at offset \(offset) claims \(count) bytes"
        case .checksum: "the record at offset \(offset) does not match its checksum"
        case .sequence(let found): "the record at offset \(offset) has sequence \(found), out of order"
        }
    }
}
