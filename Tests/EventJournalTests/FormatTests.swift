import EventSchema
import Testing

@testable import EventJournal

/// Each page and each commit header survives its own encoding, and nothing that differs by a bit or a byte.
@Suite struct FormatTests {
    private let stream = StreamID(high: 0x0102_0304_0506_4708, low: 0x8910_1112_1314_1516)

    private var segment: SegmentHeader {
        SegmentHeader(
            stream: stream,
            epoch: 7,
            firstSequence: SequenceNumber(100),
            previousFirstSequence: SequenceNumber(50),
            salt: 0xDEAD_BEEF_0BAD_F00D,
            createdAt: Timestamp(nanoseconds: -5),
            segmentByteCount: 1 << 20,
            chain: 0xCAFE_BABE
        )
    }

    private var manifest: Manifest {
        var manifest = Manifest(stream: stream)
        manifest.generation = 9
        manifest.epoch = 3
        manifest.firstRetained = SequenceNumber(17)
        manifest.lastSegment = SequenceNumber(99)
        manifest.cleanEnd = Manifest.CleanEnd(head: SequenceNumber(120), chain: 5)
        manifest.ancestor = Cursor(stream: stream, sequence: SequenceNumber(4), checksum: 6)
        return manifest
    }

    private var image: IndexImage {
        var entries = IndexEntries()
        for number in 1...300 {
            entries.insert(
                TestEvent(number).id,
                RecordPlace(
                    sequenceOffset: UInt32(number - 1),
                    recordOffset: UInt32(number * 100),
                    publishedAt: Timestamp(nanoseconds: Int64(number)),
                    eventChecksum: UInt32(number),
                    eventByteCount: 40
                )
            )
        }
        let end = SegmentEnd(
            nextSequence: SequenceNumber(400),
            chain: 1,
            lastRecordChecksum: 2,
            offset: 50_000
        )
        let positions = [CommitPosition(sequenceOffset: 0, offset: 4096)]
        return IndexImage(entries, positions: positions, segment: segment, end: end)
    }

    private func expectOnly(_ bytes: [UInt8], _ isAccepted: ([UInt8]) -> Bool) {
        #expect(isAccepted(bytes))
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            if isAccepted(changed) { Issue.record("a flip at \(place) was accepted") }
        }
        for count in bytes.indices where isAccepted(Array(bytes[..<count])) {
            Issue.record("a cut at \(count) was accepted")
        }
    }

    @Test func anEpochIsTheSecondAfterItsStartAndNeverTheOneBefore() {
        var manifest = manifest
        let start = Timestamp(nanoseconds: 1_747_749_540_999_999_999)
        for expected: UInt32 in [1_747_749_541, 1_747_749_542, 1_747_749_543] {
            manifest.beginEpoch(at: start)
            #expect(manifest.epoch == expected)
        }
        // Further ahead of the clock, or of one that went back, two starts differ by chance.
        for time in [start, Timestamp(nanoseconds: -1)] {
            let last = manifest.epoch
            let next = (0..<20).map { _ in
                var copy = manifest
                copy.beginEpoch(at: time)
                return copy.epoch
            }
            #expect(next.allSatisfy { (last + 1...last + 1_024).contains($0) })
            #expect(Set(next).count > 1)
            manifest.beginEpoch(at: time)
        }
        let last = manifest.epoch
        manifest.beginEpoch(leap: 65_536, at: start)
        #expect((last + 65_536..<last + 66_560).contains(manifest.epoch))
    }

    @Test func aNewJournalNeedNotWaitForItsEpoch() {
        var manifest = Manifest(stream: StreamID(high: 1, low: 2))
        manifest.beginEpoch(at: Timestamp(nanoseconds: 1_747_749_540_000_000_000))
        #expect(manifest.epoch == 1_747_749_540)
        manifest.beginEpoch(at: Timestamp(nanoseconds: 1_747_749_540_500_000_000))
        #expect(manifest.epoch == 1_747_749_541)
    }

    /// Whoever was told of an epoch is told of another one by a copy that does not know of the first.
    @Test func anEarlierCopyTakesAnotherEpochHoweverSoonItStarts() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<1_000 {
            var original = manifest
            original.epoch = UInt32.random(in: 1_747_749_500...1_747_749_541, using: &random)
            var copy = original
            let start = Timestamp(
                nanoseconds: .random(in: 1_747_749_540_000_000_000..<1_747_749_541_000_000_000)
            )
            original.beginEpoch(at: start)
            let bounds = JournalBounds(
                stream: original.stream,
                epoch: original.epoch,
                firstRetained: SequenceNumber(1),
                head: Cursor(stream: original.stream, sequence: .zero, checksum: 0)
            )
            let delay = bounds.epochDelay(at: start)
            #expect(delay > .zero && delay <= .seconds(3))
            let told =
                start.nanoseconds + delay.components.seconds * 1_000_000_000
                + delay.components.attoseconds / 1_000_000_000
            #expect(bounds.epochDelay(at: Timestamp(nanoseconds: told)) == .zero)
            copy.beginEpoch(at: Timestamp(nanoseconds: told))
            #expect(copy.epoch > original.epoch)
        }
    }

    /// 2106 ends what 32 bits hold.
    @Test func theLastEpochStays() {
        var manifest = manifest
        manifest.beginEpoch(at: Timestamp(nanoseconds: .max))
        #expect(manifest.epoch == .max && !manifest.canBeginEpoch)
        manifest.beginEpoch(at: Timestamp(nanoseconds: 0))
        manifest.beginEpoch(leap: 65_536, at: Timestamp(nanoseconds: .max))
        #expect(manifest.epoch == .max)
    }

    @Test func segmentHeader() throws {
        #expect(try SegmentHeader(verifying: segment.encoded.span.bytes) == segment)
        expectOnly(segment.encoded) { (try? SegmentHeader(verifying: $0.span.bytes)) != nil }
    }

    @Test func manifestPage() throws {
        #expect(try Manifest(verifying: manifest.encoded.span.bytes) == manifest)
        #expect(
            try Manifest(verifying: Manifest(stream: stream).encoded.span.bytes) == Manifest(stream: stream)
        )
        expectOnly(manifest.encoded) { (try? Manifest(verifying: $0.span.bytes)) != nil }
    }

    @Test func anUnknownFormatIsNamed() throws {
        for (bytes, isManifest) in [(segment.encoded, false), (manifest.encoded, true)] {
            var changed = bytes
            changed.write(littleEndian: UInt16(2), at: 8)
            changed.write(
                littleEndian: CRC32C.checksum(of: changed.span.bytes.extracting(0..<4092)),
                at: 4092
            )
            #expect(throws: SegmentHeader.Fault.format(2)) {
                if isManifest {
                    _ = try Manifest(verifying: changed.span.bytes)
                } else {
                    _ = try SegmentHeader(verifying: changed.span.bytes)
                }
            }
        }
    }

    @Test func commitHeader() throws {
        var header = CommitHeader(
            firstSequence: SequenceNumber(5),
            recordCount: 3,
            recordsByteCount: 400,
            segmentSalt: 9,
            chain: 8
        )
        header.payloadChecksum = 7
        header.lastRecordChecksum = 6
        header.zeroSectorCount = 1
        var bytes = [UInt8](repeating: 0, count: CommitHeader.byteCount)
        header.write(to: &bytes)
        #expect(CommitHeader(verifying: bytes.span.bytes, at: 0) == header)
        expectOnly(bytes) { CommitHeader(verifying: $0.span.bytes, at: 0) != nil }
    }

    /// No byte of the mark is zero, nor one flipped bit away from it.
    @Test func endMark() {
        for seed in 0..<64 {
            var header = CommitHeader(
                firstSequence: SequenceNumber(UInt64(seed)),
                recordCount: 1,
                recordsByteCount: 64,
                segmentSalt: 1,
                chain: 1
            )
            var bytes = [UInt8](repeating: 0, count: CommitHeader.byteCount)
            header.write(to: &bytes)
            for place in 0..<8 {
                #expect((header.endMark >> UInt64(place * 8) & 0xFF).nonzeroBitCount >= 2)
            }
        }
    }

    @Test func indexHeader() throws {
        let header = image.header
        #expect(IndexHeader(verifying: header.encoded.span.bytes) == header)
        expectOnly(header.encoded) { IndexHeader(verifying: $0.span.bytes) != nil }
    }

    @Test func indexBlocks() throws {
        let image = image
        #expect(image.blocks.count == 3 * IndexBlock.byteCount)
        #expect(image.header.blockCount == 3)
        let first = Array(image.blocks[..<IndexBlock.byteCount])
        expectOnly(first) { IndexBlock.isWhole($0.span.bytes) }
        for number in 1...102 {
            let place = IndexBlock.place(of: TestEvent(number).id, in: first.span.bytes)
            #expect(place?.eventChecksum == UInt32(number))
        }
        #expect(IndexBlock.place(of: TestEvent(0).id, in: first.span.bytes) == nil)
        #expect(IndexBlock.place(of: TestEvent(103).id, in: first.span.bytes) == nil)
    }

    @Test func theFilterForgetsNothingAndIsSeldomWrong() {
        var filter = BloomFilter(idCount: 10_000)
        let ids = (0..<20_000).map { _ in EventID.random() }
        for id in ids[..<10_000] { filter.insert(id) }
        #expect(ids[..<10_000].allSatisfy(filter.mayContain))
        let wrong = ids[10_000...].count(where: filter.mayContain)
        #expect(wrong < 200)
    }

    @Test func sectorsAreCountedFromTheStartOfTheFile() {
        let bytes = [UInt8](repeating: 0, count: 100) + [1] + [UInt8](repeating: 0, count: 1400)
        // At 460 the pieces are 52, 512, 512 and 425 bytes long; the second holds the one.
        expect(3, zeroPiecesIn: bytes, at: 460)
        expect(2, zeroPiecesIn: bytes, at: 0)
        expect(0, zeroPiecesIn: [], at: 0)
    }

    private func expect(_ expected: Int, zeroPiecesIn bytes: [UInt8], at offset: Int) {
        let count = SectorMap.zeroPieceCount(in: bytes.span.bytes, at: offset)
        #expect(count == expected)
    }
}
