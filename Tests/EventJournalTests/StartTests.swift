import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import EventJournal

/// Starts with wrong clocks, in directories with unlucky names, and with large segments.
@Suite(.timeLimit(.minutes(2))) struct StartTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func open(_ path: FilePath, at time: Timestamp? = nil) throws(JournalError) -> Journal {
        var testing = UnsafeTestOptions.small
        if let time { testing.now = { time } }
        return try Journal(at: path, options: .segments(of: 16 * 1024), testing: testing)
    }

    @Test(arguments: [Int64.max, 4_294_967_296_000_000_000, 4_102_444_800_000_000_000, -1, .min])
    func aClockThatCannotBeOpensNothing(nanoseconds: Int64) throws {
        let path = directory.path.appending("journal")
        let time = Timestamp(nanoseconds: nanoseconds)
        for isNew in [true, false] {
            let error = #expect(throws: JournalError.self) { try open(path, at: time) }
            guard case .clock(time, path: path)? = error else { throw error ?? .closed }
            if isNew { try open(path).close() }
        }
        let journal = try open(path)
        #expect(journal.recovery.wasClosed)
        try journal.append([TestEvent(1)])
        try journal.close()
    }

    /// As earlier versions left one behind.
    @Test func aJournalWithoutAnEpochIsRefusedAndGoesOnWithAFork() throws {
        let path = directory.path.appending("journal")
        let journal = try open(path)
        try journal.append([TestEvent(1)])
        let stream = journal.bounds.stream
        try journal.close()
        let home = JournalDirectory(path, testing: .small)
        let manifest = try #require(try ManifestFile.load(from: home).manifest)
        try ManifestFile(manifest, in: home).update { $0.epoch = .max }
        let error = #expect(throws: JournalError.self) { try open(path) }
        guard case .noEpochLeft(path)? = error else { throw error ?? .closed }
        let fork = try Journal.fork(path, testing: .small)
        #expect(fork.ancestor.stream == stream)
        for _ in 0..<2 {
            let again = try open(path)
            #expect(again.bounds.stream == fork.stream && again.bounds.epoch < .max)
            #expect(try again.find(TestEvent(1))?.isSameEvent == true)
            try again.close()
        }
    }

    /// A parent that is called like the place for ancestors is none.
    @Test func aDirectoryBelowOneCalledAncestorIsAJournalLikeAnyOther() throws {
        let parent = directory.path.appending("ancestor")
        for name in ["journal", "other"] {
            let path = parent.appending(name)
            let journal = try open(path)
            try journal.append([TestEvent(1)])
            try journal.close()
            #expect(try JournalInspector(path).verify().damages.isEmpty)
        }
        let path = parent.appending("journal")
        let fork = try Journal.fork(path, testing: .small)
        let again = try open(path)
        #expect(again.bounds.stream == fork.stream)
        #expect(try again.find(TestEvent(1))?.isSameEvent == true)
        try again.close()
        let names = try FileManager.default.contentsOfDirectory(atPath: parent.string)
        #expect(names.sorted() == ["journal", "other"])
        // An ancestor of an ancestor lies beside it.
        let second = try Journal.fork(path, testing: .small)
        let third = try open(path)
        #expect(third.bounds.stream == second.stream)
        #expect(try third.find(TestEvent(1))?.isSameEvent == true)
        try third.close()
        let report = try JournalInspector(path).verify()
        #expect(report.damages.isEmpty && report.ancestors.count == 2)
    }

    /// However large a segment is, little of it is in memory at once, also where its end is torn or cut off.
    @Test(arguments: [false, true]) func aLargeSegmentIsReadInPieces(isCut: Bool) throws {
        let path = directory.path.appending("journal")
        let options = JournalOptions.segments(of: 48 << 20)
        let journal = try Journal(at: path, options: options, testing: .small)
        try journal.append([TestEvent(1), TestEvent(2, byteCount: 50_000)])
        let end = journal.reader.state.current.endOffset
        journal.abandon()
        let segment = try FileDescriptor.open(path.appending("00000000000000000001.seg"), .readWrite)
        try segment.closeAfter {
            // The beginning of a commit without its header.
            _ = try segment.writeAll(toAbsoluteOffset: Int64(end + 4_096), [1, 2, 3])
            if isCut { try segment.resize(to: Int64(end + 8_192)) }
        }
        let storage = FaultyStorage()
        var testing = UnsafeTestOptions.small
        testing.storage = storage
        let again = try Journal(at: path, options: options, testing: testing)
        #expect(again.recovery.tornByteCount == 4_099)
        #expect(try again.reader.everything().count == 2)
        #expect(storage.counts.withLock { $0.longestRead } < 4 << 20)
        try again.append([TestEvent(3)])
        try again.close()
        #expect(try JournalInspector(path, testing: testing).verify().damages.isEmpty)
        #expect(storage.counts.withLock { $0.longestRead } < 4 << 20)
    }

    /// What stands far behind the end is found, also across the border of two pieces.
    @Test(arguments: [1 << 20, (1 << 20) - 8, (1 << 20) - 48, 3 << 20])
    func aLaterCommitIsDamageWhereverItStands(distance: Int) throws {
        let path = directory.path.appending("journal")
        let options = JournalOptions.segments(of: 8 << 20)
        let journal = try Journal(at: path, options: options, testing: .small)
        try journal.append([TestEvent(1)])
        let start = journal.reader.state.current.endOffset
        try journal.append([TestEvent(2)])
        let end = journal.reader.state.current.endOffset
        journal.abandon()
        let segment = try FileDescriptor.open(path.appending("00000000000000000001.seg"), .readWrite)
        try segment.closeAfter {
            var commit = [UInt8](repeating: 0, count: end - start)
            _ = try commit.withUnsafeMutableBytes {
                try segment.read(fromAbsoluteOffset: Int64(start), into: $0)
            }
            _ = try segment.writeAll(toAbsoluteOffset: Int64(start + distance), commit)
            let zeros = [UInt8](repeating: 0, count: end - start)
            _ = try segment.writeAll(toAbsoluteOffset: Int64(start), zeros)
        }
        let error = #expect(throws: JournalError.self) {
            try Journal(at: path, options: options, testing: .small)
        }
        guard case .damaged(let damage)? = error else { throw error ?? .closed }
        #expect(damage.offset == start)
    }
}
