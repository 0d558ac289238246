import EventSchema
import Foundation
import GRDB
import SystemPackage
import Testing

@testable import ArchiveStore

/// What an archive says of its records to those who read it.
@Suite(.timeLimit(.minutes(2))) struct ArchiveReadingTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)
    private static let time = Timestamp(nanoseconds: 1_747_751_950_000_000_000)

    private let directory = FileManager.default.temporaryDirectory
        .appending(path: "scenewire-archive-\(UUID().uuidString)")
    private var path: FilePath { FilePath(directory.path).appending("archive.sqlite") }

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private static func id(_ number: Int) -> EventID { EventID(high: 0x7000, low: 1 << 63 | UInt64(number)) }

    private static func event(
        _ number: Int,
        _ type: String,
        _ data: String,
        amends: Int? = nil
    ) throws -> [UInt8] {
        var draft = EventDraft([
            "id": .string(id(number).description), "type": .string(type), "agency": .string("expd"),
            "subject": .string("EX-1"), "status": .string("Exercise"), "source": .string("cp1"),
            "sourceepoch": .number("1"), "sequence": .number("\(number)"), "tlp": .string("AMBER"),
            "time": .string(Timestamp(nanoseconds: time.nanoseconds + Int64(number)).rfc3339),
            "authorid": .string("u1"), "authorrole": .string("commandPostRecorder"),
            "data": .object(try CloudEvent.parse(Array(data.utf8))),
        ])
        draft.document["amends"] = amends.map { .string(id($0).description) }
        draft.complete(at: time)
        return try draft.event().bytes
    }

    private func batch(_ events: [[UInt8]], from first: UInt64 = 1) throws -> RecordBatch {
        var bytes: [UInt8] = []
        for (index, event) in events.enumerated() {
            RecordWriter(stream: Self.stream, epoch: 1).append(
                event: event.span.bytes,
                sequence: SequenceNumber(first + UInt64(index)),
                publishedAt: Self.time,
                salt: (1, first + UInt64(index)),
                to: &bytes
            )
        }
        return try RecordBatch(verifying: bytes)
    }

    private func archive(_ events: [[UInt8]]) async throws -> Archive {
        let archive = try Archive(path)
        _ = try await archive.store([batch(events)], of: Self.stream, receivedAt: Self.time)
        return archive
    }

    private func records(_ change: (inout ArchiveQuery) -> Void = { _ in }) throws -> [ArchivedRecord] {
        var query = ArchiveQuery()
        change(&query)
        var records: [ArchivedRecord] = []
        try ArchiveReader(path).forEach(query) { records.append($0) }
        return records
    }

    private static func notes(_ count: Int) throws -> [[UInt8]] {
        try (1...count).map { try event($0, "log.entry", #"{"text":"a note","narrative":"note \#($0)"}"#) }
    }

    /// The columns are what queries look at; a bit that flips there must not go unseen.
    @Test(arguments: [
        ("incident", "'EX-2'"), ("agency", "'county'"), ("source", "'cp2'"), ("type", "'shots.fired'"),
        ("status", "'Actual'"), ("severity", "'Extreme'"), ("narrative", "'note 3'"), ("narrative", "NULL"),
        ("id", "x'00000000000070008000000000000009'"), ("amends", "x'00000000000070008000000000000009'"),
        ("observed_at", "observed_at + 1"), ("recorded_at", "NULL"), ("published_at", "published_at + 1"),
        ("trend", "'up'"), ("is_authored", "2"), ("received_at", "5"), ("received_at", "received_at * 4"),
    ])
    func aColumnThatIsNotTheRecordsIsDamage(_ column: String, _ value: String) async throws {
        let archive = try await archive(Self.notes(4))
        #expect(try ArchiveReader(path).verify().problems == [])
        try archive.close()
        try await DatabaseQueue(path: path.string).write { db in
            try db.execute(sql: "UPDATE records SET \(column) = \(value) WHERE sequence = 2")
        }
        let problems = try ArchiveReader(path).verify().problems
        #expect(problems == ["stream \(Self.stream): row 2: \(column) is not the record's"])
    }

    @Test(arguments: [
        ("INSERT INTO gaps VALUES (1, 2, 3, 0)", "noted as a gap"),
        ("UPDATE feeds SET checksum = checksum + 1", "the cursor is"),
        ("UPDATE feeds SET sequence = 3", "the cursor is"),
        ("DELETE FROM records WHERE sequence = 2", "missing"),
    ])
    func aGapOrACursorThatIsNotTheRecordsIsDamage(_ sql: String, _ words: String) async throws {
        try await archive(Self.notes(4)).close()
        try await DatabaseQueue(path: path.string).write { try $0.execute(sql: sql) }
        let problems = try ArchiveReader(path).verify().problems
        #expect(problems.contains { $0.contains(words) }, "\(problems)")
    }

    /// Record 1, its retraction, the retraction's retraction, and so on: every other one undoes it.
    @Test(arguments: 0...6) func retractionsAreFollowedAsFarAsTheStateFollowsThem(count: Int) async throws {
        let retractions = try (0..<count).map { step in
            try Self.event(step + 2, "record.retracted", #"{"reason":"enteredInError"}"#, amends: step + 1)
        }
        _ = try await archive(Self.notes(1) + retractions)
        let first = try #require(try records { $0.isAmended = true }.first)
        #expect(first.isStruck == (count % 2 == 1))
        #expect(first.amendments.count == (count % 2 == 1 ? 1 : 0))
    }

    @Test func aCycleOfRetractionsEnds() async throws {
        _ = try await archive(
            Self.notes(1) + [
                Self.event(2, "record.retracted", #"{"reason":"enteredInError"}"#, amends: 3),
                Self.event(3, "record.retracted", #"{"reason":"enteredInError"}"#, amends: 2),
            ]
        )
        #expect(try records { $0.isAmended = true }.count == 3)
    }

    private static func redacted() throws -> [[UInt8]] {
        [
            try event(1, "shots.fired", #"{"by":"subject","rounds":2,"narrative":"the witness Smith"}"#),
            try event(
                2,
                "record.redacted",
                #"{"pointers":["/data/narrative","/data/rounds"],"basis":"other","visibleTo":"RED"}"#,
                amends: 1
            ),
            try event(
                3,
                "record.corrected",
                #"{"changes":[{"pointer":"/data/rounds","value":3}],"reason":"better known"}"#,
                amends: 1
            ),
        ]
    }

    /// What a redaction withholds is neither shown nor found, also not as a correction's value.
    @Test(arguments: [false, true]) func redactionsAreHonoured(isIndexed: Bool) async throws {
        let archive = try await archive(Self.redacted())
        if isIndexed { while try await archive.indexWords() != nil {} }
        let found = try records()
        let shots = try Event(eventBytes: try #require(found.first).event)
        #expect(found.first?.redacted == ["/data/narrative", "/data/rounds"])
        #expect(shots.narrative.isEmpty)
        #expect(shots.shotsFired.by == "subject")
        #expect(!shots.shotsFired.hasRounds)
        #expect(EventID(shots.id) == Self.id(1))
        let correction = try Event(eventBytes: try #require(found.last).event)
        #expect(correction.recordCorrected.changes.first?.pointer == "/data/rounds")
        #expect(correction.recordCorrected.changes.first?.value.isEmpty == true)
        #expect(try records { $0.words = "smith" }.isEmpty)
        #expect(try records { ($0.words, $0.clearance) = ("smith", .amber) }.isEmpty)
        // The record itself is untouched.
        let recorded = found.map { Array($0.bytes[$0.header.eventRange]) }
        #expect(try recorded == Self.redacted())
    }

    @Test func whoMaySeeItSeesIt() async throws {
        _ = try await archive(Self.redacted())
        let found = try records { ($0.words, $0.clearance) = ("smith", .red) }
        #expect(found.count == 1)
        #expect(found.first?.redacted == [])
        #expect(try Event(eventBytes: try #require(found.first).event).narrative == "the witness Smith")
    }

    @Test func aRedactionThatWasRetractedWithholdsNothing() async throws {
        let retraction = try Self.event(4, "record.retracted", #"{"reason":"enteredInError"}"#, amends: 2)
        _ = try await archive(Self.redacted() + [retraction])
        #expect(try records { $0.words = "smith" }.count == 1)
        #expect(try records().first?.redacted == [])
    }

    /// Somebody who pages through a query, or through an export, does not keep the log from being emptied.
    @Test func aReaderWhoWaitsHoldsUpNobody() async throws {
        let archive = try await archive(Self.notes(300))
        let other = try DatabaseQueue(path: path.string)
        let later = try batch([Self.event(301, "log.entry", #"{"text":"later"}"#)], from: 301)
        var blocked: [Int] = []
        func empty() throws {
            try other.inDatabase { db in
                let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                blocked.append(row?[0] ?? -1)
            }
        }
        _ = try await archive.store([later], of: Self.stream, receivedAt: Self.time)
        var count = 0
        try ArchiveReader(path).forEach(ArchiveQuery()) { _ in
            if count == 0 { try empty() }
            count += 1
        }
        #expect(count == 301)
        count = 0
        try ArchiveReader(path).forEachRecord { _, _ in
            if count == 0 { try empty() }
            count += 1
        }
        #expect(count == 301)
        #expect(blocked == [0, 0])
    }

    /// Pages fit together, whatever is asked for.
    @Test func everyRecordComesOnce() async throws {
        let notes = try Self.notes(200)
        _ = try await archive(notes)
        let all = try records { $0.includesSystem = true }
        #expect(all.map(\.header.sequence.value) == Array(1...200))
        #expect(all.map { Array($0.bytes[$0.header.eventRange]) } == notes)
        #expect(try records { $0.limit = 130 }.count == 130)
        for incident in [nil, "EX-1", "EX-2"] {
            var sequences: [UInt64] = []
            try ArchiveReader(path).forEachRecord(about: incident) { header, _ in
                sequences.append(header.sequence.value)
            }
            #expect(sequences == (incident == "EX-2" ? [] : Array(1...200)))
        }
        let cursor = try #require(try ArchiveReader(path).cursors().first)
        var behind = 0
        let middle = EventSchema.Cursor(stream: cursor.stream, sequence: SequenceNumber(150), checksum: 0)
        try ArchiveReader(path).forEachRecord(after: middle) { _, _ in behind += 1 }
        #expect(behind == 50)
    }

    @Test func aQuestionAboutTimeUsesAnIndex() async throws {
        let archive = try await archive(Self.notes(10))
        try archive.close()
        var query = ArchiveQuery()
        query.since = Self.time
        query.until = Timestamp(nanoseconds: Self.time.nanoseconds + 5)
        let (text, arguments) = query.sql(hits: "temp.hits")
        let plan = try await DatabaseQueue(path: path.string).read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(text)", arguments: arguments)
                .map { try $0.decode(String.self, forColumn: "detail") }
        }
        #expect(plan.contains { $0.contains("SEARCH records USING INDEX records_by_time") }, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        #expect(try records { ($0.since, $0.until) = (query.since, query.until) }.count == 4)
    }

    @Test func aSequenceNumberIsFoundByItsRow() async throws {
        try await archive(Self.notes(10)).close()
        var query = ArchiveQuery()
        query.sequence = SequenceNumber(7)
        let (text, arguments) = query.sql(hits: "temp.hits")
        let plan = try await DatabaseQueue(path: path.string).read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(text)", arguments: arguments)
                .map { try $0.decode(String.self, forColumn: "detail") }
        }
        #expect(plan.contains { $0.contains("SEARCH records USING INTEGER PRIMARY KEY") }, "\(plan)")
        #expect(!plan.contains { $0.contains("SCAN records") }, "\(plan)")
        #expect(try records { $0.sequence = SequenceNumber(7) }.count == 1)
        for other: UInt64 in [11, 1 << 40 | 7, .max] {
            #expect(try records { $0.sequence = SequenceNumber(other) }.isEmpty, "\(other)")
        }
    }

    /// An archive that an older version made is read as it is, and completed by the next archiver.
    @Test func anOlderArchiveGetsItsIndex() async throws {
        try await archive(Self.notes(3)).close()
        try await DatabaseQueue(path: path.string).write { try $0.execute(sql: "DROP INDEX records_by_time") }
        #expect(try records { $0.since = Self.time }.count == 3)
        try Archive(path).close()
        let names = try await DatabaseQueue(path: path.string).read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'index'")
        }
        #expect(names.contains("records_by_time"))
    }
}
