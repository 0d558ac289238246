import EventSchema

/// What a journal knows about itself beside its segments; all numbers are little-endian.
///
/// The file has two pages of 4096 bytes that are written in turn, so that one of them is always whole,
/// and so that no disk is ever too full to write it.
///
///     offset  size  field, within a page
///          0     8  magic, "SCWMANI1"
///          8     2  format, 1
///         10     2  flags: bit 0 closed in good order, bit 1 forked
///         12     4  epoch of the last start
///         16     8  generation: the page with the higher one counts
///         24    16  stream, UUID bytes in RFC 9562 order
///         40     8  first sequence number that is retained
///         48     8  first sequence number of the last segment known to exist, 0 for none
///         56     8  head when it was closed in good order
///         64     4  header checksum of the last commit then
///         68     4  checksum of the ancestor's last record
///         72    16  ancestor: the stream that this one was forked from
///         88     8  last sequence number of the ancestor
///         96  3996  zero
///       4092     4  CRC-32C of everything before this field
struct Manifest: Equatable, Sendable {
    static let pageByteCount = 4096
    static let format: UInt16 = 1
    private static let magic = UInt64(littleEndianText: "SCWMANI1")

    /// Where the journal ended when it was closed in good order.
    struct CleanEnd: Equatable, Sendable {
        let head: SequenceNumber
        let chain: UInt32
    }

    var generation: UInt64 = 0
    var stream: StreamID
    var epoch: UInt32 = 0
    var firstRetained = SequenceNumber(1)
    var lastSegment = SequenceNumber.zero
    var cleanEnd: CleanEnd?
    var ancestor: Cursor?

    init(stream: StreamID) {
        self.stream = stream
    }

    /// Begins the next epoch: the second after this start's, before which the publisher serves nobody, so that
    /// whatever starts later, also an earlier copy of this journal, takes another one. A new journal, of which
    /// there is no copy, takes this second.
    ///
    /// Where the last epoch lies ahead of the clock, no wait can tell two starts apart: the epoch rises by
    /// chance. The highest epoch stays as it is: ``canBeginEpoch`` tells.
    ///
    /// - Parameter leap: By how much the epoch rises at least.
    mutating func beginEpoch(leap: UInt32 = 1, at time: Timestamp = .now) {
        let second = UInt32(clamping: time.parts.seconds)
        if epoch == 0, ancestor == nil {
            epoch = max(second, 1)
            return
        }
        var least = epoch.addingClamping(leap)
        if least > second.addingClamping(JournalBounds.epochLeadSecondsMax) {
            least = least.addingClamping(.random(in: 0..<Self.epochChanceCount))
        }
        epoch = max(least, second.addingClamping(1))
    }

    /// Among how many epochs chance chooses ahead of the clock. Tens of thousands of such starts fit between
    /// 2100, beyond which no clock is believed, and the last epoch.
    private static let epochChanceCount: UInt32 = 1_024

    /// Whether there is an epoch after this one: a start with a clock far in the future may have taken the last.
    var canBeginEpoch: Bool { epoch < .max }

    var encoded: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.pageByteCount)
        bytes.write(littleEndian: Self.magic, at: 0)
        bytes.write(littleEndian: Self.format, at: 8)
        bytes.write(littleEndian: UInt16(cleanEnd == nil ? 0 : 1) | (ancestor == nil ? 0 : 2), at: 10)
        bytes.write(littleEndian: epoch, at: 12)
        bytes.write(littleEndian: generation, at: 16)
        bytes.write(littleEndian: stream.high.byteSwapped, at: 24)
        bytes.write(littleEndian: stream.low.byteSwapped, at: 32)
        bytes.write(littleEndian: firstRetained.value, at: 40)
        bytes.write(littleEndian: lastSegment.value, at: 48)
        if let cleanEnd {
            bytes.write(littleEndian: cleanEnd.head.value, at: 56)
            bytes.write(littleEndian: cleanEnd.chain, at: 64)
        }
        if let ancestor {
            bytes.write(littleEndian: ancestor.checksum, at: 68)
            bytes.write(littleEndian: ancestor.stream.high.byteSwapped, at: 72)
            bytes.write(littleEndian: ancestor.stream.low.byteSwapped, at: 80)
            bytes.write(littleEndian: ancestor.sequence.value, at: 88)
        }
        let covered = Self.pageByteCount - 4
        bytes.write(littleEndian: CRC32C.checksum(of: bytes.span.bytes.extracting(0..<covered)), at: covered)
        return bytes
    }

    init(verifying page: RawSpan) throws(SegmentHeader.Fault) {
        let covered = Self.pageByteCount - 4
        guard
            page.byteCount >= Self.pageByteCount,
            page.littleEndian(at: 0, as: UInt64.self) == Self.magic,
            page.littleEndian(at: covered, as: UInt32.self)
                == CRC32C.checksum(of: page.extracting(0..<covered))
        else { throw .damaged }
        let format = page.littleEndian(at: 8, as: UInt16.self)
        guard format == Self.format else { throw .format(format) }
        let flags = page.littleEndian(at: 10, as: UInt16.self)
        epoch = page.littleEndian(at: 12)
        generation = page.littleEndian(at: 16)
        stream = StreamID(page, at: 24)
        firstRetained = SequenceNumber(page.littleEndian(at: 40))
        lastSegment = SequenceNumber(page.littleEndian(at: 48))
        if flags & 1 != 0 {
            cleanEnd = CleanEnd(
                head: SequenceNumber(page.littleEndian(at: 56)),
                chain: page.littleEndian(at: 64)
            )
        }
        if flags & 2 != 0 {
            ancestor = Cursor(
                stream: StreamID(page, at: 72),
                sequence: SequenceNumber(page.littleEndian(at: 88)),
                checksum: page.littleEndian(at: 68)
            )
        }
    }
}

extension UInt32 {
    fileprivate func addingClamping(_ other: UInt32) -> UInt32 {
        let (sum, isBeyond) = addingReportingOverflow(other)
        return isBeyond ? .max : sum
    }
}
