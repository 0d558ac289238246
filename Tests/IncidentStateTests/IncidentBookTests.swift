import EventSchema
import IncidentState
import Testing

/// Whatever the order, the pieces and the repetitions, the same records come to the same state.
@Suite struct IncidentBookTests {
    static let names = [Scenario.standoff, Scenario.robbery]

    /// An incident with everything amended that can be: chains, cycles, moved times, two streams with the same
    /// event, amendments of nothing and of another incident.
    private static func tangle() throws -> [Record] {
        var first = Teller(lag: 20)
        try first.tell("incident.declared", at: 0, #"{"class":"ROBBERY","location":{"label":"LOC-T"}}"#)
        try first.tell("hostage.reported", at: 60, #"{"count":4}"#)
        try first.tell("shots.fired", at: 90, #"{"by":"subject","rounds":3}"#)
        try first.tell(
            "negotiation.contact.established",
            at: 100,
            #"{"channel":"existingPhone","party":{"ref":"S1"}}"#
        )
        try first.tell("negotiation.contact.lost", at: 400, #"{"reason":"lineDropped"}"#)
        try first.correct(2, at: 500, #"{"pointer":"/data/count","value":3}"#)
        try first.correct(2, at: 510, #"{"pointer":"/data/count","value":2}"#)
        try first.retract(7, at: 520)
        try first.retract(8, at: 530)
        try first.retract(9, at: 540)
        try first.correct(5, at: 550, #"{"pointer":"/time","value":"\#(Teller.time(300).rfc3339)"}"#)
        try first.retract(3, at: 560)
        try first.retract(14, at: 570)
        try first.retract(13, at: 580)
        try first.retract(99, at: 590)
        try first.tell("something.new", at: 600, #"{"what":1}"#)
        try first.retract(17, at: 610)
        try first.tell("hostage.released", at: 620, #"{"count":1,"manner":"escaped"}"#)
        try first.tell("log.entry", at: 630, #"{"text":"a note"}"#, more: ["subject": .string("EX-2")])
        try first.amend(
            "record.redacted",
            19,
            at: 640,
            #"{"pointers":["/data/text"],"basis":"other","visibleTo":"RED"}"#
        )
        var second = Teller(stream: Record.otherStream, lag: 2)
        try second.tell("hostage.reported", at: 60, id: 2, #"{"count":4}"#)
        try second.tell("shots.fired", at: 95, id: 103, #"{"by":"officer","rounds":1}"#)
        try second.retract(6, at: 700, id: 104)
        try second.tell(
            "negotiation.contact.established",
            at: 350,
            id: 105,
            #"{"channel":"throwPhone","party":{"ref":"S1"}}"#
        )
        return first.records + second.records
    }

    private static func records(_ name: String) throws -> [Record] {
        try name == "tangle" ? tangle() : Scenario.authored(name)
    }

    @Test(arguments: names + ["tangle"])
    func anyOrderGivesTheSameState(_ name: String) throws {
        var records = try Self.records(name)
        let ordered = IncidentBook(records)
        let expected = ordered.states
        for seed in 0..<200 {
            var seeded = Seeded(seed)
            records.shuffle(using: &seeded)
            let book = IncidentBook(records)
            try #require(book.states == expected, "seed \(seed)")
            #expect(book.recordCount == ordered.recordCount)
        }
    }

    /// Asking in between works what came into the state that is kept, and must not be seen afterwards.
    @Test(arguments: names + ["tangle"])
    func askingInBetweenChangesNothing(_ name: String) throws {
        let records = try Self.records(name)
        let whole = IncidentBook(records)
        let expected = whole.states
        for seed in 0..<40 {
            var seeded = Seeded(seed)
            var late = records
            // Nearly in order, as streams come.
            for index in late.indices {
                late.swapAt(index, min(late.count - 1, index + Int.random(in: 0..<4, using: &seeded)))
            }
            var book = IncidentBook()
            for record in seed == 0 ? records : late {
                book.fold(record)
                if Bool.random(using: &seeded) { _ = book.all() }
            }
            try #require(book.states == expected, "seed \(seed)")
        }
    }

    /// In a long incident a late fact is worked in from a state that is kept some facts back, and not from the
    /// beginning; here the facts are many, and each is read before the next comes.
    @Test(arguments: 0..<8) func lateFactsOfALongIncidentGiveTheSameState(seed: Int) throws {
        var seeded = Seeded(seed)
        var teller = Teller(lag: 20)
        try teller.tell("incident.declared", at: 0, #"{"class":"ROBBERY","location":{"label":"LOC-T"}}"#)
        for number in 1...400 {
            switch Int.random(in: 0..<4, using: &seeded) {
            case 0: try teller.tell("shots.fired", at: number * 10, #"{"by":"subject","rounds":\#(number)}"#)
            case 1: try teller.tell("hostage.reported", at: number * 10, #"{"count":\#(number)}"#)
            case 2: try teller.tell("hostage.released", at: number * 10, #"{"count":1,"manner":"escaped"}"#)
            default: try teller.tell("log.entry", at: number * 10, #"{"text":"a note"}"#)
            }
        }
        var late = teller.records
        for index in late.indices {
            late.swapAt(index, min(late.count - 1, index + Int.random(in: 0..<40, using: &seeded)))
        }
        var book = IncidentBook()
        for (count, record) in late.enumerated() {
            book.fold(record)
            let state = book.incident(Teller.incident)
            guard count % 50 == 49 || count == late.count - 1 else { continue }
            var fresh = IncidentBook(late[...count])
            try #require(state == fresh.incident(Teller.incident), "after \(count + 1) facts")
        }
    }

    @Test(arguments: names + ["tangle"])
    func foldingARecordAgainChangesNothing(_ name: String) throws {
        let records = try Self.records(name)
        let once = IncidentBook(records)
        let twice = IncidentBook(records + records.reversed())
        #expect(once.states == twice.states)
        #expect(once.recordCount == twice.recordCount)
    }

    @Test(arguments: names + ["tangle"])
    func mergedBooksEqualOneBook(_ name: String) throws {
        let records = try Self.records(name)
        let whole = IncidentBook(records)
        for seed in 0..<40 {
            var seeded = Seeded(seed)
            var parts = [IncidentBook(), IncidentBook()]
            for record in records {
                let part = Int.random(in: 0..<3, using: &seeded)
                if part != 1 { parts[0].fold(record) }
                if part != 0 { parts[1].fold(record) }
                if Int.random(in: 0..<8, using: &seeded) == 0 { _ = parts[0].all() }
            }
            parts[0].merge(parts[1])
            try #require(parts[0].states == whole.states, "seed \(seed)")
            #expect(parts[0].recordCount == whole.recordCount)
        }
    }

    /// Half of A's sources through one publisher, half through another: one incident, one state.
    @Test func anIncidentToldByTwoStreamsHasOneState() throws {
        let events = try Scenario.events(Scenario.standoff).filter { $0.outline.category == .authored }
        func records(_ sources: Set<String>, _ stream: StreamID) throws -> [Record] {
            try events.filter { sources.contains($0.source) }.enumerated().map { index, event in
                try Record(
                    event.bytes,
                    stream: stream,
                    sequence: index + 1,
                    publishedAt: event.outline.recordedAt
                )
            }
        }
        let one = IncidentBook(try Scenario.authored(Scenario.standoff))
        let command = try records(["cp1", "disp"], Record.stream)
        let scene = try records(["neg1", "tac1"], Record.otherStream)
        let two = IncidentBook(command + scene)
        #expect(two.states == one.states)
        var merged = IncidentBook(scene)
        merged.merge(IncidentBook(command))
        #expect(merged.states == one.states)
    }

    @Test func batchesFoldLikeTheirRecords() throws {
        let records = try Scenario.records(Scenario.robbery)
        var batched = IncidentBook()
        batched.fold(try RecordBatch(verifying: records.flatMap(\.bytes)))
        let single = IncidentBook(records)
        #expect(batched.states == single.states)
        #expect(batched.recordCount == UInt64(records.count))
    }

    @Test func heartbeatsAndAlertsChangeNoIncident() throws {
        let records = try Scenario.records(Scenario.standoff)
        let whole = IncidentBook(records)
        let authored = IncidentBook(try Scenario.authored(Scenario.standoff))
        #expect(whole.states == authored.states)
        #expect(whole.recordCount == UInt64(records.count))
        var teller = Teller()
        try teller.tell("alert.raised", at: 5, #"{"rule":"R01","key":"k","text":"Shots."}"#)
        #expect(try teller.incident() == nil)
    }

    /// Every truncation and every flipped byte: counted as unreadable or folded as what it says, no crash.
    @Test func noByteCrashesTheFold() throws {
        for record in try Self.tangle() {
            let event = Array(record.bytes[record.header.eventRange])
            for index in event.indices {
                var flipped = event
                flipped[index] ^= 0x41
                for damaged in [Array(event[..<index]), flipped] {
                    var book = IncidentBook()
                    book.fold(try Record(damaged, sequence: 1, publishedAt: Teller.time(0)))
                    _ = book.all()
                    try #require(book.recordCount == 1 && book.unreadableCount <= 1)
                }
            }
        }
    }

    @Test func whatCannotBeReadIsCountedOnceAndChangesNothing() throws {
        let damaged = try Record([0xFF, 1, 2], sequence: 27, publishedAt: Teller.time(0))
        var whole = IncidentBook(try Self.tangle())
        let expected = whole.states
        whole.fold(damaged)
        whole.fold(damaged)
        #expect(whole.unreadableCount == 1)
        #expect(whole.states == expected)
    }

    @Test func nobodyKnowsAnIncidentWithoutEvents() {
        let book = IncidentBook()
        #expect(book.states["EX-1"] == nil)
        #expect(book.incidents == [])
    }
}
