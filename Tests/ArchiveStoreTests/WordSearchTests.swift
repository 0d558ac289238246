import EventSchema
import Foundation
import GRDB
import SystemPackage
import Testing

@testable import ArchiveStore

/// What was said is found, in whatever field of whatever type, also in archives that an older version made.
@Suite(.timeLimit(.minutes(2))) struct WordSearchTests {
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

    private func archive(_ events: [[UInt8]]) async throws -> Archive {
        var bytes: [UInt8] = []
        for (index, event) in events.enumerated() {
            RecordWriter(stream: Self.stream, epoch: 1).append(
                event: event.span.bytes,
                sequence: SequenceNumber(UInt64(index + 1)),
                publishedAt: Self.time,
                salt: (1, UInt64(index)),
                to: &bytes
            )
        }
        let archive = try Archive(path)
        _ = try await archive.store(
            [RecordBatch(verifying: bytes)],
            of: Self.stream,
            receivedAt: Self.time
        )
        return archive
    }

    private func found(_ words: String, _ clearance: TLP? = nil) throws -> [UInt64] {
        var query = ArchiveQuery()
        (query.words, query.clearance, query.isAmended) = (words, clearance, true)
        var sequences: [UInt64] = []
        try ArchiveReader(path).forEach(query) { sequences.append($0.header.sequence.value) }
        return sequences
    }

    private static func said() throws -> [[UInt8]] {
        [
            try event(1, "log.entry", #"{"text":"Caller says that one shot was fired"}"#),
            try event(
                2,
                "subject.observed",
                #"{"subject":{"ref":"S1"},"observation":"At the garage window"}"#
            ),
            try event(3, "log.entry", #"{"text":"Nothing new","narrative":"Light in the cellar"}"#),
            try event(
                4,
                "decision.recorded",
                #"{"kind":"other","decision":"Wait for daylight","authority":{"id":"u1","role":"other"}}"#
            ),
            try event(5, "demand.made", #"{"demandId":"D1","text":"A cigarette"}"#),
            try event(6, "shots.fired", #"{"by":"subject","narrative":"Heard by the neighbour"}"#),
            try event(7, "shots.fired", #"{"by":"unknown","heardFrom":"the bridge"}"#),
            try event(
                8,
                "record.corrected",
                #"{"changes":[{"pointer":"/data/text","value":"Caller says two shots"}],"reason":"Misheard"}"#,
                amends: 1
            ),
        ]
    }

    @Test(arguments: [false, true]) func everyTypesWordsAreFound(isIndexed: Bool) async throws {
        let archive = try await archive(Self.said())
        if isIndexed { while try await archive.indexWords() != nil {} }
        #expect(try await archive.unindexedCount() == (isIndexed ? 0 : 8))
        let expected: [(String, [UInt64])] = [
            ("caller", [1, 8]), ("garage window", [2]), ("cellar", [3]), ("daylight", [4]),
            ("cigarette", [5]), ("neighbour", [6]), ("bridge", [7]), ("misheard", [8]),
            ("shot*", [1, 6, 7, 8]),
            // What happened is found by its type and its sentence, beside what was said.
            ("shots fired", [6, 7]), ("shots subject neighbour", [6]), ("decision", [4]), ("D1", [5]),
        ]
        for (words, sequences) in expected { #expect(try found(words) == sequences, "\(words)") }
    }

    /// A redaction hides the words from the search, also as a correction's value, and no others.
    @Test(arguments: [false, true]) func redactedWordsAreNotFound(isIndexed: Bool) async throws {
        let redaction = try Self.event(
            9,
            "record.redacted",
            #"{"pointers":["/data/text"],"basis":"other","visibleTo":"RED"}"#,
            amends: 1
        )
        let both = try Self.event(
            10,
            "log.entry",
            #"{"text":"the witness","narrative":"seen by the witness"}"#
        )
        let half = try Self.event(
            11,
            "record.redacted",
            #"{"pointers":["/data/text"],"basis":"other","visibleTo":"RED"}"#,
            amends: 10
        )
        let archive = try await archive(Self.said() + [redaction, both, half])
        if isIndexed { while try await archive.indexWords() != nil {} }
        #expect(try found("caller") == [])
        #expect(try found("two shots") == [])
        #expect(try found("misheard") == [8])
        #expect(try found("witness") == [10])
        #expect(try found("witness seen") == [10])
        #expect(try found("caller", .red) == [1, 8])
        #expect(try found("caller", .amber) == [])
        // Found or not, it is not shown either.
        var query = ArchiveQuery()
        query.isAmended = true
        var texts: [String] = []
        try ArchiveReader(path).forEach(query) {
            texts.append(EventSentence.writtenText(of: $0.event.span.bytes))
        }
        #expect(texts[0] == "")
        #expect(texts[7] == "Misheard")
        #expect(texts[9] == "seen by the witness")
    }

    /// Makes the file what an archiver of version 1 left, its index of narratives included.
    private func makeVersion1() async throws {
        try await DatabaseQueue(path: path.string).write { db in
            try db.execute(
                sql: """
                    DROP TABLE words;
                    DROP TABLE texts;
                    CREATE VIRTUAL TABLE narratives
                        USING fts5(narrative, content='records', content_rowid='position');
                    INSERT INTO narratives (rowid, narrative)
                        SELECT position, narrative FROM records WHERE narrative IS NOT NULL;
                    UPDATE feeds SET searchable = sequence;
                    PRAGMA user_version = 1;
                    """
            )
        }
    }

    @Test func anOlderArchiveIsReadAsItIs() async throws {
        try await archive(Self.said()).close()
        try await makeVersion1()
        let reader = try ArchiveReader(path)
        #expect(try reader.indexStanding() == IndexStanding(isThere: false, unindexedCount: 8))
        #expect(try found("caller") == [1, 8])
        #expect(try found("neighbour") == [6])
        #expect(try reader.verify().problems == [])
        let copy = FilePath(directory.path).appending("copy.sqlite")
        #expect(try reader.backUp(to: copy).isIntact)
        #expect(try ArchiveReader(copy).indexStanding().isThere == false)
    }

    /// In steps of a bounded number of records, searchable all the while.
    @Test func anOlderArchiveIsMigratedInSteps() async throws {
        let notes = try (1...4_500).map {
            try Self.event($0, "log.entry", #"{"text":"entry \#($0)"}"#)
        }
        try await archive(notes).close()
        try await makeVersion1()
        var versions: [Int] = []
        let archive = try Archive(path, upgrading: { versions.append($0) })
        #expect(versions == [1])
        #expect(
            try ArchiveReader(path).indexStanding() == IndexStanding(isThere: true, unindexedCount: 4_500)
        )
        var counts: [Int] = []
        while true {
            #expect(try found("4321") == [4_321])
            guard let count = try await archive.indexWords() else { break }
            counts.append(count)
        }
        #expect(counts == [2_000, 2_000, 500])
        #expect(try await archive.unindexedCount() == 0)
        try archive.close()
        let (version, tables) = try await DatabaseQueue(path: path.string).read { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA user_version"),
                try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE name LIKE 'narrat%'")
            )
        }
        #expect(version == 3)
        #expect(tables == [])
        #expect(try ArchiveReader(path).verify().problems == [])
        #expect(try found("4321") == [4_321])
    }

    /// The index of version 2 knew what people wrote, and not what happened.
    @Test func anArchiveOfVersion2IsIndexedAnew() async throws {
        try await archive(Self.said()).close()
        try await DatabaseQueue(path: path.string).write { db in
            try db.execute(
                sql: """
                    DROP TABLE words;
                    DROP TABLE texts;
                    CREATE TABLE texts (position INTEGER PRIMARY KEY REFERENCES records, text TEXT NOT NULL) STRICT;
                    CREATE VIRTUAL TABLE words USING fts5(text, content='texts', content_rowid='position');
                    UPDATE feeds SET searchable = sequence;
                    PRAGMA user_version = 2;
                    """
            )
        }
        #expect(try ArchiveReader(path).indexStanding() == IndexStanding(isThere: false, unindexedCount: 8))
        #expect(try found("shots fired") == [6, 7])
        var versions: [Int] = []
        let archive = try Archive(path, upgrading: { versions.append($0) })
        #expect(versions == [2])
        while try await archive.indexWords() != nil {}
        try archive.close()
        #expect(try ArchiveReader(path).indexStanding() == IndexStanding(isThere: true, unindexedCount: 0))
        #expect(try ArchiveReader(path).verify().problems == [])
        #expect(try found("shots fired") == [6, 7])
        #expect(try found("caller") == [1, 8])
    }

    /// A stream of which no record is left to do is not the end of the work.
    @Test func goesOnBehindAGap() async throws {
        let other = StreamID(high: 0x4000, low: 1 << 63 | 2)
        try Archive(path).close()
        try await DatabaseQueue(path: path.string).write { db in
            try db.execute(
                sql: "INSERT INTO feeds (stream, sequence) VALUES (?, 9)",
                arguments: ["\(other)"]
            )
        }
        let archive = try await archive(Self.said())
        var counts: [Int] = []
        while let count = try await archive.indexWords() { counts.append(count) }
        #expect(counts == [0, 8])
        #expect(try await archive.unindexedCount() == 0)
    }

    @Test func whatIsNewerIsRefused() async throws {
        try await archive(Self.said()).close()
        try await DatabaseQueue(path: path.string).write { try $0.execute(sql: "PRAGMA user_version = 4") }
        #expect(throws: ArchiveError.self) { try ArchiveReader(path) }
        #expect(throws: ArchiveError.self) { try Archive(path) }
    }
}
