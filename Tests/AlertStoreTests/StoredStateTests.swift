import EventSchema
import Foundation
import GRDB
import IncidentState
import SystemPackage
import Testing

@testable import AlertRules
@testable import AlertStore

/// The state that a store keeps beside its alerts.
@Suite struct StoredStateTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)
    private static let now = Timestamp(nanoseconds: 1_747_751_950_000_000_000)
    private static let key = IncidentKey("EX-1", .exercise)
    private static let other = IncidentKey("EX-2", .actual)

    private let home = try? Home()

    private func open() throws -> AlertStore {
        let rules = try RuleBook(Array("version: 1\nrules: []\n".utf8), file: "rules.yml")
        let path = try #require(home).path.appending("alerts.sqlite")
        return try AlertStore(path, routing: AlertRouting(rules), source: "notifier")
    }

    private func fact(_ number: Int, of incident: IncidentKey?) -> StoredFact {
        StoredFact(
            id: EventID(high: 0x7000, low: 1 << 63 | UInt64(number)),
            incident: incident,
            arrivedAt: Self.now,
            isWhole: number % 2 == 0,
            record: [UInt8](repeating: UInt8(number), count: 100)
        )
    }

    private func incident(_ key: IncidentKey, isSealed: Bool, _ parts: [String: UInt8] = [:])
        -> StoredIncident
    {
        StoredIncident(
            key: key,
            isSealed: isSealed,
            body: Array("\(key)".utf8),
            parts: parts.sorted { $0.key < $1.key }.map { StoredPart(name: $0, body: [$1]) }
        )
    }

    private func store(_ snapshot: StateSnapshot, in store: AlertStore) async throws {
        _ = try await store.follow(Self.stream, head: .zero, clock: Self.now, isPlayed: true, now: Self.now)
        let cursor = EventSchema.Cursor(stream: Self.stream, sequence: SequenceNumber(7), checksum: 7)
        let change = StreamChange(entries: [], cursor: cursor, clock: Self.now, snapshot: snapshot)
        _ = try await store.store(change, of: Self.stream, now: Self.now)
    }

    private var snapshot: StateSnapshot {
        StateSnapshot(
            base: [1, 2, 3],
            facts: [fact(1, of: Self.key), fact(2, of: Self.other), fact(3, of: nil)],
            incidents: [
                incident(Self.key, isSealed: true, ["alert 1": 1, "alert 2": 2]),
                incident(Self.other, isSealed: false, ["alert 1": 9]),
            ]
        )
    }

    @Test func nothingIsStoredAtFirst() async throws {
        #expect(try await open().snapshot() == nil)
    }

    @Test func whatIsSealedIsReadWhenItIsAskedFor() async throws {
        var store = try open()
        try await self.store(snapshot, in: store)
        try store.close()
        store = try open()
        let read = try #require(try await store.snapshot())
        #expect(read.base == [1, 2, 3])
        #expect(Set(read.facts.map(\.id)) == [fact(2, of: nil).id, fact(3, of: nil).id])
        #expect(read.facts.allSatisfy { known in snapshot.facts.contains(known) })
        #expect(read.incidents.filter(\.isSealed).map(\.key) == [Self.key])
        #expect(read.incidents.filter { !$0.isSealed } == [snapshot.incidents[1]])

        for wanted in [SealedIncidents.of([Self.key]), .of(events: [fact(1, of: nil).id])] {
            let sealed = try await store.incidents(wanted)
            #expect(sealed.facts == [fact(1, of: Self.key)])
            #expect(sealed.incidents == [snapshot.incidents[0]])
        }
        // What is in memory, or unknown, is not read.
        let none = try await store.incidents(.of([Self.other], events: [fact(9, of: nil).id]))
        #expect(none.facts.isEmpty && none.incidents.isEmpty)
    }

    @Test func whatIsWrittenLaterReplacesWhatWas() async throws {
        let store = try open()
        try await self.store(snapshot, in: store)
        let later = StateSnapshot(
            base: [9],
            facts: [fact(4, of: Self.key)],
            incidents: [incident(Self.key, isSealed: false, ["alert 2": 3, "event 1": 4])]
        )
        try await self.store(later, in: store)
        let read = try #require(try await store.snapshot())
        #expect(read.base == [9])
        #expect(read.facts.count == 4)
        #expect(read.incidents.allSatisfy { !$0.isSealed })
        let parts = read.incidents.first { $0.key == Self.key }?.parts
        #expect(parts?.map(\.name) == ["alert 1", "alert 2", "event 1"])
        #expect(parts?.map(\.body) == [[1], [3], [4]])
        try await store.invalidateSnapshot()
        #expect(try await store.snapshot() == nil)
        try await self.store(snapshot, in: store)
        #expect(try await store.snapshot()?.facts.count == 2)
        try await store.eraseSnapshot()
        #expect(try await store.snapshot() == nil)
        #expect(try await store.incidents(.of([Self.key])).facts.isEmpty)
        let anew = StateSnapshot(
            base: [1],
            facts: [],
            incidents: [incident(Self.other, isSealed: false)]
        )
        try await self.store(anew, in: store)
        #expect(try await store.snapshot()?.incidents.map(\.parts) == [[]])
    }

    @Test(arguments: ["state_base", "state_incidents", "state_parts"]) func whatWasChangedIsNotBelieved(
        table: String
    )
        async throws
    {
        let store = try open()
        try await self.store(snapshot, in: store)
        try store.close()
        let path = try #require(home).path.appending("alerts.sqlite")
        let file = try DatabaseQueue(path: path.string)
        try await file.write { try $0.execute(sql: "UPDATE \(table) SET body = x'ff'") }
        try file.close()
        let error = await #expect(throws: AlertStoreError.self) { try await open().snapshot() }
        #expect("\(try #require(error))".contains("was changed"))
    }
}
