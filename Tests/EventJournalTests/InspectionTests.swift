import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import EventJournal

/// Looking at a journal from outside, and giving it a new stream.
@Suite(.timeLimit(.minutes(20))) struct InspectionTests {
    private let directory: TemporaryDirectory
    private var path: FilePath { directory.path.appending("journal") }
    private let events = (1...40).map { TestEvent($0, byteCount: 500) }
    private let options = JournalOptions.segments(of: 8 * 1024)

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func make(closed: Bool = true) throws -> Journal {
        let journal = try Journal(at: path, options: options, testing: .small)
        for event in events { try journal.append([event]) }
        journal.waitForBackgroundWork()
        if closed { try journal.close() }
        return journal
    }

    private func dump(after sequence: SequenceNumber = .zero) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        try JournalInspector(path).forEachCommit(after: sequence) { batch in
            batch.forEach { header, record in
                found.append(record.withUnsafeBytes { Array($0[header.eventRange]) })
            }
        }
        return found
    }

    private func flip(_ file: FilePath, at offset: Int) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.string)))
        bytes[offset] ^= 8
        try Data(bytes).write(to: URL(fileURLWithPath: file.string))
    }

    @Test func dumpsWhatIsAppendedWhileItReads() throws {
        let journal = try Journal(at: path, options: .segments(of: 1 << 20), testing: .small)
        for event in events { try journal.append([event]) }
        let later = (41...50).map { TestEvent($0, byteCount: 500) }
        var found: [[UInt8]] = []
        try JournalInspector(path).forEachCommit { batch in
            batch.forEach { header, record in
                found.append(record.withUnsafeBytes { Array($0[header.eventRange]) })
            }
            // The last that was there when the segment was read, and behind it several commits.
            guard found.count == events.count else { return }
            for event in later { try journal.append([event]) }
        }
        #expect(found == (events + later).map(\.bytes))
    }

    @Test func reportsAWholeJournalAndChangesNothing() throws {
        let journal = try make()
        func content() throws -> [String: Data] {
            try Dictionary(
                uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: path.string).map {
                    ($0, try Data(contentsOf: URL(fileURLWithPath: path.appending($0).string)))
                }
            )
        }
        let before = try content()
        let report = try JournalInspector(path).verify()
        #expect(report.isIntact && report.isClosed && report.repairable.isEmpty)
        #expect(report.stream == journal.bounds.stream)
        #expect(report.epoch == journal.bounds.epoch)
        #expect(report.firstSequence == SequenceNumber(1))
        #expect(report.lastSequence == SequenceNumber(40))
        #expect(report.segments.reduce(0) { $0 + $1.recordCount } == 40)
        #expect(try content() == before)
        #expect(try dump() == events.map(\.bytes))
        #expect(try dump(after: SequenceNumber(17)) == events[17...].map(\.bytes))
    }

    @Test func reportsEveryDamageWithItsPlace() throws {
        _ = try make()
        let segments = try JournalInspector(path).verify().segments
        try flip(segments[0].path, at: 4096 + 100)
        try flip(segments[1].path, at: 4096 + 10)
        try flip(segments[1].path, at: segments[1].byteCount - 100)
        let report = try JournalInspector(path).verify()
        #expect(!report.isIntact)
        #expect(report.damages.count == 3, "\(report.damages)")
        #expect(report.damages.map(\.path) == [segments[0].path, segments[1].path, segments[1].path])
        #expect(report.damages.map(\.offset).prefix(2) == [4096, 4096])
        #expect(report.damages[0].sequence == SequenceNumber(1))
        #expect(throws: JournalError.self) { try dump() }
    }

    @Test func reportsAMissingSegmentAndABrokenIndex() throws {
        _ = try make()
        let segments = try JournalInspector(path).verify().segments
        try FileManager.default.removeItem(atPath: segments[1].path.string)
        let index = FilePath(segments[0].path.string.replacingOccurrences(of: ".seg", with: ".idx"))
        try flip(index, at: 4096 + 2)
        let report = try JournalInspector(path).verify()
        #expect(report.damages.contains { $0.path == segments[1].path && $0.fault == .missingFile })
        #expect(report.repairable.contains { $0.path == index })
    }

    @Test func isNotFooledByARunningPublisher() throws {
        let journal = try make(closed: false)
        let report = try JournalInspector(path).verify()
        #expect(report.isIntact && !report.isClosed)
        #expect(report.lastSequence == SequenceNumber(40))
        let finished = DispatchGroup()
        let path = path
        DispatchQueue.global().async(group: finished) {
            for number in 100..<1_000 {
                _ = try? journal.append([TestEvent(number, byteCount: 300)])
            }
        }
        while finished.wait(timeout: .now()) == .timedOut {
            let report = try JournalInspector(path).verify()
            #expect(report.isIntact, "\(report.damages)")
        }
    }

    @Test func refusesADirectoryWithoutAJournal() throws {
        #expect(throws: JournalError.self) { try JournalInspector(path) }
        #expect(throws: JournalError.self) { try Journal.fork(path) }
    }

    @Test func aForkBeginsAnewAndKnowsTheOldEvents() throws {
        let old = try make().bounds
        let fork = try Journal.fork(path, testing: .small)
        #expect(fork.ancestor == old.head)
        #expect(fork.stream != old.stream)
        for round in 0..<2 {
            let journal = try Journal(at: path, options: options, testing: .small)
            #expect(journal.bounds.stream == fork.stream)
            #expect(journal.bounds.epoch > old.epoch)
            for (number, event) in events.enumerated() {
                let found = try #require(try journal.find(event))
                #expect(found.stream == old.stream)
                #expect(found.sequence == SequenceNumber(UInt64(number + 1)))
                #expect(found.isSameEvent)
            }
            #expect(journal.bounds.head.sequence == SequenceNumber(UInt64(round * 40)))
            for number in 0..<40 {
                try journal.append([TestEvent(1000 + round * 40 + number, byteCount: 500)])
            }
            #expect(try journal.reader.everything().count == (round + 1) * 40)
            try journal.close()
        }
        let report = try JournalInspector(path).verify()
        #expect(report.isIntact, "\(report.damages) \(report.ancestors.map(\.damages))")
        #expect(report.ancestors.map(\.stream) == [old.stream])
        #expect(report.ancestors.first?.lastSequence == SequenceNumber(40))

        let again = try Journal.fork(path, testing: .small)
        let journal = try Journal(at: path, options: options, testing: .small)
        #expect(try journal.find(events[0])?.stream == old.stream)
        #expect(try journal.find(TestEvent(1000, byteCount: 500))?.stream == fork.stream)
        #expect(journal.bounds.stream == again.stream)
        try journal.close()
        #expect(try JournalInspector(path).verify().ancestors.map(\.stream) == [fork.stream, old.stream])
    }

    @Test(arguments: 1...8)
    func aForkThatIsStoppedLeavesTheOldStreamOrTheNewOne(writes: Int) throws {
        let old = try make().bounds
        var testing = UnsafeTestOptions.small
        testing.storage = FaultyStorage(.writeError, at: writes)
        let fork = try? Journal.fork(path, testing: testing)
        let journal = try Journal(at: path, options: options, testing: .small)
        #expect(try journal.find(events[3])?.stream == old.stream)
        if journal.bounds.stream == old.stream {
            #expect(fork == nil)
            #expect(try journal.reader.everything() == events.map(\.bytes))
            try journal.close()
            _ = try Journal.fork(path, testing: .small)
        } else {
            #expect(journal.bounds.head.sequence == .zero)
            try journal.close()
        }
        #expect(try JournalInspector(path).verify().isIntact)
    }
}
