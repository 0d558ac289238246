import EventSchema
import IncidentMeasures
import IncidentState
import Testing

/// Measures are a function of the records and their order, however and whenever somebody looked.
@Suite struct RebuildTests {
    /// What an aggregator's file keeps.
    private struct Stored {
        var base: [UInt8] = []
        var facts: [EventID: StoredFact] = [:]
        var incidents: [IncidentKey: StoredIncident] = [:]

        mutating func write(_ snapshot: StateSnapshot) {
            base = snapshot.base
            for fact in snapshot.facts { facts[fact.id] = fact }
            for incident in snapshot.incidents { incidents[incident.key] = incident }
        }

        /// Everything but the events of what is sealed.
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
                incidents: incidents.values.filter { keys.contains($0.key) && $0.isSealed }
            )
        }
    }

    /// Both scenarios in streams of their own, interleaved at random; each stream keeps its order.
    private func records(_ random: inout Seeded) throws -> [Record] {
        var left = try Scenario.records(Scenario.standoff)[...]
        var right = try Scenario.records(Scenario.robbery, stream: StreamID(high: 0x4000, low: 1 << 63 | 2))[
            ...
        ]
        var all: [Record] = []
        while !left.isEmpty || !right.isEmpty {
            let count = Int.random(in: 1...40, using: &random)
            if Bool.random(using: &random) {
                all += left.prefix(count)
                left = left.dropFirst(count)
            } else {
                all += right.prefix(count)
                right = right.dropFirst(count)
            }
        }
        return all
    }

    @Test(arguments: 1...4)
    func liveIsRebuilt(_ seed: Int) throws {
        var random = Seeded(seed)
        let records = try records(&random)
        let rebuilt = Samples(IncidentMeasures(records))
        var live = IncidentMeasures()
        var rest = records[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...400, using: &random)
            live.fold(rest.prefix(count))
            rest = rest.dropFirst(count)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: _ = live.samples()
            case 1: _ = live.incident("2025-0520-001")
            default: live.settle()
            }
        }
        #expect(Samples(live) == rebuilt)
    }

    /// Stopped at random and continued from what was stored, which may be a while before.
    @Test(arguments: 1...4)
    func whatIsStoredGoesOn(_ seed: Int) throws {
        var random = Seeded(seed)
        let records = try records(&random)
        var whole = IncidentMeasures()
        var measures = IncidentMeasures(isStored: true)
        var stored = Stored()
        var storedCount = 0
        var count = 0
        while count < records.count {
            let next = min(records.count, count + Int.random(in: 1...300, using: &random))
            measures.fold(records[count..<next])
            whole.fold(records[count..<next])
            count = next
            if Bool.random(using: &random) {
                stored.write(try measures.takeUnsaved().snapshot())
                storedCount = count
            } else if storedCount > 0, Bool.random(using: &random) {
                measures = try IncidentMeasures(restoring: stored.snapshot)
                measures.fold(records[storedCount..<count])
            }
        }
        #expect(Samples(measures) == Samples(whole))
        #expect(measures.incident("2025-0520-001") == whole.incident("2025-0520-001"))
        #expect(measures.cursors == whole.cursors)
    }

    /// Closed incidents leave memory at every occasion, and come back when something is said of them.
    @Test(arguments: 1...4)
    func whatIsSealedCountsOn(_ seed: Int) throws {
        var random = Seeded(seed)
        let records = try records(&random)
        var whole = IncidentMeasures()
        var measures = IncidentMeasures(isStored: true)
        var stored = Stored()
        var sealedCountMax = 0
        var rest = records[...]
        while !rest.isEmpty {
            let next = rest.prefix(Int.random(in: 1...60, using: &random))
            rest = rest.dropFirst(next.count)
            for record in next {
                let wanted = measures.sealed(in: try RecordBatch(verifying: record.bytes))
                if !wanted.isEmpty { try measures.unseal(stored.sealed(wanted)) }
                measures.fold([record])
            }
            whole.fold(next)
            let unsaved = measures.takeUnsaved(sealingAfter: .seconds(0))
            stored.write(try unsaved.snapshot())
            measures.seal(unsaved.sealing)
            sealedCountMax = max(sealedCountMax, measures.sealedCount)
            if Int.random(in: 0..<4, using: &random) == 0 {
                measures = try IncidentMeasures(restoring: stored.snapshot)
            }
            #expect(Samples(measures) == Samples(whole))
        }
        #expect(sealedCountMax > 0)
        for overview in whole.incidents() {
            let key = IncidentKey(overview.id, overview.status)
            let known =
                try measures.incident(key) ?? IncidentMeasures.incident(key, in: stored.sealed(.of([key])))
            #expect(known == whole.incident(key))
        }
        let summary = measures.summary(year: 2025, status: .exercise)
        #expect(summary.document == whole.summary(year: 2025, status: .exercise).document)
    }

    @Test func aSnapshotThatIsNoneIsRefused() throws {
        var measures = IncidentMeasures(isStored: true)
        measures.fold(try Scenario.records(Scenario.robbery))
        let good = try measures.takeUnsaved().snapshot()
        _ = try IncidentMeasures(restoring: good)
        for length in stride(from: 0, to: good.base.count, by: 101) {
            let cut = StateSnapshot(base: Array(good.base[..<length]), facts: [], incidents: [])
            #expect(throws: SnapshotError.self) { try IncidentMeasures(restoring: cut) }
        }
    }

    @Test func aRecordThatComesAgainCountsOnce() throws {
        let records = try Scenario.records(Scenario.robbery)
        var twice = IncidentMeasures(records)
        twice.fold(records)
        #expect(Samples(twice) == Samples(IncidentMeasures(records)))
    }

    /// At every event, in both scenarios.
    @Test(arguments: [Scenario.standoff, Scenario.robbery])
    func noCounterAndNoHistogramFalls(_ scenario: String) throws {
        let families = MeasuredFamily.all.filter { $0.kind == .counter || $0.kind == .histogram }
        var measures = IncidentMeasures()
        var before: [String: [[String]: Double]] = [:]
        for (index, record) in try Scenario.records(scenario).enumerated() {
            measures.fold(CollectionOfOne(record))
            // Heartbeats are most of it, and change little.
            guard index % 16 == 0 else { continue }
            let samples = measures.samples()
            for family in families {
                let now = totals(samples[family.name] ?? [])
                for (labels, value) in before[family.name] ?? [:] {
                    #expect(now[labels, default: -1] >= value, "\(family.name) \(labels) at record \(index)")
                }
                before[family.name] = now
            }
        }
    }

    private func totals(_ samples: [MeasuredSample]) -> [[String]: Double] {
        let pairs = samples.map { sample -> ([String], Double) in
            switch sample.value {
            case .number(let number): (sample.labels, number)
            case .histogram(let histogram): (sample.labels, Double(histogram.count))
            }
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

/// Random numbers that are the same for the same seed: SplitMix64.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
