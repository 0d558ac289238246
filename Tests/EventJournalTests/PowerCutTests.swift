import EventSchema
import Foundation
import Synchronization
import SystemPackage
import Testing

@testable import EventJournal

/// The power goes at a named point, on a real ext4; what was acknowledged is noted outside of it.
@Suite(
    .timeLimit(.minutes(20)),
    .serialized,
    .enabled(if: MountedFileSystem.obstacle == nil, "\(MountedFileSystem.obstacle ?? "")")
)
struct PowerCutTests {
    private let options = JournalOptions.segments(of: 16 * 1024)

    /// What is left after the power came back.
    private enum Aftermath {
        case kept(acknowledged: Int, found: Int)
        case lost(acknowledged: Int, found: Int)
        case refused(acknowledged: Int, JournalError)
        case notReached
    }

    private func event(_ number: Int) -> TestEvent { TestEvent(number, byteCount: 600) }

    /// Appends until the power goes at the `number`th time that `point` is reached, and looks again.
    private func cut(
        at point: JournalFaultPoint,
        number: Int,
        skipsSync: Bool = false,
        commits: Int = 60
    ) throws -> Aftermath {
        let disk = try MountedFileSystem(.ext4, byteCount: 16 << 20)
        let mount = disk.path
        let path = mount.appending("journal")
        let reached = Mutex(0)
        var testing = UnsafeTestOptions.small
        testing.skipsSync = skipsSync
        testing.reached = { here in
            guard here == point else { return }
            let count = reached.withLock { count in
                count += 1
                return count
            }
            if count == number { try? MountedFileSystem.cutPower(mount) }
        }
        var acknowledged = 0
        do throws(JournalError) {
            let journal = try Journal(at: path, options: options, testing: testing)
            defer { journal.abandon() }
            while acknowledged < commits {
                let event = event(acknowledged + 1)
                let entry = JournalEntry(id: event.id, range: 0..<event.bytes.count)
                _ = try journal.append(
                    [entry],
                    from: [JournalSource(bytes: event.bytes)],
                    publishedAt: Timestamp(nanoseconds: 1)
                )
                acknowledged += 1
            }
        } catch {
            // The disk is gone.
        }
        guard reached.withLock({ $0 }) >= number else { return .notReached }
        try disk.unmount()
        try disk.mount()
        do throws(JournalError) {
            let journal = try Journal(at: path, options: options, testing: .small)
            defer { journal.abandon() }
            guard let read = try? journal.reader.everything() else {
                return .lost(acknowledged: acknowledged, found: 0)
            }
            #expect(read == (0..<read.count).map { event($0 + 1).bytes })
            #expect(read.count <= acknowledged + 1)
            return read.count >= acknowledged
                ? .kept(acknowledged: acknowledged, found: read.count)
                : .lost(acknowledged: acknowledged, found: read.count)
        } catch {
            return .refused(acknowledged: acknowledged, error)
        }
    }

    @Test(arguments: JournalFaultPoint.allCases.filter { $0 != .beforeRetentionRemoval })
    func keepsWhatWasAcknowledged(point: JournalFaultPoint) throws {
        for number in [1, 2, 3, 20] {
            switch try cut(at: point, number: number) {
            case .kept: continue
            case .notReached: #expect(number > 2, "\(point) was never reached")
            case let other: Issue.record("\(point) at \(number): \(other)")
            }
        }
    }

    /// The same test, held against a journal that leaves out the sync: it must notice.
    @Test func noticesAJournalThatDoesNotSync() throws {
        for number in [5, 20, 40] {
            switch try cut(at: .beforeWrite, number: number, skipsSync: true) {
            case .lost, .refused: continue
            case let other: Issue.record("not noticed: \(other)")
            }
        }
    }

    /// After a crash a commit may live in memory only; once it was served, a power cut must not take it.
    @Test func keepsWhatARestartHasServed() throws {
        let disk = try MountedFileSystem(.ext4, byteCount: 16 << 20)
        let path = disk.path.appending("journal")
        var testing = UnsafeTestOptions.small
        testing.reached = { (point) throws(JournalError) in
            if point == .afterWriteBeforeSync { throw .closed }
        }
        // Each journal is let go of before the next step: an open file would keep the disk busy.
        do {
            let first = try Journal(at: path, options: options, testing: testing)
            #expect(throws: JournalError.self) { try first.append([event(1)]) }
            first.abandon()
        }
        do {
            let second = try Journal(at: path, options: options, testing: .small)
            #expect(try second.reader.everything() == [event(1).bytes])
            try MountedFileSystem.cutPower(disk.path)
            second.abandon()
        }
        try disk.unmount()
        try disk.mount()
        let third = try Journal(at: path, options: options, testing: .small)
        #expect(try third.reader.everything() == [event(1).bytes])
        third.abandon()
    }
}

/// A file system that is full.
@Suite(
    .timeLimit(.minutes(20)),
    .serialized,
    .enabled(if: MountedFileSystem.obstacle == nil, "\(MountedFileSystem.obstacle ?? "")")
)
struct FullDiskTests {
    @Test(arguments: MountedFileSystem.Kind.allCases)
    func refusesClearlyReadsOnAndHeals(kind: MountedFileSystem.Kind) throws {
        let disk = try MountedFileSystem(kind, byteCount: 12 << 20)
        let path = disk.path.appending("journal")
        let options = JournalOptions.segments(of: 256 * 1024)
        let journal = try Journal(at: path, options: options, testing: .small)
        let filler = disk.path.appending("filler")
        try fill(filler, leaving: 1 << 20, of: disk.path)

        var count = 0
        func event(_ number: Int) -> TestEvent { TestEvent(number, byteCount: 20_000) }
        func appendUntilFull(_ journal: Journal) throws {
            while count < 2_000 {
                do throws(JournalError) {
                    let event = event(count + 1)
                    let entry = JournalEntry(id: event.id, range: 0..<event.bytes.count)
                    _ = try journal.append(
                        [entry],
                        from: [JournalSource(bytes: event.bytes)],
                        publishedAt: Timestamp(nanoseconds: 1)
                    )
                } catch {
                    guard case .full = error else { throw error }
                    return
                }
                count += 1
            }
            Issue.record("never full")
        }
        func check(_ journal: Journal) throws {
            #expect(try journal.reader.everything() == (1...count).map { event($0).bytes })
            for number in 1...count { #expect(try journal.find(event(number))?.isSameEvent == true) }
            #expect(try journal.find(event(count + 1)) == nil)
        }
        try appendUntilFull(journal)
        #expect(count > 10)
        try appendUntilFull(journal)
        try check(journal)

        // A restart on the full disk serves what there is, and refuses as before.
        journal.abandon()
        let again = try Journal(at: path, options: options, testing: .small)
        try check(again)
        try appendUntilFull(again)
        try check(again)

        try FileManager.default.removeItem(atPath: filler.string)
        let before = count
        for _ in 0..<30 {
            try again.append([event(count + 1)])
            count += 1
        }
        #expect(count == before + 30)
        try check(again)
        try again.close()
        let last = try Journal(at: path, options: options, testing: .small)
        try check(last)
        try last.close()
        #expect(try JournalInspector(path).verify().isIntact)
    }

    private func fill(_ path: FilePath, leaving rest: Int, of disk: FilePath) throws {
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: disk.string)
        let free = try #require(attributes[.systemFreeSize] as? NSNumber).intValue
        let zeros = [UInt8](repeating: 1, count: free - rest)
        try Data(zeros).write(to: URL(fileURLWithPath: path.string))
    }
}
