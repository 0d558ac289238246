import EventSchema
import SystemPackage
import Testing

@testable import EventJournal

@Suite(.timeLimit(.minutes(2))) struct JournalTests {
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
            #expect(header.epoch == 1)
            #expect(header.stream == journal.bounds.stream)
        }
    }

    @Test func continuesAfterAReopenWithANewEpoch() throws {
        var events: [TestEvent] = []
        var stream: StreamID?
        for round in 1...5 {
            let journal = try open()
            #expect(journal.bounds.epoch == UInt32(round))
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
}
