import EventSchema
import Foundation
import Testing

@testable import ScenewireCLI

@Suite struct EventShiftTests {
    private let shift = EventShift(nanoseconds: 3_600_000_000_000, isExercise: false)

    @Test func leavesEverythingAloneWithoutAChange() {
        let document = SampleEvent.document(1)
        #expect(EventShift(nanoseconds: 0, isExercise: false).shifted(document) == document)
    }

    @Test func derivesTheSameNameEachTimeAndAnotherForEachEventAndChange() {
        let ids = (1...1_000).map { SampleEvent.id($0) }
        let names = ids.map { shift.derived($0) }
        #expect(names == ids.map { shift.derived($0) })
        #expect(Set(names).count == ids.count)
        let other = EventShift(nanoseconds: 3_600_000_000_001, isExercise: false)
        let exercise = EventShift(nanoseconds: 3_600_000_000_000, isExercise: true)
        #expect(Set(names).isDisjoint(with: ids.map { other.derived($0) }))
        #expect(Set(names).isDisjoint(with: ids.map { exercise.derived($0) }))
        // Version 8 and the variant of RFC 9562.
        #expect(names.allSatisfy { $0.high >> 12 & 0xF == 8 && $0.low >> 62 == 2 })
    }

    /// Written down, because a stream that was played yesterday must be recognised tomorrow.
    @Test func derivesTheNamesThatItAlwaysDid() {
        #expect(shift.derived(SampleEvent.id(1)).description == "558ed061-8ef0-8044-9cfa-04d593376b90")
        #expect(
            EventShift.named(["type": .string("log.entry")]).description
                == "924bebbb-9d85-8960-ad66-fcd2864ce662"
        )
    }

    @Test func shiftsTimesWithinThePayloadToo() {
        let document = SampleEvent.document(1) { document in
            document["type"] = .string("record.corrected")
            document["recordedtime"] = .string("2025-05-20T14:39:00.000Z")
            document["amends"] = .string(SampleEvent.id(2).description)
            document["data"] = .object([
                "reason": .string("late"),
                "supersedesCorrection": .string(SampleEvent.id(3).description),
                "changes": .array([
                    .object([
                        "pointer": .string("/data/due"), "value": .string("2025-05-20T15:00:00.000Z"),
                    ]),
                    .object(["pointer": .string("/data/rounds"), "value": .number("2")]),
                ]),
                "unknown": .string("2025-05-20T15:00:00.000Z"),
            ])
        }
        let shifted = shift.shifted(document)
        #expect(shifted["time"] == .string("2025-05-20T15:38:45.000Z"))
        #expect(shifted["recordedtime"] == .string("2025-05-20T15:39:00.000Z"))
        #expect(shifted["amends"] == .string(shift.derived(SampleEvent.id(2)).description))
        #expect(shifted["status"] == .string("Exercise"))
        let data: JSONObject = [
            "reason": .string("late"),
            "supersedesCorrection": .string(shift.derived(SampleEvent.id(3)).description),
            "changes": .array([
                .object(["pointer": .string("/data/due"), "value": .string("2025-05-20T16:00:00.000Z")]),
                .object(["pointer": .string("/data/rounds"), "value": .number("2")]),
            ]),
            "unknown": .string("2025-05-20T15:00:00.000Z"),
        ]
        #expect(shifted["data"] == .object(data))
    }

    /// As SDKs write data that is bytes to them.
    @Test func shiftsTimesWithinDataInBase64() throws {
        let plan = PlayPlan(
            speed: .max,
            from: nil,
            until: nil,
            shift: nil,
            status: .refuseActual,
            isPlayed: false
        )
        let data = #"{"deadlineId":"DL1","by":"subject","due":"2025-05-20T15:00:00.000Z"}"#
        func played(_ member: String, _ value: JSONValue) throws -> Event {
            let document = SampleEvent.document(1) { document in
                document["type"] = .string("deadline.set")
                document["data"] = nil
                document[member] = value
            }
            let moment = Timestamp(nanoseconds: 0)
            let event = try plan.event(
                of: PlayedDocument(moment: moment, document: document, place: ""),
                shift
            )
            return try Event(eventBytes: event.bytes)
        }
        let plain = try played("data", .object(CloudEvent.parse(Array(data.utf8))))
        let encoded = try played("data_base64", .string(Data(data.utf8).base64EncodedString()))
        #expect(encoded.payload == plain.payload)
        #expect(#"\#(encoded)"#.contains("1747756800"), "\(encoded)")
        #expect(throws: PlayProblem.self) { try played("data_base64", .string("bm8=")) }
    }

    @Test func followsRelatedEventsAndLeavesStreamsAlone() {
        let stream = "55e0e380-3975-4f6a-9eb6-6a483eb0e30e"
        let document = SampleEvent.document(1) { document in
            document["type"] = .string("archive.checkpoint")
            document["related"] = .string("\(SampleEvent.id(2)) \(SampleEvent.id(3))")
            document["protobuf"] = .string("AAAA")
            document["data"] = .object(["stream": .string(stream)])
        }
        let shifted = shift.shifted(document)
        let related = [2, 3].map { shift.derived(SampleEvent.id($0)).description }.joined(separator: " ")
        #expect(shifted["related"] == .string(related))
        #expect(shifted["data"] == .object(["stream": .string(stream)]))
        #expect(shifted["protobuf"] == nil)
    }

    @Test(arguments: SchemaTable.events.map(\.type))
    func keepsEventsOfEveryTypeValid(_ type: String) throws {
        let sample = TypeSample(try #require(SchemaTable.event(type)), isFull: true)
        let change = EventShift(nanoseconds: -86_400_000_000_000, isExercise: true)
        let event = try CloudEvent.decode(change.shifted(sample.document))
        #expect(event.outline.id == change.derived(SampleEvent.id(1)))
    }
}

@Suite struct PlaySpeedTests {
    @Test func spreadsTheStreamOverTime() {
        #expect(PlaySpeed.times(60).delay(of: 60_000_000_000) == .seconds(1))
        #expect(PlaySpeed.times(0.5).delay(of: 1_000_000_000) == .seconds(2))
        #expect(PlaySpeed.max.delay(of: 60_000_000_000) == .zero)
    }

    @Test(arguments: ["0", "-1", "nan", "inf", "fast", "", "1000001"])
    func refusesOthers(_ text: String) {
        #expect(PlaySpeed(argument: text) == nil)
    }
}

@Suite struct ProgressBarTests {
    @Test(
        arguments: [
            (0.0, "[........................]   0 % words"), (0.5, "[############............]  50 % words"),
            (1, "[########################] 100 % words"), (7, "[########################] 100 % words"),
            (-1, "[........................]   0 % words"), (nil, "words"),
        ] as [(Double?, String)]
    )
    func shows(_ fraction: Double?, as line: String) {
        #expect(ProgressBar.line(fraction, "words") == line)
    }

    @Test(
        arguments: [
            (1_412, 0.5, "1,412 of about 2,824 events, 10 s left"), (1, nil, "1 event"), (0, 0.5, "0 events"),
            (1_234_567, 0.001, "1,234,567 events"), (12, 1, "12 of about 12 events, 0 ms left"),
        ] as [(Int, Double?, String)]
    )
    func counts(_ count: Int, _ fraction: Double?, as words: String) {
        #expect(ProgressBar.words(count, fraction, elapsed: .seconds(10)) == words)
    }

    @Test func isSilentWithoutATerminal() {
        var bar = ProgressBar(isShown: false)
        #expect(bar.text(0.5, "words") == nil)
        #expect(bar.end() == nil)
    }

    @Test func changesNoMoreOftenThanPeopleRead() {
        var bar = ProgressBar(isShown: true)
        #expect(bar.text(0.1, "words") != nil)
        #expect(bar.text(0.2, "words") == nil)
        #expect(bar.end() == ProgressBar.erasure)
        #expect(bar.end() == nil)
        #expect(bar.text(0.3, "words") != nil)
    }
}
