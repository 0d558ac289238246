import Foundation
import GRDB
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import SQLiteStore

@Suite(.timeLimit(.minutes(2))) struct StoreFileTests {
    private static let format = StoreFormat(
        kind: "a test",
        applicationID: 0x5357_5354,
        version: 1,
        cacheKibibytes: 1_024,
        schema: "CREATE TABLE rows (number INTEGER PRIMARY KEY) STRICT"
    )

    /// A directory that is removed with the test.
    private final class Home: Sendable {
        let path = FilePath(NSTemporaryDirectory() + "scenewire-store-\(UUID().uuidString)")
        var file: FilePath { path.appending("rows.sqlite") }

        init() throws {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        }

        deinit {
            // What is left behind is a temporary file.
            try? FileManager.default.removeItem(atPath: path.string)
        }
    }

    /// Another program, which may leave a transaction open.
    private func otherProgram(_ home: Home) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: home.file.string, configuration: configuration)
    }

    private func insert(_ number: Int, into store: StoreFile) async throws {
        try await store.write { db in
            try db.execute(sql: "INSERT INTO rows VALUES (?)", arguments: [number])
        }
    }

    private func numbers(_ path: FilePath) throws -> [Int] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path.string, configuration: configuration).read { db in
            try Int.fetchAll(db, sql: "SELECT number FROM rows ORDER BY number")
        }
    }

    @Test func commitsAreDurable() async throws {
        let home = try Home()
        #expect(try await StoreFile(home.file, format: Self.format).synchronous() == 2)
    }

    /// Files of older versions are brought up step by step, in the transaction of the opening.
    @Test func olderFilesAreUpgraded() async throws {
        let home = try Home()
        let old = try StoreFile(home.file, format: Self.format)
        try await insert(1, into: old)
        try old.close()
        func format(_ version: Int, _ upgrades: [Int: String]) -> StoreFormat {
            StoreFormat(
                kind: "a test",
                applicationID: 0x5357_5354,
                version: version,
                cacheKibibytes: 1_024,
                schema: "",
                upgrades: upgrades
            )
        }
        #expect(throws: StoreError.self) { try StoreFile(home.file, format: format(3, [2: "SELECT 1"])) }
        #expect(throws: StoreError.self) { try StoreFile(home.file, format: format(3, [1: "SELECT 1"])) }
        #expect(throws: StoreError.self) { try StoreFile(home.file, format: format(2, [1: "nonsense"])) }
        #expect(try numbers(home.file) == [1])
        let steps = [1: "INSERT INTO rows VALUES (2)", 2: "INSERT INTO rows VALUES (3)"]
        try StoreFile(home.file, format: format(3, steps)).close()
        try StoreFile(home.file, format: format(3, steps)).close()
        #expect(try numbers(home.file) == [1, 2, 3])
        // The older program does not touch it any more.
        #expect(throws: StoreError.self) { try StoreFile(home.file, format: Self.format) }
    }

    enum Mishap: CaseIterable { case fileRemoved, logRemoved, lockRemoved, fileReplaced }

    @Test(arguments: Mishap.allCases) func nothingIsStoredWhereNoNameLeads(_ mishap: Mishap) async throws {
        let home = try Home()
        let store = try StoreFile(home.file, format: Self.format)
        try await insert(1, into: store)
        let path = home.file.string
        switch mishap {
        case .fileRemoved: #expect(unlink(path) == 0)
        case .logRemoved: #expect(unlink(path + "-wal") == 0)
        case .lockRemoved: #expect(unlink(path + ".lock") == 0)
        case .fileReplaced:
            try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
            #expect(rename(path + ".copy", path) == 0)
        }
        for number in 2...3 {
            do {
                try await insert(number, into: store)
                Issue.record("stored \(number)")
            } catch {
                guard case .moved? = StoreError(error, path: home.file) as StoreError? else { throw error }
            }
        }
        #expect(throws: StoreError.self) { try store.close() }
    }

    /// SQLite removes the log by its name when it closes; it must not be another process's.
    @Test func aStoreThatWasReplacedLeavesTheNewOneAlone() async throws {
        let home = try Home()
        let path = home.file.string
        var first: StoreFile? = try StoreFile(home.file, format: Self.format)
        if let first { try await insert(1, into: first) }
        for suffix in ["", "-wal", "-shm", ".lock"] {
            #expect(rename(path + suffix, path + ".old" + suffix) == 0)
        }
        let second = try StoreFile(home.file, format: Self.format)
        try await insert(2, into: second)
        first = nil
        #expect(access(path + "-wal", F_OK) == 0)
        try await insert(3, into: second)
        #expect(try second.close() == 0)
        #expect(try numbers(home.file) == [2, 3])
    }

    @Test(arguments: [false, true]) func theOneFileHoldsEverythingAfterTheEnd(_ isRead: Bool) async throws {
        let home = try Home()
        let store = try StoreFile(home.file, format: Self.format)
        // Another connection keeps SQLite from removing the log by itself.
        let reader = isRead ? try DatabaseQueue(path: home.file.string) : nil
        try await insert(1, into: store)
        let count = try await reader?.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM rows") }
        #expect(count == (isRead ? 1 : nil))
        #expect(try store.close() == 0)
        let copy = home.path.appending("copy.sqlite")
        try FileManager.default.copyItem(atPath: home.file.string, toPath: copy.string)
        #expect(try numbers(copy) == [1])
        try reader?.close()
    }

    /// A reader that is in the middle of something keeps its part of the log.
    @Test func whatAReaderKeepsInTheLogIsTold() async throws {
        let home = try Home()
        let store = try StoreFile(home.file, format: Self.format)
        try await insert(1, into: store)
        let reader = try otherProgram(home)
        try await reader.writeWithoutTransaction { db in
            try db.beginTransaction(.deferred)
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM rows")
        }
        try await insert(2, into: store)
        #expect(try store.close() > 0)
        try await reader.writeWithoutTransaction { try $0.rollback() }
        #expect(try numbers(home.file) == [1, 2])
    }

    @Test func waitsForAnotherProgramAsLongAsItMay() async throws {
        let home = try Home()
        let asked = Mutex(0)
        let told = Mutex<[Duration]>([])
        let other = Mutex<DatabaseQueue?>(nil)
        let waits = StoreWaits { _ in
            // The third time the other program lets go.
            guard
                asked.withLock({
                    $0 += 1; return $0
                }) == 3
            else { return true }
            do {
                try other.withLock { try $0?.writeWithoutTransaction { try $0.rollback() } }
            } catch {
                Issue.record(error)
            }
            return true
        } ended: { waited in
            told.withLock { $0.append(waited) }
        }
        let store = try StoreFile(home.file, format: Self.format, waits: waits)
        let queue = try otherProgram(home)
        try await queue.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        other.withLock { $0 = queue }
        try await insert(1, into: store)
        #expect(asked.withLock { $0 } == 3)
        #expect(told.withLock { $0.count } == 1)
        #expect(try numbers(home.file) == [1])
    }

    @Test func endsTheWaitWhenItMayNotGoOn() async throws {
        let home = try Home()
        let store = try StoreFile(home.file, format: Self.format, waits: StoreWaits { _ in false })
        let queue = try otherProgram(home)
        try await queue.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        do {
            try await insert(1, into: store)
            Issue.record("stored")
        } catch {
            guard case .busy = StoreError(error, path: home.file) else { throw error }
        }
        try await queue.writeWithoutTransaction { try $0.rollback() }
        try await insert(1, into: store)
    }
}
