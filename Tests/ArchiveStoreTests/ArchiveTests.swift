import Dispatch
import EventSchema
import FileLocking
import Foundation
import GRDB
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import ArchiveStore

@Suite(.timeLimit(.minutes(2))) struct ArchiveTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)
    private static let time = Timestamp(nanoseconds: 1_747_751_950_000_000_000)

    private let home = try? Home()

    private var path: FilePath {
        get throws { try #require(home).path.appending("archive.sqlite") }
    }

    private func scenario(_ name: String = "a-hostage-standoff.ndjson") throws -> [[UInt8]] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try Data(contentsOf: folder.appending(path: "Scenarios/\(name)"))
        return try EventBatch.decode(Array(text), format: .lines).map(\.bytes)
    }

    private func batch(_ events: [[UInt8]], from first: UInt64 = 1) throws -> RecordBatch {
        var bytes: [UInt8] = []
        for (index, event) in events.enumerated() {
            RecordWriter(stream: Self.stream, epoch: 1).append(
                event: event.span.bytes,
                sequence: SequenceNumber(first + UInt64(index)),
                publishedAt: Self.time,
                flags: .playedClock,
                salt: (1, first + UInt64(index)),
                to: &bytes
            )
        }
        return try RecordBatch(verifying: bytes)
    }

    @discardableResult
    private func store(_ batch: RecordBatch, in archive: Archive) async throws -> EventSchema.Cursor? {
        try await archive.store([batch], of: Self.stream, receivedAt: Self.time)
    }

    private func bytes(_ reader: ArchiveReader) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try reader.forEachRecord { _, record in record.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }

    private func count(_ reader: ArchiveReader, _ change: (inout ArchiveQuery) -> Void) throws -> Int {
        var query = ArchiveQuery()
        change(&query)
        var count = 0
        try reader.forEach(query) { _ in count += 1 }
        return count
    }

    @Test func commitsAreDurable() async throws {
        #expect(try await Archive(path).synchronous() == 2)
    }

    @Test func everyByteComesBackAndARepeatIsHarmless() async throws {
        let archive = try Archive(path)
        // The last two are no events at all.
        let batch = try batch(try scenario() + [[0xFF, 0xFF], []])
        let cursor = try await store(batch, in: archive)
        #expect(cursor == batch.end)
        #expect(try await store(batch, in: archive) == batch.end)
        #expect(try await archive.cursor(of: Self.stream) == batch.end)
        let reader = try ArchiveReader(path)
        #expect(try bytes(reader) == batch.bytes)
        #expect(try reader.cursors() == [batch.end])
        let report = try reader.verify()
        #expect(report.isIntact, "\(report.problems)")
        #expect(report.recordCount == batch.count)
    }

    @Test func nothingIsStoredOfWhatCannotFollow() async throws {
        let archive = try Archive(path)
        let events = try scenario()
        let first = try batch(Array(events[..<3]))
        try await store(first, in: archive)
        let later = try batch(Array(events[5..<8]), from: 6)
        await #expect(throws: ArchiveError.self) { try await store(later, in: archive) }
        let other = try batch(Array(events[1..<6]))
        await #expect(throws: ArchiveError.self) { try await store(other, in: archive) }
        #expect(try bytes(ArchiveReader(path)) == first.bytes)
        #expect(try await archive.cursor(of: Self.stream) == first.end)
        let gap = SequenceNumber(4)...SequenceNumber(5)
        let cursor = try await archive.store([later], gaps: [gap], of: Self.stream, receivedAt: Self.time)
        #expect(cursor == later.end)
        let report = try ArchiveReader(path).verify()
        #expect(report.isIntact, "\(report.problems)")
        #expect(report.gapCount == 1)
    }

    @Test(arguments: [false, true]) func wordsAreFoundWhetherIndexedOrNot(_ isIndexed: Bool) async throws {
        let archive = try Archive(path)
        let events = try scenario()
        try await store(try batch(events), in: archive)
        if isIndexed { while try await archive.indexWords() != nil {} }
        let reader = try ArchiveReader(path)
        let texts = try events.map { try Event(eventBytes: $0) }
            .filter { SchemaTable.event($0.type)?.category != .system }
            .map { EventSentence.words(of: $0).joined(separator: " ").lowercased().split { !$0.isLetter } }
        let word = try #require(texts.joined().first { $0.count > 5 })
        let expected = texts.filter { $0.contains(word) }.count
        #expect(try count(reader) { $0.words = word.uppercased() } == expected)
        #expect(try count(reader) { $0.words = word.prefix(4) + "*" } >= expected)
        #expect(try count(reader) { $0.words = "\(word) OR nosuchword" } == 0)
        #expect(throws: ArchiveError.self) { try count(reader) { $0.words = "\" *" } }
    }

    /// The columns of every row are those that decoding the whole event gives.
    @Test func columnsAreTheEventsFields() async throws {
        let events = try scenario()
        let archive = try Archive(path)
        // Something behind it that is no event has no columns.
        try await store(batch(events + [[0xFF, 0xFF]]), in: archive)
        try archive.close()
        let rows = try DatabaseQueue(path: path.string).inDatabase { db in
            try Row.fetchAll(db, sql: "SELECT * FROM records ORDER BY position")
        }
        #expect(rows.count == events.count + 1)
        for (row, bytes) in zip(rows, events) {
            let event = try Event(eventBytes: bytes)
            let texts = [
                ("incident", event.incident), ("agency", event.agency), ("source", event.source),
                ("type", event.type), ("status", event.status), ("severity", event.severity),
                ("narrative", event.narrative), ("trend", trend(of: event).rawValue),
            ]
            for (name, text) in texts { #expect(row[name] as String? == (text.isEmpty ? nil : text)) }
            #expect(row["id"] as Data? == event.id)
            #expect(row["amends"] as Data? == (event.amends.isEmpty ? nil : event.amends))
            #expect(row["observed_at"] as Int64? == Timestamp(event.observedAt)?.nanoseconds)
            #expect(row["recorded_at"] as Int64? == Timestamp(event.recordedAt)?.nanoseconds)
            #expect(row["published_at"] as Int64? == Self.time.nanoseconds)
            #expect(row["received_at"] as Int64? == Self.time.nanoseconds)
            #expect(row["is_authored"] as Bool? == (SchemaTable.event(event.type)?.category != .system))
        }
        let last = try #require(rows.last)
        #expect(last["id"] as Data? == nil)
        #expect(last["type"] as String? == nil)
        #expect(last["is_authored"] as Bool? == true)
    }

    @Test func filtersAgreeWithTheEvents() async throws {
        let archive = try Archive(path)
        let events = try scenario()
        try await store(try batch(events), in: archive)
        let reader = try ArchiveReader(path)
        let decoded = try events.map { try Event(eventBytes: $0) }
        func expect(
            _ change: (inout ArchiveQuery) -> Void,
            _ fits: (Event) -> Bool,
            _ line: SourceLocation = #_sourceLocation
        ) throws {
            let expected = decoded.filter(fits).count
            let found = try count(reader) {
                $0.includesSystem = true
                change(&$0)
            }
            #expect(found == expected, sourceLocation: line)
            #expect((1...decoded.count).contains(expected), sourceLocation: line)
        }
        try expect({ _ in }, { _ in true })
        try expect({ $0.includesSystem = false }, { SchemaTable.event($0.type)?.category != .system })
        try expect({ $0.types = ["negotiation.*"] }, { $0.type.hasPrefix("negotiation.") })
        try expect({ $0.severity = .severe }, { ["Extreme", "Severe"].contains($0.severity) })
        try expect({ $0.trend = .escalation }, { trend(of: $0) == .escalation })
        try expect({ $0.status = decoded[0].status }, { $0.status == decoded[0].status })
        let incident = try #require(decoded.first { !$0.incident.isEmpty }).incident
        try expect({ $0.incident = incident }, { $0.incident == incident })
        #expect(try count(reader) { $0.limit = 2 } == 2)
    }

    @Test func whatWasRetractedStaysAndIsMarked() async throws {
        let archive = try Archive(path)
        let events = try scenario() + scenario("b-robbery.ndjson")
        try await store(try batch(events), in: archive)
        let decoded = try events.map { try Event(eventBytes: $0) }
        let struck = Set(decoded.filter { $0.type == "record.retracted" }.map(\.amends))
        let corrected = Set(decoded.filter { $0.type == "record.corrected" }.map(\.amends))
        #expect(!struck.union(corrected).isEmpty)
        var query = ArchiveQuery()
        query.isAmended = true
        var found: (struck: Set<Data>, corrected: Set<Data>) = ([], [])
        try ArchiveReader(path).forEach(query) { record in
            let event = try Event(eventBytes: Array(record.bytes[record.header.eventRange]))
            if record.isStruck { found.struck.insert(event.id) }
            if record.isCorrected { found.corrected.insert(event.id) }
        }
        #expect(found.struck == struck)
        #expect(found.corrected == corrected)
    }

    @Test func aBackupIsWholeAndADamagedOneIsRefused() async throws {
        let archive = try Archive(path)
        let batch = try batch(try scenario())
        try await store(batch, in: archive)
        let copy = try #require(home).path.appending("copy.sqlite")
        #expect(try ArchiveReader(path).backUp(to: copy).recordCount == batch.count)
        #expect(try bytes(ArchiveReader(copy)) == batch.bytes)
        #expect(throws: ArchiveError.self) { try ArchiveReader(path).backUp(to: copy) }
        #expect(throws: ArchiveError.self) { try ArchiveReader(copy).restore(to: path, replacing: true) }
        let place = try #require(home).path.appending("restored.sqlite")
        #expect(try ArchiveReader(copy).restore(to: place).recordCount == batch.count)

        var damaged = try Data(contentsOf: URL(filePath: copy.string))
        let salt = try #require(damaged.range(of: Data(batch.bytes[32..<64])))
        damaged[salt.lowerBound + 20] ^= 1
        try damaged.write(to: URL(filePath: copy.string))
        let refused = try #require(home).path.appending("refused.sqlite")
        let error = #expect(throws: ArchiveError.self) { try ArchiveReader(copy).restore(to: refused) }
        #expect(error.map { "\($0)".contains("copy.sqlite") } == true)
        #expect(!FileManager.default.fileExists(atPath: refused.string))
    }

    private func mode(_ path: FilePath) -> UInt32 {
        var status = stat()
        return stat(path.string, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    /// What another process writes would be gone for it; a second name does not hide the archive itself.
    @Test func aBackupNeverReplacesWhatIsInUse() async throws {
        let archive = try Archive(path)
        let batch = try batch(try scenario())
        try await store(batch, in: archive)
        let (home, path) = (try #require(home).path, try path)
        let link = home.appending("link.sqlite")
        #expect(Glibc.link(path.string, link.string) == 0)
        let symbolic = home.appending("symbolic.sqlite")
        #expect(symlink(path.string, symbolic.string) == 0)
        for destination in [path, link, symbolic] {
            let error = #expect(throws: ArchiveError.self) {
                try ArchiveReader(path).backUp(to: destination, replacing: true)
            }
            guard case .itself? = error else { throw error ?? .itself(destination) }
        }
        let copy = home.appending("copy.sqlite")
        _ = try ArchiveReader(path).backUp(to: copy)
        #expect(mode(copy) == 0o600)
        #expect(throws: ArchiveError.self) { try ArchiveReader(copy).restore(to: copy, replacing: true) }
        for lock in ["copy.sqlite.lock", "LOCK", "agent.lock"] {
            let held = try FileLock(home.appending(lock))
            let error = #expect(throws: ArchiveError.self) {
                try ArchiveReader(path).backUp(to: copy, replacing: true)
            }
            guard case .store(.locked(copy))? = error else { throw error ?? .itself(copy) }
            held.release()
        }
        _ = try ArchiveReader(path).backUp(to: copy, replacing: true)
        #expect(try bytes(ArchiveReader(copy)) == batch.bytes)
        try await store(
            try self.batch(Array(try scenario().prefix(3)), from: UInt64(batch.count + 1)),
            in: archive
        )
    }

    /// Neither while it is made, nor after it failed.
    @Test func aBackupIsNeverReadableByOthersAndLeavesNothingBehind() async throws {
        let archive = try Archive(path)
        try await store(try batch(try scenario()), in: archive)
        let home = try #require(home).path
        let copy = home.appending("copy.sqlite")
        let old = umask(0)
        defer { umask(old) }
        let isWatching = Atomic(true)
        let modes = Mutex<Set<UInt32>>([])
        let watched = home.string
        let watcher = DispatchQueue(label: "test.watcher")
        watcher.async {
            while isWatching.load(ordering: .relaxed) {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: watched)) ?? []
                for name in names where name.contains(".partial-") {
                    var status = stat()
                    if stat(watched + "/" + name, &status) == 0 {
                        modes.withLock { _ = $0.insert(status.st_mode & 0o777) }
                    }
                }
            }
        }
        for _ in 0..<20 { _ = try ArchiveReader(path).backUp(to: copy, replacing: true) }
        isWatching.store(false, ordering: .relaxed)
        watcher.sync {}
        #expect(modes.withLock { $0 } == [0o600])
        let names = try FileManager.default.contentsOfDirectory(atPath: home.string)
        #expect(!names.contains { $0.contains(".partial-") })
    }

    @Test func whatStandsInTheLogIsTold() async throws {
        let archive = try Archive(path)
        try await store(try batch(try scenario()), in: archive)
        #expect(try ArchiveReader(path).verify().logByteCount > 0)
        #expect(try archive.close() == 0)
        #expect(try ArchiveReader(path).verify().logByteCount == 0)
    }

    private func copy(_ suffixes: [String] = [""], to name: String) throws -> FilePath {
        let copy = try #require(home).path.appending(name)
        for suffix in suffixes {
            try FileManager.default.copyItem(atPath: path.string + suffix, toPath: copy.string + suffix)
        }
        return copy
    }

    /// The one file of a running archiver lacks the newest transactions, and nothing in it is wrong.
    @Test func aCopyWithoutItsLogIsNotWhole() async throws {
        let archive = try Archive(path)
        let batch = try batch(try scenario())
        try await store(batch, in: archive)
        let torn = try copy(to: "torn.sqlite")
        // A reader makes an empty log where there is none.
        for _ in 0..<2 {
            let report = try ArchiveReader(torn).verify()
            #expect(report.problems.count == 1 && report.problems[0].contains("-wal"), "\(report.problems)")
        }
        let home = try #require(home).path
        for name in ["backup.sqlite", "restored.sqlite"] {
            let error = #expect(throws: ArchiveError.self) {
                try name == "backup.sqlite"
                    ? ArchiveReader(torn).backUp(to: home.appending(name))
                    : ArchiveReader(torn).restore(to: home.appending(name))
            }
            guard case .store(.damaged(torn, _))? = error else { throw error ?? .absent(torn) }
        }
        let both = try copy(["", "-wal"], to: "both.sqlite")
        #expect(try ArchiveReader(both).verify().isIntact)
        let backup = home.appending("backup.sqlite")
        #expect(try ArchiveReader(path).backUp(to: backup).isIntact)
        #expect(try ArchiveReader(backup).verify().isIntact)
        try archive.close()
        let closed = try ArchiveReader(copy(to: "closed.sqlite")).verify()
        #expect(closed.isIntact && closed.recordCount == batch.count, "\(closed.problems)")
    }

    /// Whoever lets go of an archive without a word has it closed as well; what an older program made, which
    /// says nothing of that, is taken as it is.
    @Test func onlyAnArchiveThatSaysSoIsTorn() async throws {
        var archive: Archive? = try Archive(path)
        if let archive { try await store(try batch(try scenario()), in: archive) }
        archive = nil
        #expect(try ArchiveReader(copy(to: "closed.sqlite")).verify().isIntact)
        try await DatabaseQueue(path: path.string).write { try $0.execute(sql: "DROP TABLE writer") }
        #expect(try ArchiveReader(copy(to: "older.sqlite")).verify().isIntact)
    }

    @Test func anotherFileIsAnErrorAndNeverACrash() async throws {
        let archive = try Archive(path)
        try await store(try batch(try scenario()), in: archive)
        let copy = try #require(home).path.appending("copy.sqlite")
        _ = try ArchiveReader(path).backUp(to: copy)
        let whole = try Data(contentsOf: URL(filePath: copy.string))
        let cut = try #require(home).path.appending("cut.sqlite")
        for count in stride(from: 0, to: whole.count - 1, by: whole.count / 40) {
            try whole.prefix(count).write(to: URL(filePath: cut.string))
            do {
                let report = try ArchiveReader(cut).verify()
                #expect(!report.isIntact, "\(count) bytes")
            } catch {
                #expect("\(error)".contains("cut.sqlite"))
            }
        }
    }

    /// A directory that is removed with the test.
    private final class Home: Sendable {
        let path: FilePath

        init() throws {
            let url = FileManager.default.temporaryDirectory
                .appending(path: "scenewire-archive-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            path = FilePath(url.path)
        }

        deinit {
            // What is left behind is a temporary file.
            try? FileManager.default.removeItem(atPath: path.string)
        }
    }
}
