import FileLocking
import Foundation
import GRDB
import Glibc
import SystemPackage
import Testing

@testable import EventOutbox

/// SQLite's log is emptied by nobody but the one whose turn it is to write.
@Suite(.timeLimit(.minutes(2))) struct WriteTurnTests {
    private func logByteCount(_ test: TestOutbox) -> Int {
        var status = stat()
        let path = test.outbox.directory.databasePath.string + "-wal"
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// About a mebibyte.
    private func fill(_ test: TestOutbox, _ round: Int) async throws {
        try await test.store(round * 2_000 + 1...round * 2_000 + 2_000)
    }

    @Test func theLogStaysShortAndIsEmptiedInAWholeOutbox() async throws {
        let test = try TestOutbox()
        var longest = 0
        for round in 0..<12 {
            try await fill(test, round)
            longest = max(longest, logByteCount(test))
        }
        #expect(longest > 1024 * 1024 && longest <= WriteTurn.logByteCountMax)
        #expect(try await test.outbox.tally()[.queued] == 24_000)
    }

    /// Somebody who looks at the outbox for long delays nothing, and keeps only the log from being emptied.
    @Test func aReaderStopsNobody() async throws {
        // One writer that waited for the reader would take longer than all of them may.
        var limits = OutboxLimits()
        limits.busySecondsMax = 240
        let test = try TestOutbox(limits: limits)
        try await test.store(1...1)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(
            path: test.outbox.directory.databasePath.string,
            configuration: configuration
        )
        try await reader.writeWithoutTransaction { db in
            try db.beginTransaction(.deferred)
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM entry")
        }
        let start = ContinuousClock.now
        for round in 1..<12 { try await fill(test, round) }
        #expect(ContinuousClock.now - start < .seconds(limits.busySecondsMax))
        #expect(logByteCount(test) > WriteTurn.logByteCountMax)
        try await reader.writeWithoutTransaction { try $0.rollback() }
        try await fill(test, 12)
        #expect(logByteCount(test) == 0)
    }

    @Test func nobodyWritesOutOfTurn() async throws {
        var limits = OutboxLimits()
        limits.busySecondsMax = 0.1
        let test = try TestOutbox(limits: limits)
        let turn = try FileLock(test.outbox.directory.writeLockPath)
        do {
            _ = try await test.outbox.store([try TestEvent.open(1)])
            Issue.record("stored")
        } catch let error as OutboxError {
            guard case .store(.busy) = error else { throw error }
            #expect(error.mayPass)
        }
        turn.release()
        try await test.store(1...1)
    }
}
