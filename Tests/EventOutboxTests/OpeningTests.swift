import EventSchema
import Foundation
import GRDB
import Glibc
import SQLiteStore
import SystemPackage
import Testing

@testable import EventOutbox

@Suite(.timeLimit(.minutes(2))) struct OpeningTests {
    private let home: TemporaryDirectory
    private var path: FilePath { home.path.appending("outbox") }
    private var file: FilePath { path.appending("outbox.sqlite") }

    init() throws {
        home = try TemporaryDirectory()
    }

    private func create() throws -> Outbox { try Outbox(path, creatingFor: TestOutbox.owner) }

    private func fault(_ body: () throws -> Void) -> OutboxError? {
        do {
            try body()
            return nil
        } catch {
            return error as? OutboxError
        }
    }

    @Test func isForItsUserAlone() throws {
        _ = try create()
        var status = stat()
        #expect(stat(path.string, &status) == 0 && status.st_mode & 0o777 == 0o700)
        #expect(stat(file.string, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func commitsAreDurableOnEveryConnection() throws {
        try create().close()
        for _ in 0..<2 {
            let database = try DatabaseQueue(path: file.string)
            let level = try database.writeWithoutTransaction { db in
                try OutboxFormat.makeDurable(db, at: file)
                return try Int.fetchOne(db, sql: "PRAGMA synchronous")
            }
            #expect(level == 2)
        }
    }

    @Test func saysWhenCommitsCannotBeDurable() throws {
        // A database in memory has no log to write ahead.
        let database = try DatabaseQueue()
        #expect(throws: StoreError.self) {
            try database.writeWithoutTransaction { try OutboxFormat.makeDurable($0, at: file) }
        }
    }

    @Test func saysThatThereIsNone() throws {
        guard case .absent? = fault({ _ = try Outbox(path) }) else { throw Unexpected() }
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        guard case .absent? = fault({ _ = try Outbox(path) }) else { throw Unexpected() }
        // What a crash leaves behind that came between the file and its tables.
        #expect(FileManager.default.createFile(atPath: file.string, contents: nil))
        guard case .absent? = fault({ _ = try Outbox(path) }) else { throw Unexpected() }
        #expect(try create().owner == TestOutbox.owner)
    }

    @Test func leavesOtherFilesAsTheyAre() throws {
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        let text = String(repeating: "This is no database. ", count: 100)
        try text.write(toFile: file.string, atomically: false, encoding: .utf8)
        for body in [{ _ = try Outbox(path) }, { _ = try create() }] {
            guard case .store(.foreign)? = fault(body) else { throw Unexpected() }
        }
        #expect(try String(contentsOfFile: file.string, encoding: .utf8) == text)
    }

    @Test func leavesOtherDatabasesAsTheyAre() throws {
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        try DatabaseQueue(path: file.string).write { try $0.execute(sql: "CREATE TABLE mine (a)") }
        let before = try Data(contentsOf: URL(fileURLWithPath: file.string))
        guard case .store(.foreign)? = fault({ _ = try create() }) else { throw Unexpected() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file.string)) == before)
    }

    @Test func refusesANewerFormat() throws {
        try create().close()
        try DatabaseQueue(path: file.string).write { try $0.execute(sql: "PRAGMA user_version = 2") }
        guard case .store(.format(2, _, _))? = fault({ _ = try create() }) else { throw Unexpected() }
    }

    @Test func belongsToOneSource() throws {
        _ = try create()
        let other = Outbox.Owner(source: "cp2", agency: nil)
        let found = fault { _ = try Outbox(path, creatingFor: other) }
        guard case .otherSource("cp2", "cp1", _)? = found else { throw Unexpected() }
    }

    @Test func takesANewAgencyAndKeepsTheOldOneWithoutIt() throws {
        _ = try create()
        let silent = Outbox.Owner(source: "cp1", agency: nil)
        #expect(try Outbox(path, creatingFor: silent).owner.agency == "expd")
        let moved = Outbox.Owner(source: "cp1", agency: "kcpd")
        #expect(try Outbox(path, creatingFor: moved).owner == moved)
        #expect(try Outbox(path).owner == moved)
    }

    @Test(arguments: [
        ("", "expd"), ("-cp", "expd"), ("a b", "expd"), (String(repeating: "a", count: 65), "expd"),
        ("cp1", ""), ("cp1", "EXPD"), ("cp1", "-a"), ("cp1", String(repeating: "a", count: 33)),
    ])
    func refusesNamesThatNoEventCouldCarry(_ source: String, _ agency: String) {
        let found = fault {
            _ = try Outbox(path, creatingFor: Outbox.Owner(source: source, agency: agency))
        }
        guard case .name? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(access(path.string, F_OK) == -1)
    }

    @Test func beginsANewEpochInACopy() async throws {
        let outbox = try create()
        _ = try await outbox.store([try TestEvent.open(1), try TestEvent.open(2)])
        let epoch = try await outbox.tally().epoch
        let copy = home.path.appending("copy")
        // The log belongs to the outbox as much as the file does.
        try FileManager.default.copyItem(atPath: path.string, toPath: copy.string)
        let copied = try Outbox(copy)
        let renewed = try #require(copied.renewedEpoch)
        #expect(renewed > epoch)
        #expect(try await copied.tally().lastSequence == 0)
        _ = try await copied.store([try TestEvent.open(3)])
        let entries = try await copied.entries().map { try ValidEvent(checking: $0.event).outline }
        #expect(entries.map(\.sourceEpoch) == [epoch, epoch, renewed])
        #expect(entries.map(\.sourceSequence) == [1, 2, 1])
        // It says so once, and the original goes on as if nothing had happened.
        #expect(try Outbox(copy).renewedEpoch == nil)
        #expect(try Outbox(path).renewedEpoch == nil)
        #expect(try await Outbox(path).tally().epoch == epoch)
    }

    @Test func beginsANewEpochWhereAnOldFileWasPutBack() async throws {
        do {
            let outbox = try create()
            _ = try await outbox.store([try TestEvent.open(1)])
            try outbox.close()
        }
        let backup = home.path.appending("backup")
        try FileManager.default.copyItem(atPath: path.string, toPath: backup.string)
        let newer = try Outbox(path)
        _ = try await newer.store([try TestEvent.open(2)])
        try newer.close()
        // The old inode may well be used again.
        try FileManager.default.removeItem(atPath: path.string)
        try FileManager.default.copyItem(atPath: backup.string, toPath: path.string)
        let restored = try Outbox(path)
        #expect(restored.renewedEpoch != nil)
    }

    /// A backup knows nothing of what was numbered since, also when it was restored a moment ago.
    @Test func restoresWithinOneSecondGiveNoNumberTwice() async throws {
        do {
            let outbox = try create()
            _ = try await outbox.store([try TestEvent.open(1)])
            try outbox.close()
        }
        var numbers: [String] = []
        for copy in 2...4 {
            let place = home.path.appending("copy-\(copy)")
            try FileManager.default.copyItem(atPath: path.string, toPath: place.string)
            numbers.append(try await numberOfNextEvent(copy, in: Outbox(place)))
        }
        #expect(Set(numbers).count == 3, "\(numbers)")
    }

    @Test func anOutboxThatIsRemovedAndMadeAgainGivesNoNumberTwice() async throws {
        var numbers: [String] = []
        for round in 1...3 {
            numbers.append(try await numberOfNextEvent(round, in: create()))
            try FileManager.default.removeItem(atPath: path.string)
        }
        #expect(Set(numbers).count == 3, "\(numbers)")
    }

    private func numberOfNextEvent(_ number: Int, in outbox: Outbox) async throws -> String {
        _ = try await outbox.store([try TestEvent.open(number)])
        let last = try ValidEvent(checking: try #require(try await outbox.entries().last?.event)).outline
        try outbox.close()
        return "\(last.sourceEpoch) \(last.sourceSequence)"
    }

    @Test func beginsANewEpochWhenAsked() async throws {
        let outbox = try create()
        _ = try await outbox.store([try TestEvent.open(1)])
        let epoch = try await outbox.tally().epoch
        let renewed = try await outbox.renewEpoch()
        #expect(renewed > epoch)
        _ = try await outbox.store([try TestEvent.open(2)])
        let last = try ValidEvent(checking: try #require(try await outbox.entries().last?.event))
        #expect(last.outline.sourceEpoch == renewed)
        #expect(last.outline.sourceSequence == 1)
        // The first event, handed over again, is still the one that was stored.
        #expect(try await outbox.store([try TestEvent.open(1)]) == [.known(position: 1, .queued)])
    }

    @Test func storesNothingInAFileThatWasTakenAway() async throws {
        let outbox = try create()
        _ = try await outbox.store([try TestEvent.open(1)])
        try FileManager.default.moveItem(atPath: path.string, toPath: path.string + "-old")
        _ = try create()
        await #expect(throws: OutboxError.self) { try await outbox.store([try TestEvent.open(2)]) }
        let old = try Outbox(FilePath(path.string + "-old"))
        #expect(try await old.tally()[.queued] == 1)
    }

    @Test func saysThatAnotherProcessHoldsItForTooLong() async throws {
        var limits = OutboxLimits()
        limits.busySecondsMax = 0.1
        let outbox = try Outbox(path, creatingFor: TestOutbox.owner, limits: limits)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: file.string, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        do {
            _ = try await outbox.store([try TestEvent.open(1)])
            Issue.record("stored")
        } catch let error as OutboxError {
            guard case .store(.busy) = error else { throw error }
            #expect(error.mayPass)
        }
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(try await outbox.store([try TestEvent.open(1)]) == [.queued(position: 1)])
    }

    /// Any damage is an error or goes unnoticed by SQLite; it never ends the process.
    @Test func livesThroughDamagedFiles() async throws {
        do {
            let outbox = try create()
            _ = try await outbox.store(try (1...200).map { try TestEvent.open($0) })
            try outbox.close()
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: file.string))
        var random = SystemRandomNumberGenerator()
        var errorCount = 0
        for round in 0..<300 {
            var damaged = whole
            if round % 10 == 0 {
                damaged.removeLast(Int.random(in: 1..<damaged.count, using: &random))
            } else {
                for _ in 0..<(round % 2 == 0 ? 1 : 50) {
                    let place = Int.random(in: 0..<damaged.count, using: &random)
                    damaged[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            try damaged.write(to: URL(fileURLWithPath: file.string))
            for suffix in ["-wal", "-shm"] { unlink(file.string + suffix) }
            do {
                let outbox = try Outbox(path)
                // What a connection still writes must not mend the next round's file.
                defer { try? outbox.close() }
                _ = try await outbox.entries()
                _ = try await outbox.queued(countMax: 10, byteCountMax: .max)
                _ = try await outbox.store([try TestEvent.open(1_000 + round)])
            } catch is OutboxError {
                errorCount += 1
            }
        }
        #expect(errorCount > 0)
    }

    /// The same through SQLite's own means, where every value is of another kind than was written.
    @Test(arguments: [
        "state = 'x'", "state = 9", "id = 7", "id = x'00'", "queued_at = 'now'", "attempts = NULL",
        "position = position, epoch = 'x', number = 'y'", "reason = x'FF', field = 1.5",
        "sequence = 'x', stream = 1",
    ])
    func livesThroughValuesOfAnotherKind(_ change: String) async throws {
        do {
            let outbox = try create()
            _ = try await outbox.store([try TestEvent.open(1)])
            try outbox.close()
        }
        try await DatabaseQueue(path: file.string).write { db in
            try db.execute(sql: "DROP TRIGGER entry_moved")
            try db.execute(sql: "CREATE TABLE loose AS SELECT * FROM entry")
            try db.execute(sql: "DROP TABLE entry; ALTER TABLE loose RENAME TO entry")
            try db.execute(sql: "UPDATE entry SET \(change)")
        }
        let outbox = try Outbox(path)
        var errors: [OutboxError] = []
        let bodies: [() async throws -> Void] = [
            { _ = try await outbox.entries() }, { _ = try await outbox.queued(countMax: 1, byteCountMax: 1) },
            { _ = try await outbox.store([try TestEvent.open(1)]) },
            { _ = try await outbox.retry(TestEvent.id(1)) }, { _ = try await outbox.tally() },
        ]
        for body in bodies {
            do {
                try await body()
            } catch let error as OutboxError {
                errors.append(error)
            }
        }
        #expect(errors.allSatisfy { !$0.mayPass })
    }

    @Test func anEpochIsTheSecondAndAlwaysRises() {
        let now = Timestamp(nanoseconds: 1_747_751_940_000_000_000)
        #expect(OutboxFormat.epoch(after: 0, at: now) == 1_747_751_940)
        #expect(OutboxFormat.epoch(after: 1_747_751_940, at: now) == 1_747_751_941)
        #expect(OutboxFormat.epoch(after: 4_000_000_000, at: now) == 4_000_000_001)
        #expect(OutboxFormat.epoch(after: 0, at: Timestamp(nanoseconds: -1)) == 1)
    }

    @Test func hasOneAgent() throws {
        let directory = try create().directory
        let first = try AgentLock(directory)
        guard case .locked? = fault({ _ = try AgentLock(directory) }) else { throw Unexpected() }
        withExtendedLifetime(first) {}
    }

    @Test func anAgentHearsWhoRings() throws {
        let directory = try create().directory
        #expect(!AgentBell.ring(directory))
        let bell = try AgentBell(directory)
        #expect(!isReadable(bell))
        // Many rings are one; none of them blocks.
        for _ in 0..<100_000 { #expect(AgentBell.ring(directory)) }
        #expect(isReadable(bell))
        bell.hear()
        #expect(!isReadable(bell))
    }

    private func isReadable(_ bell: AgentBell) -> Bool {
        var item = pollfd(fd: bell.descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&item, 1, 0) == 1
    }

    @Test func aBellThatIsSomethingElseIsNotRung() throws {
        let directory = try create().directory
        #expect(FileManager.default.createFile(atPath: directory.bellPath.string, contents: nil))
        #expect(!AgentBell.ring(directory))
        #expect(throws: OutboxError.self) { try AgentBell(directory) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: directory.bellPath.string)).isEmpty)
    }

    private struct Unexpected: Error {}
}
