import EventImport
import EventSchema
import Testing

@Suite struct BoardMappingTests {
    private func engine(_ more: String = "") throws -> ImportEngine {
        ImportEngine(try MappingSamples.mapping(MappingSamples.board(more)))
    }

    @Test func aCallIsOneIncidentHoweverOftenItComesBack() throws {
        var engine = try engine()
        #expect(
            engine.take(try MappingSamples.poll(1, ["a FIRE x", "b THEFT y"])).types == [
                "incident.declared", "incident.declared",
            ]
        )
        #expect(engine.take(try MappingSamples.poll(2, ["a FIRE x"])).types == ["incident.closed"])
        #expect(
            engine.take(try MappingSamples.poll(3, ["a FIRE x", "b THEFT y"])).types == [
                "incident.phase.changed"
            ]
        )
        #expect(engine.take(try MappingSamples.poll(4, ["a FIRE x"])).types == ["incident.closed"])
        #expect(
            engine.take(try MappingSamples.poll(5, ["a FIRE x", "b ROBBERY y"])).types == [
                "incident.phase.changed", "incident.reclassified",
            ]
        )
        #expect(engine.counts.eventsByType["incident.declared"] == 2)
    }

    @Test func aChangeAmendsTheEventThatTheItemBeganWith() throws {
        var engine = try engine()
        let declared = try #require(engine.take(try MappingSamples.poll(1, ["a FIRE x"])).events.first)
        let corrected = try #require(engine.take(try MappingSamples.poll(2, ["a FIRE z"])).events.first)
        #expect(corrected.event.type == "record.corrected")
        #expect(corrected.event.outline.amends == declared.event.outline.id)
        #expect(
            corrected.document["data"]
                == .object([
                    "changes": .array([
                        .object(["pointer": .string("/data/location/label"), "value": .string("z")])
                    ]),
                    "reason": .string("It was x."),
                ])
        )
    }

    @Test func onlyWatchedFieldsAreNews() throws {
        var engine = try engine()
        let jitter = { (height: Int) in
            try MappingSamples.row(
                height,
                #"{"at":"2025-11-29T10:0\#(height):00Z","count":1,"calls":[{"id":"a","kind":"FIRE","place":"x","h":\#(height)}]}"#
            )
        }
        #expect(engine.take(try jitter(1)).types == ["incident.declared"])
        #expect(engine.take(try jitter(2)).types == [])
    }

    @Test(arguments: [
        ("", [] as [String], nil as Int?, "is empty; it is passed over"),
        ("", ["a FIRE x"], 4, "says that it has 4 items and has 1; it is passed over"),
        ("lost_max: 50", ["a FIRE x"], nil, "lacks 3 of 4 items at once; it is passed over"),
    ])
    func aPollThatWentWrongClosesNothing(_ more: String, _ items: [String], _ count: Int?, _ note: String)
        throws
    {
        var engine = try engine(more)
        let all = ["a FIRE x", "b FIRE x", "c FIRE x", "d FIRE x"]
        _ = engine.take(try MappingSamples.poll(1, all))
        let results = engine.take(try MappingSamples.poll(2, items, count: count))
        #expect(results.types == [])
        #expect(results.notes.map(\.text) == ["the poll of 2025-11-29T10:02:00.000Z \(note)"])
        #expect(engine.counts.pollsPassedOver == 1)
        #expect(engine.take(try MappingSamples.poll(3, all)).types == [])
    }

    @Test func aStalePollChangesNothing() throws {
        var engine = try engine()
        _ = engine.take(try MappingSamples.poll(5, ["a FIRE x"]))
        #expect(engine.take(try MappingSamples.poll(4, ["b FIRE x"])).types == [])
        #expect(engine.take(try MappingSamples.poll(5, ["b FIRE x"])).types == [])
    }

    @Test func whatSeveralPollsLackIsGone() throws {
        var engine = try engine("lost_max: 50")
        _ = engine.take(try MappingSamples.poll(1, ["a FIRE x", "b FIRE x", "c FIRE x"]))
        for minute in 2...4 {
            #expect(engine.take(try MappingSamples.poll(minute, ["a FIRE x"])).types == [])
        }
        #expect(
            engine.take(try MappingSamples.poll(5, ["a FIRE x"])).types == [
                "incident.closed", "incident.closed",
            ]
        )
    }

    /// A cache may serve one broken poll again and again.
    @Test func aBrokenPollServedAgainIsNoFurtherPoll() throws {
        var engine = try engine("lost_max: 50")
        let all = ["a FIRE x", "b FIRE x", "c FIRE x"]
        _ = engine.take(try MappingSamples.poll(1, all))
        for _ in 0..<6 { #expect(engine.take(try MappingSamples.poll(2, ["a FIRE x"])).types == []) }
        #expect(engine.take(try MappingSamples.poll(3, all)).types == [])
    }

    /// What cannot be read is not gone, and what is absent, null or empty is the same.
    @Test func anItemThatCannotBeReadClosesNothing() throws {
        var engine = try engine()
        let poll = { (minute: Int, item: String) in
            try MappingSamples.row(
                minute,
                #"{"at":"2025-11-29T10:0\#(minute):00Z","count":1,"calls":[\#(item)]}"#
            )
        }
        #expect(
            engine.take(try poll(1, #"{"id":"a","kind":"FIRE","place":"x","note":null}"#)).types == [
                "incident.declared"
            ]
        )
        let broken = engine.take(try poll(2, #"{"kind":"FIRE","place":"x"}"#))
        #expect(broken.types == [] && broken.faults.count == 1)
        #expect(engine.take(try poll(3, #"{"id":"a","kind":"FIRE","place":"x","note":""}"#)).types == [])
    }

    @Test func anItemMayBeMissingFromAFewPolls() throws {
        var engine = try engine("missing_polls: 2")
        _ = engine.take(try MappingSamples.poll(1, ["a FIRE x", "b FIRE x"]))
        #expect(engine.take(try MappingSamples.poll(2, ["a FIRE x"])).types == [])
        #expect(engine.take(try MappingSamples.poll(3, ["a FIRE x", "b FIRE x"])).types == [])
        #expect(engine.take(try MappingSamples.poll(4, ["a FIRE x"])).types == [])
        #expect(engine.take(try MappingSamples.poll(5, ["a FIRE x"])).types == ["incident.closed"])
    }

    @Test func anItemTwiceInAPollCountsOnce() throws {
        var engine = try engine()
        let results = engine.take(try MappingSamples.poll(1, ["a FIRE x", "a THEFT y"]))
        #expect(results.types == ["incident.declared"])
        #expect(results.notes.map(\.description) == ["a is in one poll twice; the first counts"])
    }

    @Test func changesSayWhatBecameOfAnItem() throws {
        let text = MappingSamples.board().replacing(
            "  items: calls\n",
            with:
                "  changes: {item: rec, word: kind, present: [new], partial: [again], gone: [gone], ignored: [noise]}\n"
        ).replacing("  id: \"{id}\"", with: "  id: \"{$row.id}\"").replacing(
            "  count: \"{count}\"\n",
            with: ""
        )
        .replacing("subject: \"{id}\"", with: "subject: \"{$row.id}\"")
        var engine = ImportEngine(try MappingSamples.mapping(text))
        func change(_ minute: Int, _ kind: String, _ rec: String = "null") throws -> [ImportResult] {
            engine.take(
                try MappingSamples.row(
                    minute,
                    #"{"at":"2025-11-29T10:0\#(minute):00Z","kind":"\#(kind)","id":"a","rec":\#(rec)}"#
                )
            )
        }
        #expect(try change(1, "new", #"{"kind":"FIRE","place":"x"}"#).types == ["incident.declared"])
        #expect(try change(2, "noise").types == [])
        #expect(try change(3, "gone").types == ["incident.closed"])
        // It leaves out the place, which stays.
        #expect(try change(4, "again", #"{"kind":"FIRE"}"#).types == ["incident.phase.changed"])
        #expect(try change(5, "new", #"{"kind":"FIRE","place":"x"}"#).types == [])
        #expect(try change(2, "gone").types == [])
        #expect(
            try change(6, "odd").faults.map(\.reason) == [
                "kind is \"odd\"; board.changes knows again, gone, new"
            ]
        )
    }

    @Test func goesOnFromItsStateAsIfItHadNeverStopped() throws {
        let kinds = ["FIRE", "THEFT", "ALARM"]
        var generator = SystemRandomNumberGenerator()
        let polls = try (0..<60).map { minute in
            let names = ["a", "b", "c", "d", "e", "f"].filter { _ in Bool.random(using: &generator) }
            return try MappingSamples.poll(
                minute,
                names.map { "\($0) \(kinds.randomElement() ?? "") \(Int.random(in: 0..<3))" }
            )
        }
        let mapping = try MappingSamples.mapping(MappingSamples.board("missing_polls: 2\nlost_max: 70"))
        var whole = ImportEngine(mapping)
        let expected = polls.flatMap { whole.take($0) }.events.map(\.event.bytes)
        for cut in [0, 1, 17, 30, 59] {
            var before = ImportEngine(mapping)
            var events = polls[..<cut].flatMap { before.take($0) }.events.map(\.event.bytes)
            var after = try ImportEngine(mapping).continuing(before.state)
            events += polls[cut...].flatMap { after.take($0) }.events.map(\.event.bytes)
            #expect(events == expected, "stopped after \(cut) polls")
        }
    }

    @Test func aColumnThatAChangeDoesNotHaveIsTold() throws {
        let text = MappingSamples.board().replacing("{format: ndjson}", with: "{format: csv}")
            .replacing(
                "items: calls",
                with: "changes: {item: $row, word: event, present: [new], gone: [gone]}"
            )
            .replacing("watch: [kind, place]", with: "watch: [kind, plase]").replacing(
                "  count: \"{count}\"\n",
                with: ""
            )
            .replacing("$was.place", with: "$was.plaze")
        var engine = ImportEngine(try MappingSamples.mapping(text))
        let row = #"{"id":"a","event":"new","at":"2025-11-29T10:00:00Z","kind":"FIRE","place":"x"}"#
        let results = engine.take(try MappingSamples.row(2, row))
        #expect(results.types == ["incident.declared"])
        #expect(
            results.faults.map(\.reason) == [
                "m.yml:9:10: board.watch: there is no column plase; there are: id, event, at, kind, place",
                "m.yml:23:82: events[2].data.reason: there is no column plaze; there are: id, event, at, kind, place",
            ]
        )
    }

    @Test func aStateOfAnotherMappingIsRefused() throws {
        let state = try engine().state
        let other = ImportEngine(try MappingSamples.mapping(MappingSamples.board("missing_polls: 3")))
        #expect(throws: ImportStateProblem.self) { try other.continuing(state) }
        #expect(throws: ImportStateProblem.self) { try engine().continuing(state + [["item": .string("a")]]) }
        #expect(throws: ImportStateProblem.self) { try engine().continuing([]) }
    }
}
