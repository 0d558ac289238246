import EventSchema
import IncidentState
import Testing

/// What the scenarios promise whoever plays them.
@Suite struct ScenarioFileTests {
    static let names = [Scenario.standoff, Scenario.robbery]

    @Test(arguments: names)
    func everyLineIsAKnownEventOfAnExercise(_ name: String) throws {
        for (index, event) in try Scenario.events(name).enumerated() {
            #expect(event.outline.status == .exercise, "line \(index + 1)")
            #expect(event.outline.notes(of: event.bytes.span.bytes) == [], "line \(index + 1)")
        }
    }

    /// Nothing is left to be filled in, so that playing a file twice publishes the same bytes twice.
    @Test(arguments: names)
    func everyLineIsWhole(_ name: String) throws {
        let text = try Scenario.text(name)
        #expect(try EventBatch.encode(Scenario.events(name).map(\.bytes), format: .lines) == text)
    }

    @Test(arguments: names)
    func linesStandInTheOrderOfTheirRecordedTimes(_ name: String) throws {
        let times = try Scenario.events(name).map(\.outline.recordedAt)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test(arguments: names)
    func idsAreNeverRepeated(_ name: String) throws {
        let ids = try Scenario.events(name).map(\.outline.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: names)
    func authoredEventsOfASourceAreNumberedWithoutAHole(_ name: String) throws {
        var last: [String: UInt64] = [:]
        for event in try Scenario.events(name) where event.outline.category == .authored {
            #expect(event.outline.sourceSequence == last[event.source, default: 0] + 1)
            last[event.source] = event.outline.sourceSequence
        }
    }

    /// A heartbeat repeats the number of the last authored event before it, as the source agent's do.
    @Test(arguments: names)
    func heartbeatsNameTheLastAuthoredEvent(_ name: String) throws {
        var last: [String: UInt64] = [:]
        for event in try Scenario.events(name) {
            if event.outline.category == .authored { last[event.source] = event.outline.sourceSequence }
            guard case .sourceHeartbeat(let beat) = try event.decoded().payload else { continue }
            #expect(beat.lastSequence == last[event.source, default: 0])
            #expect(event.outline.sourceSequence == max(1, beat.lastSequence))
        }
    }

    /// From the first to the last, which signs off; but for the outage, of which A tells.
    @Test(arguments: names)
    func everySourceBeatsEveryThirtySeconds(_ name: String) throws {
        var beats: [String: [ValidEvent]] = [:]
        for event in try Scenario.events(name) where event.type == "source.heartbeat" {
            beats[event.source, default: []].append(event)
        }
        let isStandoff = name == Scenario.standoff
        #expect(beats.keys.sorted() == (isStandoff ? ["cp1", "disp", "neg1", "tac1"] : ["cp1", "disp"]))
        var pauses: [String] = []
        for (source, beats) in beats {
            let times = beats.map(\.outline.observedAt)
            for (earlier, later) in zip(times, times.dropFirst())
            where later.nanoseconds - earlier.nanoseconds != 30_000_000_000 {
                pauses.append("\(source) \(earlier) \(later)")
            }
            let signsOff = try beats.map { event in
                guard case .sourceHeartbeat(let beat) = try event.decoded().payload else { return false }
                return beat.signingOff
            }
            #expect(signsOff.last == true && !signsOff.dropLast().contains(true))
        }
        #expect(pauses == (isStandoff ? ["tac1 2025-05-20T16:45:40.000Z 2025-05-20T16:58:40.000Z"] : []))
    }
}
