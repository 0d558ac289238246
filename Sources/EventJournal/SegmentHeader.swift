import EventSchema
import SystemPackage

/// The first page of a segment file; all numbers are little-endian.
///
///     offset  size  field
///          0     8  magic, "SCWSEGM1"
///          8     2  format, 1
///         10     2  zero
///         12     4  epoch of the publisher that began the segment
///         16    16  stream, UUID bytes in RFC 9562 order
///         32     8  first sequence number
///         40     8  first sequence number of the segment before, 0 for the first
///         48     8  salt, random: commits of another use of the same disk blocks do not match it
///         56     8  created-at, nanoseconds since the Unix epoch
///         64     8  byte count of the file, this page included
///         72     4  chain: header checksum of the last commit before this segment, 0 for the first
///         76  4016  zero
///       4092     4  CRC-32C of everything before this field
struct SegmentHeader: Equatable, Sendable {
    static let byteCount = 4096
    static let format: UInt16 = 1
    private static let magic = UInt64(littleEndianText: "SCWSEGM1")

    let stream: StreamID
    let epoch: UInt32
    let firstSequence: SequenceNumber
    let previousFirstSequence: SequenceNumber
    let salt: UInt64
    let createdAt: Timestamp
    let segmentByteCount: Int
    let chain: UInt32

    var encoded: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        bytes.write(littleEndian: Self.magic, at: 0)
        bytes.write(littleEndian: Self.format, at: 8)
        bytes.write(littleEndian: epoch, at: 12)
        bytes.write(littleEndian: stream.high.byteSwapped, at: 16)
        bytes.write(littleEndian: stream.low.byteSwapped, at: 24)
        bytes.write(littleEndian: firstSequence.value, at: 32)
        bytes.write(littleEndian: previousFirstSequence.value, at: 40)
        bytes.write(littleEndian: salt, at: 48)
        bytes.write(littleEndian: createdAt.nanoseconds, at: 56)
        bytes.write(littleEndian: UInt64(segmentByteCount), at: 64)
        bytes.write(littleEndian: chain, at: 72)
        let covered = Self.byteCount - 4
        bytes.write(littleEndian: CRC32C.checksum(of: bytes.span.bytes.extracting(0..<covered)), at: covered)
        return bytes
    }
}

extension SegmentHeader {
    /// Why a page is not a segment's header.
    enum Fault: Error, Equatable {
        case format(UInt16)
        case damaged
    }

    init(verifying bytes: RawSpan) throws(Fault) {
        let covered = Self.byteCount - 4
        guard
            bytes.byteCount >= Self.byteCount,
            bytes.littleEndian(at: 0, as: UInt64.self) == Self.magic,
            bytes.littleEndian(at: covered, as: UInt32.self)
                == CRC32C.checksum(of: bytes.extracting(0..<covered))
        else { throw .damaged }
        let format = bytes.littleEndian(at: 8, as: UInt16.self)
        guard format == Self.format else { throw .format(format) }
        epoch = bytes.littleEndian(at: 12)
        stream = StreamID(bytes, at: 16)
        firstSequence = SequenceNumber(bytes.littleEndian(at: 32))
        previousFirstSequence = SequenceNumber(bytes.littleEndian(at: 40))
        salt = bytes.littleEndian(at: 48)
        createdAt = Timestamp(nanoseconds: bytes.littleEndian(at: 56))
        segmentByteCount = Int(truncatingIfNeeded: bytes.littleEndian(at: 64, as: UInt64.self))
        chain = bytes.littleEndian(at: 72)
        guard segmentByteCount > Self.byteCount, segmentByteCount <= JournalOptions.segmentByteCountMax else {
            throw .damaged
        }
    }
}

extension SegmentHeader {
    /// Reads the header of the segment at `path`.
    init(verifying page: [UInt8], path: FilePath) throws(JournalError) {
        do throws(Fault) {
            self = try Self(verifying: page.span.bytes)
        } catch {
            switch error {
            case .format(let version): throw .format(version, path: path)
            case .damaged: throw .damaged(JournalDamage(.segmentHeader, path: path))
            }
        }
    }
}

extension UInt64 {
    /// The first eight bytes of `text`, the first lowest; how magic numbers read in a hex dump.
    init(littleEndianText text: StaticString) {
        self = String(describing: text).utf8.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
