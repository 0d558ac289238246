import EventSchema
import Foundation
import Synchronization
import SystemPackage
import Testing

@testable import EventJournal

/// What concerns the directory as a whole: its lock, its room, its old end, its size.
@Suite(.timeLimit(.minutes(20))) struct DirectoryTests {
    private let directory: TemporaryDirectory
    private var path: FilePath { directory.path.appending("journal") }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func open(_ options: JournalOptions, _ testing: UnsafeTestOptions = .small) throws -> Journal {
        try Journal(at: path, options: options, testing: testing)
    }

    @Test func oneProcessAtATimeHoldsADirectory() throws {
        // flock belongs to the open file, so a second opening here is refused as in another process.
        let first = try open(.segments(of: 64 * 1024))
        do throws(JournalError) {
            _ = try Journal(at: path, options: .segments(of: 64 * 1024), testing: .small)
            Issue.record("opened twice")
        } catch {
            guard case .locked = error else {
                Issue.record("\(error)")
                return
            }
        }
        try first.close()
        _ = try open(.segments(of: 64 * 1024))
    }

    @Test func anotherProcessIsRefused() throws {
        let journal = try open(.segments(of: 64 * 1024))
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        other.arguments = ["-n", path.appending("LOCK").string, "true"]
        try other.run()
        other.waitUntilExit()
        #expect(other.terminationStatus == 1)
        try journal.close()
    }

    @Test func aRemovedPartIsSaidToBeRemovedAndItsIdsAreStillKnown() throws {
        let held = Mutex<SequenceNumber?>(SequenceNumber(9))
        var options = JournalOptions.segments(of: 8 * 1024)
        options.retention = JournalRetention(
            byteCountMax: 16 * 1024,
            heldThrough: { held.withLock { $0 } }
        )
        let journal = try open(options)
        let events = (1...60).map { TestEvent($0, byteCount: 500) }
        for event in events { try journal.append([event]) }
        journal.enforceRetention()
        // A named consumer has stored nine: the tenth and all after it stay.
        #expect(journal.bounds.firstRetained <= SequenceNumber(10))
        #expect(journal.bounds.firstRetained > SequenceNumber(1))
        held.withLock { $0 = SequenceNumber(60) }
        journal.enforceRetention()
        let first = journal.bounds.firstRetained
        #expect(first > SequenceNumber(40))
        guard case .truncated(let said) = try journal.reader.read(after: .zero, byteLimit: 1000) else {
            Issue.record("not truncated")
            return
        }
        #expect(said == first)
        #expect(try journal.reader.checksum(of: SequenceNumber(1)) == nil)
        func check(_ journal: Journal) throws {
            for (number, event) in events.enumerated() {
                let found = try #require(try journal.find(event))
                #expect(found.sequence == SequenceNumber(UInt64(number + 1)))
                #expect(found.isSameEvent)
                #expect(try journal.find(TestEvent(id: event.id, bytes: [7]))?.isSameEvent == false)
                let place = try #require(try journal.locate(event.id))
                #expect(place == (found.stream, found.sequence))
            }
            let kept = events[Int(first.value - 1)...].map(\.bytes)
            #expect(try journal.reader.everything(after: SequenceNumber(first.value - 1)) == kept)
        }
        try check(journal)
        try journal.close()
        let report = try JournalInspector(path).verify()
        #expect(report.isIntact, "\(report.damages)")
        #expect(report.firstSequence == first)
        try check(try open(.segments(of: 8 * 1024)))
    }

    @Test func removesByAge() throws {
        var options = JournalOptions.segments(of: 8 * 1024)
        options.retention = JournalRetention(age: .zero)
        let journal = try open(options)
        for number in 1...40 { try journal.append([TestEvent(number, byteCount: 500)]) }
        journal.enforceRetention()
        #expect(journal.reader.state.current.segments.count == 1)
        options.retention = JournalRetention(age: .seconds(3600))
        try journal.close()
        let again = try open(options)
        for number in 41...80 { try again.append([TestEvent(number, byteCount: 500)]) }
        again.enforceRetention()
        #expect(again.reader.state.current.segments.count > 1)
    }

    /// Counts bytes instead of seconds: a start reads one page of each sealed segment and of its index.
    @Test func aStartDoesNotReadSealedSegments() throws {
        func bytesReadByOpening(_ count: Int, _ name: String) throws -> (bytes: Int, segments: Int) {
            let path = directory.path.appending(name)
            var testing = UnsafeTestOptions.small
            testing.skipsSync = true
            let options = JournalOptions.segments(of: 256 * 1024)
            let journal = try Journal(at: path, options: options, testing: testing)
            for start in stride(from: 0, to: count, by: 100) {
                try journal.append((start + 1...start + 100).map { TestEvent($0, byteCount: 150) })
            }
            // A segment without an index is read whole.
            journal.waitForBackgroundWork()
            try journal.close()
            let storage = FaultyStorage()
            testing.storage = storage
            let again = try Journal(at: path, options: options, testing: testing)
            let bytes = storage.counts.withLock { $0.bytesRead }
            #expect(again.bounds.head.sequence.value == UInt64(count))
            return (bytes, again.reader.state.current.segments.count)
        }
        let small = try bytesReadByOpening(2_000, "small")
        let large = try bytesReadByOpening(40_000, "large")
        #expect(large.segments > 30)
        // Besides what each segment adds, at most one segment is read whole, its last commit again, and in the
        // background the spare and what is looked through already.
        let perSegment = 2 * 4096
        #expect(large.bytes <= large.segments * perSegment + 4 * 256 * 1024)
        #expect(small.bytes <= small.segments * perSegment + 4 * 256 * 1024)
    }

    @Test func knowsAMillionEventsAgain() throws {
        var testing = UnsafeTestOptions.small
        testing.skipsSync = true
        var journal = try open(.segments(of: 16 * 1024 * 1024), testing)
        let count = 1_000_000
        let size = 2000
        var buffer: [UInt8] = []
        for start in stride(from: 0, to: count, by: size) {
            buffer.removeAll(keepingCapacity: true)
            var entries: [JournalEntry] = []
            entries.reserveCapacity(size)
            for number in start + 1...start + size {
                entries.append(JournalEntry(id: Self.id(number), range: buffer.count..<buffer.count + 8))
                buffer.append(littleEndian: UInt64(number))
            }
            _ = try journal.append(
                entries,
                from: [JournalSource(bytes: buffer)],
                publishedAt: Timestamp(nanoseconds: 1)
            )
        }
        func check() throws {
            for number in stride(from: 1, through: count, by: 997) {
                var bytes: [UInt8] = []
                bytes.append(littleEndian: UInt64(number))
                let found = try #require(try journal.find(Self.id(number), event: bytes.span.bytes))
                #expect(found.sequence == SequenceNumber(UInt64(number)))
                #expect(found.isSameEvent)
                let other = try journal.find(Self.id(number), event: [1, 2].span.bytes)
                #expect(other?.isSameEvent == false)
                #expect(try journal.find(Self.id(number + count), event: bytes.span.bytes) == nil)
            }
        }
        try check()
        try journal.close()
        journal = try open(.segments(of: 16 * 1024 * 1024), testing)
        try check()
        #expect(try JournalInspector(path).verify().isIntact)
    }

    /// Half of them begin with a time, half are derived from foreign keys and stand in no order.
    private static func id(_ number: Int) -> EventID {
        if number % 2 == 0 { return EventID(high: UInt64(number) << 16 | 0x7000, low: UInt64(number)) }
        let scattered = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        return EventID(high: scattered & ~0xF000 | 0x8000, low: UInt64(number))
    }

    @Test func readersSeeOnlyWholeCommitsWhileTheJournalGrows() throws {
        var testing = UnsafeTestOptions.small
        testing.skipsSync = true
        let journal = try open(.segments(of: 64 * 1024), testing)
        let count = 3_000
        let reader = journal.reader
        let trouble = Mutex<String?>(nil)
        let finished = DispatchGroup()
        for _ in 0..<2 {
            DispatchQueue.global().async(group: finished) {
                var next = SequenceNumber.zero
                while next.value < UInt64(count), trouble.withLock({ $0 == nil }) {
                    guard case .records(let batch)? = try? reader.read(after: next, byteLimit: 5_000),
                        let verified = try? RecordBatch(verifying: batch.bytes),
                        verified.count == batch.count,
                        batch.firstSequence == nil || batch.firstSequence == next.advanced(by: 1)
                    else {
                        trouble.withLock { $0 = "after \(next)" }
                        return
                    }
                    next = batch.end?.sequence ?? next
                }
            }
        }
        for start in stride(from: 0, to: count, by: 3) {
            try journal.append((start + 1...start + 3).map { TestEvent($0, byteCount: 200) })
        }
        finished.wait()
        #expect(trouble.withLock { $0 } == nil)
    }
}
