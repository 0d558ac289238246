import AlertRules
import EventSchema
import IncidentState
import Testing

/// An engine that is stopped and goes on from what was stored does what one does that never stopped.
@Suite struct EngineSnapshotTests {
    /// What a consumer's store keeps.
    private struct Stored {
        var base: [UInt8] = []
        var facts: [EventID: StoredFact] = [:]
        var incidents: [IncidentKey: StoredIncident] = [:]

        mutating func write(_ snapshot: StateSnapshot) {
            base = snapshot.base
            for fact in snapshot.facts { facts[fact.id] = fact }
            for incident in snapshot.incidents {
                let parts = (incidents[incident.key]?.parts ?? []) + incident.parts
                let newest = Dictionary(parts.map { ($0.name, $0) }) { $1 }
                incidents[incident.key] = StoredIncident(
                    key: incident.key,
                    isSealed: incident.isSealed,
                    body: incident.body,
                    parts: Array(newest.values)
                )
            }
        }

        /// Everything that is not sealed.
        var snapshot: StateSnapshot {
            let inMemory = facts.values.filter { fact in
                fact.incident.flatMap { incidents[$0]?.isSealed } != true
            }
            return StateSnapshot(base: base, facts: inMemory, incidents: Array(incidents.values))
        }

        func sealed(_ wanted: SealedIncidents) -> StateSnapshot {
            let keys = wanted.keys.union(wanted.events.compactMap { facts[$0]?.incident })
            return StateSnapshot(
                base: [],
                facts: facts.values.filter { $0.incident.map { keys.contains($0) } ?? false },
                incidents: incidents.values.filter { keys.contains($0.key) }
            )
        }

        /// Folds a record as a consumer does: with what was sealed and is needed.
        func fold(_ record: Record, with engine: inout AlertEngine) throws -> [AlertStep] {
            let wanted = engine.sealed(in: try RecordBatch(verifying: record.bytes))
            if !wanted.isEmpty { try engine.unseal(sealed(wanted)) }
            return engine.fold([record])
        }
    }

    /// Two incidents in two streams, closed and taken up now and then; stopped at random, and continued from what
    /// was stored, which may be some records back. Closed incidents leave memory as soon as they can, or never.
    @Test(arguments: 0..<30) func stepsAreThoseOfOneThatNeverStopped(seed: Int) throws {
        let records = RandomStreams.inOrder(try RandomStreams.tellers(seed, closing: true))
        let rules = try Files.rules()
        var whole = AlertEngine(rules)
        let expected = records.map { whole.fold([$0]) }
        var engine = AlertEngine(rules, isStored: true)
        var stored = Stored()
        var storedCount = 0
        var seeded = Seeded(seed)
        var index = 0
        while index < records.count {
            if Int.random(in: 0..<5, using: &seeded) == 0 {
                stored.write(try engine.takeSnapshot(sealingAfter: seed % 2 == 0 ? .seconds(0) : nil))
                storedCount = index
            }
            if storedCount > 0, Int.random(in: 0..<8, using: &seeded) == 0 {
                engine = try AlertEngine(rules, restoring: stored.snapshot)
                for stream in engine.streams { _ = engine.note(.live, of: stream, at: Teller.time(0)) }
                index = storedCount
            }
            #expect(try stored.fold(records[index], with: &engine) == expected[index], "record \(index)")
            index += 1
        }
        for stream in [1, 2] {
            #expect(engine.wait(until: 40_000, stream: stream) == whole.wait(until: 40_000, stream: stream))
        }
        #expect(engine.cursor(of: Record.stream(1)) == whole.cursor(of: Record.stream(1)))
    }

    /// As often as can be: after every record.
    @Test func whatLeavesMemoryAtOnceIsToldAsAnyOther() throws {
        let rules = try Files.rules()
        var sealedCount = 0
        for seed in 100..<110 {
            var whole = AlertEngine(rules)
            var engine = AlertEngine(rules, isStored: true)
            var stored = Stored()
            for record in RandomStreams.inOrder(try RandomStreams.tellers(seed, closing: true)) {
                #expect(try stored.fold(record, with: &engine) == whole.fold([record]), "seed \(seed)")
                stored.write(try engine.takeSnapshot(sealingAfter: .seconds(0)))
                sealedCount += engine.sealedCount
            }
        }
        #expect(sealedCount > 100)
    }

    /// A closed incident, then days of others, then amendments of the first.
    private func longOver() throws -> Teller {
        var teller = Teller()
        try teller.declare(at: 0)
        try teller.tell("shots.fired", at: 60, #"{"by":"subject"}"#)
        try teller.tell("subject.surrendered", at: 100, #"{"subject":{"ref":"S1"}}"#)
        try teller.tell("subject.incustody", at: 120, #"{"subject":{"ref":"S1"},"force":"none"}"#)
        try close(&teller, at: 200)
        let day = 86_400
        for number in 1...3 {
            try teller.tell(
                "log.entry",
                at: number * day,
                #"{"text":"a note"}"#,
                more: ["subject": .string("EX-2")]
            )
        }
        return teller
    }

    private func close(_ teller: inout Teller, at second: Int) throws {
        let time = Teller.time(second).rfc3339
        try teller.tell(
            "incident.closed",
            at: second,
            #"{"outcome":"surrenderNegotiated","endedAt":"\#(time)"}"#
        )
    }

    @Test func anAmendmentOfASealedIncidentIsToldAsOfAnyOther() throws {
        let rules = try Files.rules()
        var teller = try longOver()
        let before = teller.records.count
        // By its name, and by an amendment that names no incident.
        try teller.correct(teller.ids[1], "/certainty", #""Unlikely""#, at: 300_000)
        try teller.tell(
            "record.retracted",
            at: 300_100,
            #"{"reason":"notAsReported"}"#,
            more: ["amends": .string(teller.ids[2].description), "subject": .null]
        )
        try teller.tell("shots.fired", at: 300_200, #"{"by":"subject"}"#)
        var whole = AlertEngine(rules)
        var engine = AlertEngine(rules, isStored: true)
        var stored = Stored()
        #expect(whole.fold(Array(teller.records[..<before])) == engine.fold(Array(teller.records[..<before])))
        stored.write(try engine.takeSnapshot(sealingAfter: .seconds(86_400)))
        #expect(engine.sealedCount == 1)
        // After a restart too.
        engine = try AlertEngine(rules, restoring: stored.snapshot)
        _ = engine.note(.live, of: Record.stream(1), at: Teller.time(0))
        #expect(engine.sealedCount == 1)
        var lines: [[String]] = []
        for record in teller.records[before...] {
            let steps = try stored.fold(record, with: &engine)
            #expect(steps == whole.fold([record]))
            #expect(engine.sealedCount == 0)
            lines.append(steps.lines)
            // It is sealed again only after it has been left alone for as long again.
            stored.write(try engine.takeSnapshot(sealingAfter: .seconds(150)))
            #expect(engine.sealedCount == 0)
            engine = try AlertEngine(rules, restoring: stored.snapshot)
            _ = engine.note(.live, of: Record.stream(1), at: Teller.time(0))
            stored.write(try engine.takeSnapshot(sealingAfter: .seconds(0)))
            #expect(engine.sealedCount == 1)
        }
        #expect(lines == [["R22", "R01 over"], ["R22"], ["R01"]])
        #expect(engine.existingAlerts.isEmpty)
    }

    /// The silence of a publisher counts from the start when that finds it silent; of one that nobody follows any
    /// more, or that has another stream by now, nothing is told.
    @Test func aPublisherThatIsSilentSinceBeforeTheStartIsToldOf() throws {
        let rules = try Files.rules()
        var engine = AlertEngine(rules, isStored: true)
        for (stream, publisher) in [(1, "a"), (2, "b"), (3, "c"), (4, "c")] {
            var teller = Teller()
            teller.stream = stream
            try teller.beat(at: 0)
            // Before its first record as well as after it.
            let id = Record.stream(stream)
            if stream != 2 { _ = engine.note(publisher: publisher, of: id, at: Teller.time(0)) }
            _ = engine.fold(teller.records)
            if stream == 2 { _ = engine.note(publisher: publisher, of: id, at: Teller.time(0)) }
        }
        var stored = Stored()
        stored.write(try engine.takeSnapshot(sealingAfter: nil))
        engine = try AlertEngine(rules, restoring: stored.snapshot)
        let expected = engine.expect(["a", "c", "d"], from: Teller.time(500))
        #expect(expected == [Record.stream(1), Record.stream(4)])
        let told = { (engine: inout AlertEngine, second: Int) in
            (1...4).filter { number in
                !engine.advanceSilence(of: Record.stream(number), to: Teller.time(second)).raised("R27")
                    .isEmpty
            }
        }
        #expect(told(&engine, 529).isEmpty)
        #expect(told(&engine, 530) == [1, 4])
        #expect(engine.note(.catchingUp, of: Record.stream(1), at: Teller.time(540)).lines == ["R27 over"])
        #expect(engine.expect(["a"], from: Teller.time(550)).isEmpty)
    }

    @Test func anIncidentThatIsOpenOrOfWhichSomethingIsDueStays() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try teller.tell("log.entry", at: 900_000, #"{"text":"a note"}"#)
        var engine = AlertEngine(try Files.rules(), isStored: true)
        _ = engine.fold(teller.records)
        _ = try engine.takeSnapshot(sealingAfter: .seconds(0))
        #expect(engine.sealedCount == 0)
        try teller.tell("hostage.reported", at: 900_010, #"{"count":2}"#)
        try close(&teller, at: 900_020)
        _ = engine.fold(teller.records)
        _ = try engine.takeSnapshot(sealingAfter: .seconds(3_600))
        #expect(engine.sealedCount == 0)
    }

    @Test func onlyWhatChangedIsWrittenAgain() throws {
        var teller = try longOver()
        var engine = AlertEngine(try Files.rules(), isStored: true)
        _ = engine.fold(teller.records)
        let first = try engine.takeSnapshot(sealingAfter: nil)
        #expect(first.facts.count == teller.records.count)
        #expect(Set(first.incidents.map(\.key.name)) == ["EX-1", "EX-2"])
        let second = try engine.takeSnapshot(sealingAfter: nil)
        #expect(second.facts.isEmpty && second.incidents.isEmpty)
        try teller.tell("log.entry", at: 300_000, #"{"text":"a note"}"#)
        _ = engine.fold(teller.records)
        let third = try engine.takeSnapshot(sealingAfter: nil)
        #expect(third.facts.map(\.id) == [teller.ids.last])
        #expect(third.incidents.map(\.key.name) == ["EX-1"])
    }

    @Test func wordsAreNotStored() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try teller.tell("log.entry", at: 10, #"{"text":"the uncle is called Zebulon"}"#)
        try teller.tell(
            "demand.made",
            at: 20,
            #"{"demandId":"D1","text":"bring Zebulon","category":"other"}"#
        )
        var engine = AlertEngine(try Files.rules(), isStored: true)
        _ = engine.fold(teller.records)
        let snapshot = try engine.takeSnapshot(sealingAfter: nil)
        for fact in snapshot.facts where !fact.isWhole {
            #expect(!String(decoding: fact.record, as: UTF8.self).contains("Zebulon"))
        }
        #expect(snapshot.facts.contains { !$0.isWhole })
    }

    @Test func aSnapshotThatIsNoneIsRefused() throws {
        let rules = try Files.rules()
        var engine = AlertEngine(rules, isStored: true)
        _ = engine.fold(try longOver().records)
        let good = try engine.takeSnapshot(sealingAfter: nil)
        _ = try AlertEngine(rules, restoring: good)
        let others = try RuleBook(Array("version: 1\nrules: []\n".utf8), file: "rules.yml")
        #expect(throws: SnapshotError("the rules have changed")) {
            try AlertEngine(others, restoring: good)
        }
        let base = String(decoding: good.base, as: UTF8.self)
        let older = base.replacing(#""version":3"#, with: #""version":2"#)
        #expect(throws: SnapshotError("the state has version 2, known is 3")) {
            try AlertEngine(
                rules,
                restoring: StateSnapshot(base: Array(older.utf8), facts: [], incidents: [])
            )
        }
        for fact in good.facts {
            for offset in fact.record.indices {
                var record = fact.record
                record[offset] ^= 1
                let damaged = StoredFact(
                    id: fact.id,
                    incident: fact.incident,
                    arrivedAt: fact.arrivedAt,
                    isWhole: fact.isWhole,
                    record: record
                )
                #expect(throws: SnapshotError.self) {
                    try AlertEngine(
                        rules,
                        restoring: StateSnapshot(base: good.base, facts: [damaged], incidents: [])
                    )
                }
            }
        }
        for length in stride(from: 0, to: good.base.count, by: 7) {
            let cut = StateSnapshot(base: Array(good.base[..<length]), facts: [], incidents: [])
            #expect(throws: SnapshotError.self) { try AlertEngine(rules, restoring: cut) }
        }
    }
}
