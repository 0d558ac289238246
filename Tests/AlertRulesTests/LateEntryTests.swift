import AlertRules
import EventSchema
import Testing

/// An entry that is learnt late may be the one that tells what another has told already: of that nothing is over.
@Suite struct LateEntryTests {
    private var teller = Teller()
    private var engine: AlertEngine

    init() throws {
        engine = AlertEngine(try Files.rules())
        try teller.declare(at: 0)
        try raise(at: 300, publishedAt: 301)
        #expect(engine.fold(teller.records).lines == ["R05"])
    }

    private mutating func raise(at second: Int, publishedAt: Int) throws {
        let data = #"{"fromClass":"BARICADE","toClass":"HOSTAGE"}"#
        try teller.tell("incident.reclassified", at: second, publishedAt: publishedAt, data)
    }

    /// What the last record brings of the class.
    private mutating func last() -> [String] {
        engine.fold([teller.records[teller.records.count - 1]]).lines.filter {
            $0.hasPrefix("R05") || $0 == "R22"
        }
    }

    @Test mutating func whatWasToldStandsWhenALateEntryTellsTheSame() throws {
        try raise(at: 180, publishedAt: 480)
        #expect(last() == ["R05"])
        // Each of them ends when it was not so.
        try teller.retract(teller.ids[1], at: 490)
        #expect(last() == ["R22", "R05 over"])
        try teller.retract(teller.ids[2], at: 500)
        #expect(last() == ["R22", "R05 over"])
    }

    /// The alert that was told first is still told when the other entry was not so.
    @Test mutating func whatWasToldIsNotToldAgain() throws {
        try raise(at: 180, publishedAt: 480)
        #expect(last() == ["R05"])
        try teller.retract(teller.ids[2], at: 490)
        #expect(last() == ["R22", "R05 over"])
        try teller.retract(teller.ids[1], at: 500)
        #expect(last() == ["R22", "R05 over"])
    }

    /// The same after a restart in between.
    @Test mutating func whatStandsIsStored() throws {
        try raise(at: 180, publishedAt: 480)
        #expect(last() == ["R05"])
        engine = AlertEngine(try Files.rules(), isStored: true)
        _ = engine.fold(teller.records)
        engine = try AlertEngine(Files.rules(), restoring: engine.takeSnapshot(sealingAfter: nil))
        try teller.retract(teller.ids[1], at: 490)
        #expect(last() == ["R22", "R05 over"])
    }
}
