import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct RecordFilterTests {
    @Test func letsEverythingThroughByItself() throws {
        #expect(RecordFilter().isOpen)
        #expect(try passes(RecordFilter()))
        let broken = try SampleEvent.batch([[0xFF]])
        #expect(count(RecordFilter(), broken) == 1)
        #expect(count(RecordFilter(severity: .unknown), broken) == 0)
    }

    @Test(arguments: [
        ("shots.fired", true), ("shots.*", true), ("s*", true), ("*", true), ("shots", false),
        ("shots.fired.again", false), ("hostage.*", false), ("fired", false),
    ])
    func knowsTypes(_ text: String, passes: Bool) throws {
        let pattern = try #require(RecordFilter.TypePattern(text))
        #expect(try self.passes(RecordFilter(types: [pattern])) == passes)
    }

    @Test func needsOnlyOneOfSeveralTypes() throws {
        let patterns = ["hostage.*", "shots.fired"].compactMap { RecordFilter.TypePattern($0) }
        #expect(try passes(RecordFilter(types: patterns)))
    }

    @Test(arguments: ["", "Shots.fired", "sh*ts", "**", "shots fired", "a/b"])
    func refusesWhatIsNoType(_ text: String) {
        #expect(RecordFilter.TypePattern(text) == nil)
    }

    @Test func countsSeverityFromUnknownToExtreme() throws {
        let words: [Severity] = [.unknown, .minor, .moderate, .severe, .extreme]
        for (place, event) in words.enumerated() {
            for (limit, least) in words.enumerated() {
                let passes = try passes(RecordFilter(severity: least)) {
                    $0["severity"] = .string(event.word)
                }
                #expect(passes == (place >= limit), "\(event) against \(least)")
            }
        }
    }

    @Test func knowsTheTrendOfEvents() throws {
        #expect(try passes(RecordFilter(trend: .escalation)))
        #expect(try !passes(RecordFilter(trend: .deescalation)))
        let released: (inout JSONObject) -> Void = { document in
            document["type"] = .string("perimeter.changed")
            document["data"] = .object(["ring": .string("outer"), "state": .string("released")])
        }
        #expect(try passes(RecordFilter(trend: .deescalation), released))
        #expect(try !passes(RecordFilter(trend: .escalation), released))
    }

    @Test func knowsTheIncidentAndTheTime() throws {
        #expect(try passes(RecordFilter(incident: "2025-0520-001")))
        #expect(try !passes(RecordFilter(incident: "2025-0520-00")))
        let taken: Int64 = 1_747_751_926_500_000_000
        #expect(try passes(RecordFilter(since: Timestamp(nanoseconds: taken))))
        #expect(try !passes(RecordFilter(since: Timestamp(nanoseconds: taken + 1))))
    }

    @Test func needsEveryKindOfFilterToFit() throws {
        let type = try #require(RecordFilter.TypePattern("shots.fired"))
        #expect(try !passes(RecordFilter(types: [type], trend: .deescalation)))
        #expect(try !passes(RecordFilter(types: [type], incident: "other")))
    }

    private func passes(
        _ filter: RecordFilter,
        _ change: (inout JSONObject) -> Void = { _ in }
    ) throws -> Bool {
        try count(filter, SampleEvent.batch([SampleEvent.event(1, change).bytes])) == 1
    }

    private func count(_ filter: RecordFilter, _ batch: RecordBatch) -> Int {
        var count = 0
        batch.forEach { header, record in if filter.matches(header, record) { count += 1 } }
        return count
    }
}

@Suite struct RecordTemplateTests {
    @Test(arguments: [
        ("{sequence} {type} {narrative}", "[Exercise] 17 shots.fired One report heard from the garage."),
        (
            "{published}|{observed}|{recorded}",
            "[Exercise] 2025-05-20 14:38:46.500+00:00|2025-05-20 14:38:45.000+00:00|2025-05-20 14:39:00.000+00:00"
        ),
        ("{mark} {trend}", "[Exercise] escalation"), ("{status}:{severity}", "Exercise:Extreme"),
        ("{incident}={subject} {agency}", "[Exercise] 2025-0520-001=2025-0520-001 expd"),
        ("{data.rounds} {data.by} {data.none.x} {amends}.", "[Exercise] 1 unknown  ."),
        ("{{{type}}}", "[Exercise] {shots.fired}"), ("a\\tb", "[Exercise] a\tb"), ("", "[Exercise] "),
        ("{recordsequence} {authorid}", "[Exercise] 00000000000000000017 a.recorder"),
        (
            "{data}",
            #"[Exercise] {"narrative":"One report heard from the garage.","by":"unknown","rounds":1}"#
        ),
    ])
    func fillsInFields(_ template: String, _ expected: String) throws {
        let lines = RecordLines(
            format: .template,
            palette: Palette(isOn: false),
            template: try RecordTemplate(template),
            secondsEast: 0
        )
        let event = try SampleEvent.event(1) { $0["recordedtime"] = .string("2025-05-20T14:39:00Z") }
        let batch = try SampleEvent.batch([event.bytes])
        #expect(String(decoding: lines.lines(of: batch), as: UTF8.self) == expected + "\n")
    }

    @Test func marksNothingThatIsActual() throws {
        let event = try SampleEvent.event(1) { $0["status"] = .string("Actual") }
        let lines = RecordLines(
            format: .template,
            palette: Palette(isOn: false),
            template: try RecordTemplate("{mark}{type}")
        )
        #expect(
            String(decoding: lines.lines(of: try SampleEvent.batch([event.bytes])), as: UTF8.self)
                == "shots.fired\n"
        )
    }

    @Test func keepsControlCharactersAndLineEndsOut() throws {
        let event = try SampleEvent.event(1) {
            $0["data"] = .object(["by": .string("unknown"), "narrative": .string("a\nb")])
        }
        let lines = RecordLines(
            format: .template,
            palette: Palette(isOn: false),
            template: try RecordTemplate("{mark}{narrative}")
        )
        #expect(
            String(decoding: lines.lines(of: try SampleEvent.batch([event.bytes])), as: UTF8.self)
                == "[Exercise]a b\n"
        )
    }

    @Test func showsWhatCannotBeDecoded() throws {
        let lines = RecordLines(
            format: .template,
            palette: Palette(isOn: false),
            template: try RecordTemplate("{sequence}{type}{trend}")
        )
        #expect(
            String(decoding: lines.lines(of: try SampleEvent.batch([[0xFF]])), as: UTF8.self)
                == "17scenewire.unreadable\n"
        )
    }

    @Test(arguments: ["{", "}", "{type", "type}", "{}", "{nonsense}", "{Type}", "{{}"])
    func refusesOthers(_ text: String) {
        #expect(throws: TemplateProblem.self) { try RecordTemplate(text) }
    }
}
