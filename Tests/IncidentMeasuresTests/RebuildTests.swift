import EventSchema
import IncidentMeasures
import IncidentState
import Testing

/// Measures are a function of the records and their order, however and whenever somebody looked.
@Suite struct RebuildTests {
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
        var stored: (base: [UInt8], facts: [EventID: StoredFact], incidents: [IncidentKey: StoredIncident])
        stored = ([], [:], [:])
        var storedCount = 0
        var count = 0
        while count < records.count {
            let next = min(records.count, count + Int.random(in: 1...300, using: &random))
            measures.fold(records[count..<next])
            whole.fold(records[count..<next])
            count = next
            if Bool.random(using: &random) {
                let snapshot = try measures.takeUnsaved().snapshot()
                stored.base = snapshot.base
                for fact in snapshot.facts { stored.facts[fact.id] = fact }
                for incident in snapshot.incidents { stored.incidents[incident.key] = incident }
                storedCount = count
            } else if storedCount > 0, Bool.random(using: &random) {
                measures = try IncidentMeasures(
                    restoring: StateSnapshot(
                        base: stored.base,
                        facts: Array(stored.facts.values),
                        incidents: Array(stored.incidents.values)
                    )
                )
                measures.fold(records[storedCount..<count])
            }
        }
        #expect(Samples(measures) == Samples(whole))
        #expect(measures.incident("2025-0520-001") == whole.incident("2025-0520-001"))
        #expect(measures.cursors == whole.cursors)
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
