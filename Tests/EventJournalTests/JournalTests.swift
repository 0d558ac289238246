import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import EventJournal

@Suite(.timeLimit(.minutes(20))) struct JournalTests {
    private let directory: TemporaryDirectory
    private var path: FilePath { directory.path.appending("journal") }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func open(segments byteCount: Int = 64 * 1024) throws -> Journal {
        try Journal(at: path, options: .segments(of: byteCount), testing: .small)
    }

    @Test func numbersRecordsDenselyFromOne() throws {
        let journal = try open()
        let first = try journal.append([TestEvent(1), TestEvent(2)])
        let second = try journal.append([TestEvent(3)])
        #expect(first.firstSequence == SequenceNumber(1))
        #expect(first.count == 2)
        #expect(second.firstSequence == SequenceNumber(3))
        #expect(second.end == journal.bounds.head)
    }

    @Test func returnsTheRecordsThatAReaderGets() throws {
        let journal = try open()
        let appended = try journal.append([TestEvent(1), TestEvent(2)], principal: "post-1")
        guard case .records(let read) = try journal.reader.read(after: .zero, byteLimit: 1 << 20) else {
            Issue.record("no records")
            return
        }
        #expect(read.bytes == appended.bytes)
        #expect(read.end == appended.end)
        let verified = try RecordBatch(verifying: read.bytes)
        verified.forEach { header, record in
            #expect(header.principal(in: record) == "post-1")
            #expect(header.epoch == journal.bounds.epoch)
            #expect(header.stream == journal.bounds.stream)
        }
    }

    @Test func continuesAfterAReopenWithANewEpoch() throws {
        var events: [TestEvent] = []
        var stream: StreamID?
        // Of the clock, so that an earlier copy of the journal never takes an epoch again.
        var last = UInt32(clamping: Timestamp.now.parts.seconds - 1)
        for round in 1...5 {
            let journal = try open()
            #expect(journal.bounds.epoch > last)
            last = journal.bounds.epoch
            #expect(journal.recovery == Journal.Recovery(wasClosed: round > 1, tornByteCount: 0))
            #expect(stream == nil || stream == journal.bounds.stream)
            stream = journal.bounds.stream
            for _ in 0..<10 {
                events.append(TestEvent(events.count + 1, byteCount: 1000))
                try journal.append([events[events.count - 1]])
            }
            #expect(try journal.reader.everything() == events.map(\.bytes))
            try journal.close()
        }
        let journal = try open()
        #expect(try journal.reader.everything() == events.map(\.bytes))
    }

    @Test func findsEveryEventInEverySegmentBeforeAndAfterAReopen() throws {
        let events = (1...600).map { TestEvent($0, byteCount: 500) }
        var journal = try open()
        for start in stride(from: 0, to: 600, by: 20) {
            try journal.append(Array(events[start..<start + 20]))
        }
        for round in 0..<3 {
            for (number, event) in events.enumerated() {
                let found = try #require(try journal.find(event), "round \(round) event \(number)")
                #expect(found.sequence == SequenceNumber(UInt64(number + 1)))
                #expect(found.isSameEvent)
                #expect(found.stream == journal.bounds.stream)
                #expect(try journal.find(TestEvent(id: event.id, bytes: [1]))?.isSameEvent == false)
            }
            #expect(try journal.find(TestEvent(601)) == nil)
            #expect(try journal.find(TestEvent(id: .random(), bytes: [])) == nil)
            if round == 0 { try journal.close() } else { journal.abandon() }
            journal = try open()
        }
    }

    @Test func readsFromEveryPlaceWithEveryLimit() throws {
        let events = (1...200).map { TestEvent($0, byteCount: 100 + $0 * 7) }
        let journal = try open()
        for start in stride(from: 0, to: 200, by: 8) { try journal.append(Array(events[start..<start + 8])) }
        for start in stride(from: 0, through: 200, by: 3) {
            for limit in [0, 1000, 20_000, 1_000_000] {
                let read = try journal.reader.everything(
                    after: SequenceNumber(UInt64(start)),
                    byteLimit: limit
                )
                #expect(read == events[start...].map(\.bytes))
            }
        }
    }

    @Test func takesTheLargestCommitAndTheLargestEvent() throws {
        let journal = try Journal(at: path, options: .segments(of: JournalOptions.segmentByteCountMin))
        let event = [UInt8](repeating: 0, count: SchemaLimits.eventByteCountMax)
        let record = Journal.recordByteCount(eventByteCount: event.count, principalByteCount: 0)
        let count = SchemaLimits.commitByteCountMax / record
        let rest = SchemaLimits.commitByteCountMax - count * record
        var events = (1...count).map { TestEvent(id: TestEvent($0).id, bytes: event) }
        events.append(
            TestEvent(
                id: TestEvent(count + 1).id,
                bytes: [UInt8](repeating: 1, count: rest - RecordHeader.byteCount)
            )
        )
        for _ in 0..<3 {
            let batch = try journal.append(events)
            #expect(batch.bytes.count == SchemaLimits.commitByteCountMax)
        }
        // As many records as fit: none has any bytes.
        let empty = (0..<CommitHeader.recordCountMax).map { TestEvent($0 + 100, byteCount: 0) }
        let batch = try journal.append(empty)
        #expect(batch.bytes.count == SchemaLimits.commitByteCountMax)
        try journal.close()
        let again = try Journal(at: path, options: .segments(of: JournalOptions.segmentByteCountMin))
        #expect(again.bounds.head == batch.end)
    }

    @Test func refusesALargerCommit() async {
        await #expect(processExitsWith: .failure) {
            let directory = try TemporaryDirectory()
            let journal = try Journal(at: directory.path.appending("journal"))
            let event = [UInt8](repeating: 0, count: SchemaLimits.eventByteCountMax)
            try journal.append((1...16).map { TestEvent(id: TestEvent($0).id, bytes: event) })
        }
    }

    @Test func anEmptyCommitIsNone() throws {
        let journal = try open()
        #expect(try journal.append([]).count == 0)
        #expect(journal.bounds.head.sequence == .zero)
        #expect(journal.bounds.firstRetained == SequenceNumber(1))
    }

    @Test func keepsThePrincipalOfEachSource() throws {
        let journal = try open()
        let sources = [
            JournalSource(bytes: [1, 2, 3], principal: Array("alpha".utf8)),
            JournalSource(bytes: [4, 5], principal: Array("beta".utf8)),
        ]
        let entries = [
            JournalEntry(id: TestEvent(1).id, source: 1, range: 0..<2),
            JournalEntry(id: TestEvent(2).id, source: 0, range: 1..<3),
        ]
        let batch = try journal.append(
            entries,
            from: sources,
            publishedAt: Timestamp(nanoseconds: 5),
            flags: .clockSteppedBack
        )
        var seen: [String] = []
        batch.forEach { header, record in
            let event = record.withUnsafeBytes { Array($0[header.eventRange]) }
            seen.append("\(header.principal(in: record)) \(event) \(header.flags == .clockSteppedBack)")
        }
        #expect(seen == ["beta [4, 5] true", "alpha [2, 3] true"])
    }

    @Test func acceptsNothingAfterClose() throws {
        let journal = try open()
        try journal.append([TestEvent(1)])
        try journal.close()
        #expect(throws: JournalError.self) { try journal.append([TestEvent(2)]) }
        // A reader goes on; a second close is none.
        #expect(try journal.reader.everything().count == 1)
        try journal.close()
        #expect(try JournalInspector(path).verify().isClosed)
    }

    @Test func theChecksumOfARecordIsThatOfItsCursor() throws {
        let journal = try open()
        for number in 1...50 {
            let batch = try journal.append([TestEvent(number, byteCount: 3000)])
            #expect(try journal.reader.checksum(of: SequenceNumber(UInt64(number))) == batch.end?.checksum)
        }
        #expect(try journal.reader.checksum(of: .zero) == nil)
        #expect(try journal.reader.checksum(of: SequenceNumber(51)) == nil)
    }

    /// Damage takes only the commit that it is in.
    @Test func readsBeforeAndBehindDamage() throws {
        let events = (1...30).map { TestEvent($0, byteCount: 1000) }
        let journal = try open()
        for start in stride(from: 0, to: 30, by: 3) { try journal.append(Array(events[start..<start + 3])) }
        let segment = path.appending("00000000000000000001.seg")
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: segment.string)))
        let place = try #require(bytes.firstRange(of: events[10].bytes)).lowerBound
        bytes[place + 500] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: segment.string))
        for after in 0..<30 {
            let sequence = SequenceNumber(UInt64(after))
            switch try journal.reader.read(after: sequence, byteLimit: 2_000) {
            case .records(let batch):
                #expect(!(9..<12).contains(after))
                #expect(batch.firstSequence == sequence.advanced(by: 1))
            case .damaged(let damage):
                #expect((9..<12).contains(after))
                #expect(damage.path == segment)
                #expect(damage.sequence == SequenceNumber(10))
            case .truncated:
                Issue.record("truncated")
            }
        }
        // The index still knows the event.
        #expect(try journal.find(events[10])?.isSameEvent == true)
    }
}
