import EventImport
import EventSchema
import Testing

@Suite struct RowMappingTests {
    private static let record =
        #"{"id":"c1","unit":"E1","kind":"Fire","place":"9 Elm St","sent":"#
        + #""2025-07-01 10:00:00","there":"2025-07-01 10:04:00"}"#

    private func engine() throws -> ImportEngine {
        ImportEngine(try MappingSamples.mapping(MappingSamples.rows))
    }

    @Test func makesAnEventOfEachTimeAndOneOfTheCall() throws {
        var engine = try engine()
        let first = engine.take(try MappingSamples.row(2, Self.record))
        #expect(first.types == ["incident.declared", "resource.status.changed", "resource.status.changed"])
        #expect(first.events[0].event.outline.observedAt == (try Timestamp(rfc3339: "2025-07-01T14:00:00Z")))
        let second = engine.take(
            try MappingSamples.row(
                3,
                Self.record.replacing("E1", with: "E2").replacing("10:04", with: "10:09")
            )
        )
        #expect(second.types == ["resource.status.changed", "resource.status.changed"])
        #expect(engine.counts.repeated == 1)
        let last = engine.finish()
        #expect(last.types == ["incident.closed"])
        #expect(last.events[0].event.outline.observedAt == (try Timestamp(rfc3339: "2025-07-01T14:09:00Z")))
    }

    @Test func givesTheSameEventsInAnyOrder() throws {
        let records = try (0..<20).map { number in
            try MappingSamples.row(
                number + 1,
                Self.record.replacing("c1", with: "c\(number % 3)").replacing("E1", with: "E\(number)")
                    .replacing("10:04", with: "10:\(10 + number)")
            )
        }
        func events(_ rows: [ImportRow]) throws -> Set<[UInt8]> {
            var engine = try engine()
            var results = rows.flatMap { engine.take($0) }
            results += engine.finish()
            return Set(results.events.map(\.event.bytes))
        }
        let expected = try events(records)
        #expect(expected.count == 3 + 40 + 3)
        #expect(try events(records.reversed()) == expected)
        #expect(try events(records.shuffled()) == expected)
    }

    @Test func aRecordThatCannotBeMappedLosesNothingElse() throws {
        var engine = try engine()
        let results = engine.take(
            try MappingSamples.row(7, Self.record.replacing("2025-07-01 10:04:00", with: "tomorrow"))
        )
        #expect(results.types == ["incident.declared", "resource.status.changed"])
        #expect(results.faults.map(\.field) == ["there", "there"])
        let fault = try #require(results.faults.first)
        #expect(fault.line == 7)
        #expect(fault.reason.contains(#"is "tomorrow"; allowed is a time of the form yyyy-MM-dd HH:mm:ss"#))
    }

    @Test func tellsOfTimesThatAreMissingTheSameOrBackwards() throws {
        for (there, text) in [
            ("", "is missing; no event is made of it"),
            ("2025-07-01 10:00:00", "is the same as sent; published as it is"),
            ("2025-07-01 09:59:59", "is before sent; published as it is"),
        ] {
            var engine = try engine()
            let record = Self.record.replacing("2025-07-01 10:04:00", with: there)
            let notes = engine.take(try MappingSamples.row(2, record)).notes
            #expect(notes.map(\.description) == ["there \(text)"])
        }
    }

    @Test func whatARecordSaysOtherwiseUnderTheSameKeyIsTold() throws {
        var engine = try engine()
        _ = engine.take(try MappingSamples.row(2, Self.record))
        let results = engine.take(try MappingSamples.row(3, Self.record.replacing("9 Elm", with: "8 Elm")))
        #expect(results.types == [])
        #expect(
            results.notes.map(\.text) == [
                "incident.declared says otherwise than an earlier record with the same key; the first one counts"
            ]
        )
        #expect(engine.counts.differing == 1)
    }

    @Test func attributesThatAreSetReplaceTheMappings() throws {
        var engine = ImportEngine(
            try MappingSamples.mapping(MappingSamples.rows),
            attributes: ["status": .string("Exercise")]
        )
        let events = engine.take(try MappingSamples.row(2, Self.record)).events
        #expect(events.map(\.event.outline.status) == [.exercise, .exercise, .exercise])
    }

    /// A trial must not stand in the real import's way.
    @Test func attributesThatAreSetMakeOtherEvents() throws {
        let mapping = try MappingSamples.mapping(MappingSamples.rows)
        var (real, trial) = (
            ImportEngine(mapping), ImportEngine(mapping, attributes: ["status": .string("Exercise")])
        )
        let row = try MappingSamples.row(2, Self.record)
        let ids = Set(real.take(row).events.map(\.event.outline.id))
        #expect(ids.isDisjoint(with: trial.take(row).events.map(\.event.outline.id)))
    }

    /// YAML's own words and numbers are text that somebody wrote, and null is nothing.
    @Test func plainValuesStayAsTheyWereWritten() throws {
        let mapping = try MappingSamples.mapping(
            MappingSamples.head + """
                times: {zone: UTC}
                tables: {class: {Robbery: ~, Fire: NO}}
                events:
                  - event: incident.declared
                    key: "{id}"
                    time: "2025-07-01T10:00:00Z"
                    data: {class: "{kind | table class | or X}", cadNumber: 0123, internalCode: 1:30, location: {label: 7}}
                """
        )
        for (kind, word) in [("Fire", "NO"), ("Robbery", "X")] {
            var engine = ImportEngine(mapping)
            let row = try MappingSamples.row(1, #"{"id":"a","kind":"\#(kind)"}"#)
            let event = try #require(engine.take(row).events.first)
            let payload = try event.event.decoded().incidentDeclared
            #expect(
                payload.incidentClass == word && payload.cadNumber == "0123" && payload.internalCode == "1:30"
            )
        }
    }

    /// A misspelt column would leave its field out in every record.
    @Test func aColumnThatIsNotThereIsTold() throws {
        let text = MappingSamples.rows.replacing("{format: ndjson}", with: "{format: csv}")
            .replacing("{place}", with: "{plase}").replacing("there: OnScene", with: "their: OnScene")
        var engine = ImportEngine(try MappingSamples.mapping(text))
        let faults = engine.take(try MappingSamples.row(2, Self.record)).faults
        #expect(
            faults.prefix(2).map(\.reason) == [
                "m.yml:14:54: events[0].data.location.label: there is no column plase; there are: id, unit, kind, "
                    + "place, sent, there",
                "m.yml:17:30: events[1].each: there is no column their; there are: id, unit, kind, place, sent, there",
            ]
        )
        #expect(!engine.take(try MappingSamples.row(3, Self.record)).faults.contains { $0.field == "their" })
    }

    /// A local time that the clocks showed twice is told of the column that has it.
    @Test func aNoteNamesTheColumnAndTellsOneRecordFromAnother() throws {
        var engine = try engine()
        engine.file = "calls.csv"
        let record = Self.record.replacing("2025-07-01 10:0", with: "2025-11-02 01:0")
        let first = engine.take(try MappingSamples.row(2, record)).notes
        #expect(Set(first.map(\.field)) == ["sent", "there"])
        #expect(first.allSatisfy { $0.file == "calls.csv" })
        let again = engine.take(try MappingSamples.row(9, record)).notes
        #expect(again.map(\.recordID) == first.map(\.recordID))
        let other = engine.take(try MappingSamples.row(2, record.replacing("E1", with: "E2"))).notes
        #expect(Set(other.map(\.recordID)).isDisjoint(with: first.map(\.recordID)))
    }

    @Test func whatIsHeldBackIsLetGoOnceNothingTouchedItForAWhile() throws {
        var engine = try engine()
        let early = Self.record.replacing("c1", with: "c0")
        engine.file = "monday.csv"
        _ = engine.take(try MappingSamples.row(2, early))
        engine.idleTime += .seconds(59)
        #expect(engine.release(untouchedFor: .seconds(60)).isEmpty)
        engine.idleTime += .seconds(1)
        engine.file = "tuesday.csv"
        _ = engine.take(try MappingSamples.row(2, Self.record))
        let released = engine.release(untouchedFor: .seconds(60)).events
        #expect(released.map(\.document["subject"]) == [.string("c0")])
        #expect(released.map(\.file) == ["monday.csv"])
        #expect(engine.heldEventCount == 1)
        // What comes too late is told, and not lost without a word.
        let late = early.replacing("E1", with: "E2").replacing("10:04", with: "10:30")
        _ = engine.take(try MappingSamples.row(3, late))
        let last = engine.finish()
        #expect(last.events.map(\.document["subject"]) == [.string("c1")])
        #expect(last.notes.map(\.file) == ["tuesday.csv"])
        #expect(engine.counts.differing == 1)
    }

    @Test func whatIsHeldBackKeepsItsFileInTheState() throws {
        var engine = try engine()
        engine.file = "monday.csv"
        _ = engine.take(try MappingSamples.row(2, Self.record))
        var next = try self.engine().continuing(engine.state)
        #expect(next.finish().events.map(\.file) == ["monday.csv"])
    }

    @Test func anExplanationNamesWhatEachStatementMade() throws {
        var engine = try engine()
        let traces = engine.explain(
            try MappingSamples.row(2, Self.record.replacing(#""2025-07-01 10:04:00""#, with: "null"))
        ).traces
        #expect(
            traces.map(\.statement) == [
                "incident.declared", "resource.status.changed, sent", "incident.closed",
            ]
        )
        #expect(traces.last?.text == "nothing, because `when` asks otherwise of there")
    }
}
