import AlertRules
import EventSchema
import Testing

/// Several streams of one incident, their clocks, statuses and markings.
@Suite struct StreamAlertTests {
    private func second() -> Teller {
        var other = Teller()
        (other.stream, other.source) = (2, "neg1")
        return other
    }

    @Test func stateIsOneWhateverStreamTellsOfIt() throws {
        var (first, second) = (Teller(), second())
        try first.declare(at: 0)
        let due = Teller.time(600).rfc3339
        try first.tell("deadline.set", at: 10, #"{"deadlineId":"DL1","due":"\#(due)","by":"subject"}"#)
        try second.tell("deadline.resolved", at: 500, #"{"deadlineId":"DL1","resolution":"met"}"#)
        try second.tell("shots.fired", at: 510, #"{"by":"subject"}"#)
        var engine = AlertEngine(try Files.rules())
        var steps = engine.fold(first.records)
        steps += engine.fold(second.records)
        #expect(steps.raised("R01").count == 1)
        steps += engine.wait(until: 2_000)
        #expect(steps.raised("R11").isEmpty)
    }

    /// A record that comes again changes nothing, of each stream by itself.
    @Test func eachStreamHasItsOwnNumbers() throws {
        var (first, second) = (Teller(), second())
        for at in 0..<5 { try first.tell("log.entry", at: at, #"{"text":"a note"}"#) }
        try second.tell("shots.fired", at: 3, #"{"by":"subject"}"#)
        var engine = AlertEngine(try Files.rules())
        #expect(engine.fold(first.records + second.records).lines == ["R01"])
        #expect(engine.fold(first.records + second.records).isEmpty)
    }

    @Test func aClockThatIsSetBackIsFollowedBack() throws {
        var teller = Teller()
        try teller.declare(at: 0)
        try teller.tell("perimeter.changed", at: 1, #"{"ring":"inner","state":"established"}"#)
        let contact = #"{"channel":"existingPhone","party":{"ref":"S1"}}"#
        try teller.tell("negotiation.contact.established", at: 10, contact)
        // Two hours ahead for one commit.
        try teller.tell("log.entry", at: 100, publishedAt: 100 + 7_200, #"{"text":"a note"}"#)
        teller.flags = [.playedClock, .clockSteppedBack]
        try teller.tell("log.entry", at: 110, publishedAt: 111, #"{"text":"a note"}"#)
        for at in stride(from: 120, to: 420, by: 60) {
            try teller.tell("negotiation.contact.lost", at: at, #"{"reason":"lineDropped"}"#)
            try teller.tell("negotiation.contact.established", at: at + 30, contact)
        }
        var engine = AlertEngine(try Files.rules())
        let steps = engine.fold(teller.records)
        #expect(steps.raised("R08").isEmpty)
        #expect(engine.clock(of: Record.stream(1)) == Teller.time(391))
        #expect(engine.wait(until: 391 + 899).raised("R12").isEmpty)
        #expect(engine.wait(until: 391 + 900).raised("R12").count == 1)
    }

    @Test func anotherSourceIsMissedAfterAClockWasSetBack() throws {
        var (first, second) = (Teller(), Teller())
        try first.beat(at: 7_200)
        second.source = "neg1"
        try second.beat(at: 1)
        second.flags = [.playedClock, .clockSteppedBack]
        try second.beat(at: 10)
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(first.records + [second.records[1]])
        #expect(engine.wait(until: 100).raised("R13").map(\.key) == ["cp1", "neg1"])
    }

    @Test func aSourceIsMissedAfterAClockWasSetBack() throws {
        var teller = Teller()
        try teller.beat(at: 7_200)
        teller.flags = [.playedClock, .clockSteppedBack]
        try teller.beat(at: 10)
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(teller.records)
        #expect(engine.wait(until: 99).isEmpty)
        #expect(engine.wait(until: 100).lines == ["R13"])
    }

    // MARK: - Status and marking

    @Test func anExerciseNeitherMovesWhatIsRealNorItsAlerts() throws {
        var teller = Teller()
        teller.status = "Actual"
        try teller.declare(at: 0)
        teller.status = "Exercise"
        try teller.tell("perimeter.changed", at: 10, #"{"ring":"inner","state":"established"}"#)
        try teller.tell("incident.reclassified", at: 20, #"{"fromClass":"BARICADE","toClass":"HOSTAGE"}"#)
        let real = teller.ids[0]
        try teller.retract(real, at: 30)
        var engine = AlertEngine(try Files.rules())
        let steps = engine.fold(teller.records) + engine.wait(until: 1_000)
        #expect(steps.raised("R05").map(\.status) == [.exercise])
        // The inner ring of the exercise is none of the real incident.
        #expect(steps.raised("R17").map(\.status) == [.actual])
        #expect(steps.raised("R22").isEmpty)
    }

    @Test func theMarkingIsThatOfWhatTheTextComesFrom() throws {
        var teller = Teller()
        teller.tlp = "GREEN"
        try teller.declare(at: 0)
        teller.tlp = "RED"
        let due = Teller.time(300).rfc3339
        try teller.tell("deadline.set", at: 10, #"{"deadlineId":"DL1","due":"\#(due)","by":"subject"}"#)
        teller.tlp = "AMBER"
        try teller.tell("shots.fired", at: 20, #"{"by":"subject"}"#, more: ["certainty": .string("Unlikely")])
        teller.tlp = "RED"
        try teller.correct(teller.ids[2], "/certainty", #""Observed""#, at: 30)
        var engine = AlertEngine(try Files.rules())
        let steps = engine.fold(teller.records) + engine.wait(until: 920)
        #expect(Set(steps.raised("R10").map(\.tlp)) == [.red])
        #expect(steps.raised("R17").map(\.tlp) == [.green])
        #expect(steps.raised("R01").map(\.tlp) == [.red])
    }

    // MARK: - Streams that are cut off

    @Test func aStreamThatIsCutOffHoldsNoOtherUpAndIsReportedOnce() throws {
        var (first, second) = (Teller(), second())
        try first.declare(at: 0)
        try first.beat(at: 1)
        try second.beat(at: 1)
        try second.tell("perimeter.changed", at: 2, #"{"ring":"outer","state":"established"}"#)
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(first.records + second.records)
        #expect(engine.note(.cutOff, of: Record.stream(1), at: Teller.time(5_000)).isEmpty)
        #expect(engine.advanceSilence(of: Record.stream(1), to: Teller.time(5_029)).isEmpty)
        let steps = engine.advanceSilence(of: Record.stream(1), to: Teller.time(5_030))
        #expect(steps.lines == ["R27"])
        #expect(engine.advanceSilence(of: Record.stream(1), to: Teller.time(6_000)).isEmpty)
        // The incident is told of by both, so the one that is heard moves its clocks; and only what the heard
        // stream carries is missed.
        let waited = engine.wait(until: 901, stream: 2)
        #expect(Set(waited.lines) == ["R12", "R13", "R17"])
        #expect(waited.raised("R13").map(\.key) == ["neg1"])
        #expect(engine.note(.live, of: Record.stream(1), at: Teller.time(6_010)).lines.first == "R27 over")
    }

    /// A publisher whose journal was moved away begins another stream, which may long be empty: its old stream is
    /// silent for good, and the publisher is not.
    @Test(arguments: [true, false]) func aPublisherThatBeginsAnotherStreamIsNotSilent(isEarly: Bool) throws {
        var (first, second) = (Teller(), second())
        try first.beat(at: 0)
        try second.beat(at: 0)
        let (old, new) = (Record.stream(1), Record.stream(2))
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(first.records)
        #expect(engine.note(publisher: "a", of: old, at: Teller.time(0)).isEmpty)
        _ = engine.note(consumers: [:], head: SequenceNumber(9), of: old, at: Teller.time(1))
        _ = engine.note(.cutOff, of: old, at: Teller.time(10))
        if !isEarly { #expect(engine.advanceSilence(of: old, to: Teller.time(40)).lines == ["R27"]) }
        let steps = engine.note(publisher: "a", of: new, at: Teller.time(isEarly ? 20 : 50))
        #expect(steps.lines == (isEarly ? [] : ["R27 over"]))
        _ = engine.note(.live, of: new, at: Teller.time(60))
        #expect(engine.advanceSilence(of: old, to: Teller.time(900)).isEmpty)
        #expect(engine.expect(["a"], from: Teller.time(900)).isEmpty)
        #expect(engine.fold(second.records).isEmpty)
        #expect(engine.note(publisher: "a", of: new, at: Teller.time(910)).isEmpty)
        // The new one is watched as the old one was.
        _ = engine.note(.cutOff, of: new, at: Teller.time(1_000))
        #expect(engine.advanceSilence(of: new, to: Teller.time(1_030)).lines == ["R27"])
    }

    /// Nobody says any more what has been stored of a stream that its publisher has left.
    @Test func aConsumerIsNotBehindInAStreamThatWasLeft() throws {
        let rule = "id: C1, name: Behind, clock: consumer behind, consumer: archive, after: 60 s"
        var engine = AlertEngine(try Self.rules(rule))
        var teller = Teller()
        try teller.beat(at: 0)
        _ = engine.fold(teller.records)
        _ = engine.note(publisher: "a", of: Record.stream(1), at: Teller.time(0))
        #expect(Self.note(&engine, stored: 3, head: 5, at: 100) == [])
        #expect(Self.note(&engine, stored: 3, head: 5, at: 160) == ["C1"])
        #expect(engine.note(publisher: "a", of: Record.stream(2), at: Teller.time(170)).lines == ["C1 over"])
    }

    /// What is still being read may say that contact was made again.
    @Test func aStreamThatIsStillReadHoldsTheTimeBack() throws {
        var (first, second) = (Teller(), second())
        try first.declare(at: 0)
        try second.tell("log.entry", at: 1, #"{"text":"a note"}"#)
        let contact = #"{"channel":"existingPhone","party":{"ref":"S1"}}"#
        try first.tell("perimeter.changed", at: 2, #"{"ring":"inner","state":"established"}"#)
        try first.tell("negotiation.contact.established", at: 10, contact)
        try first.tell("negotiation.contact.lost", at: 20, #"{"reason":"lineDropped"}"#)
        try second.tell("negotiation.contact.established", at: 60, contact)
        var engine = AlertEngine(try Files.rules())
        // The feed says so before it brings the first record.
        _ = engine.note(.catchingUp, of: Record.stream(2), at: Teller.time(0))
        _ = engine.fold([second.records[0]])
        _ = engine.fold(first.records)
        #expect(engine.wait(until: 3_000).isEmpty)
        var steps = engine.fold([second.records[1]])
        steps += engine.note(.live, of: Record.stream(2), at: Teller.time(3_000))
        #expect(steps.raised("R08").isEmpty)
        #expect(steps.raised("R12").count == 1)
    }

    /// A stream may hold the time of an incident back of which it tells nothing; when it has been read, what ran
    /// out meanwhile is told at once.
    @Test func whatAStreamHeldBackIsToldWhenItHasBeenRead() throws {
        var (first, second) = (Teller(), second())
        second.incident = "EX-2"
        try first.declare(at: 0)
        try second.declare(at: 1)
        var engine = AlertEngine(try Files.rules())
        _ = engine.note(.catchingUp, of: Record.stream(2), at: Teller.time(0))
        _ = engine.fold(second.records)
        _ = engine.fold(first.records)
        #expect(engine.wait(until: 1_500).isEmpty)
        let steps = engine.note(.live, of: Record.stream(2), at: Teller.time(1_500))
        #expect(steps.raised("R17").map(\.incident) == ["EX-1"])
    }

    private static func rules(_ rule: String) throws -> RuleBook {
        let text = "version: 1\nrules:\n  - {\(rule), severity: Severe, text: \"{what} since {since}\"}\n"
        return try RuleBook(Array(text.utf8), file: "rules.yml")
    }

    /// What a publisher says of a consumer.
    private static func note(
        _ engine: inout AlertEngine,
        stored: Int?,
        head: Int,
        at second: Int
    ) -> [String] {
        let consumers = stored.map { ["archive": SequenceNumber(UInt64($0))] } ?? [:]
        return engine.note(
            consumers: consumers,
            head: SequenceNumber(UInt64(head)),
            of: Record.stream(1),
            at: Teller.time(second)
        ).lines
    }

    @Test func aConsumerThatStoresNothingIsToldOfUntilItDoes() throws {
        var engine = AlertEngine(
            try Self.rules("id: C1, name: Behind, clock: consumer behind, consumer: archive, after: 60 s")
        )
        // Before the stream begins nothing is there to be stored.
        #expect(Self.note(&engine, stored: nil, head: 1, at: 0) == [])
        var teller = Teller()
        try teller.beat(at: 10)
        _ = engine.fold(teller.records)
        #expect(Self.note(&engine, stored: 3, head: 5, at: 100) == [])
        // It is slow, and gets on.
        #expect(Self.note(&engine, stored: 4, head: 9, at: 159) == [])
        #expect(Self.note(&engine, stored: 4, head: 9, at: 218) == [])
        let steps = engine.note(
            consumers: ["archive": SequenceNumber(4), "other": .zero],
            head: SequenceNumber(9),
            of: Record.stream(1),
            at: Teller.time(219)
        )
        #expect(
            steps.raised("C1").map(\.text) == [
                "archive since \(Teller.time(159).rfc3339.dropFirst(11).prefix(8)) UTC"
            ]
        )
        #expect(Self.note(&engine, stored: 4, head: 12, at: 300) == [])
        // The publisher was started again, and has not heard of it.
        #expect(Self.note(&engine, stored: nil, head: 12, at: 310) == [])
        #expect(Self.note(&engine, stored: 4, head: 12, at: 320) == [])
        #expect(engine.advanceSilence(of: Record.stream(1), to: Teller.time(900)).isEmpty)
        #expect(Self.note(&engine, stored: 12, head: 12, at: 901) == ["C1 over"])
        // One that was never heard of has stored nothing.
        #expect(Self.note(&engine, stored: nil, head: 12, at: 1_000) == [])
        #expect(Self.note(&engine, stored: nil, head: 12, at: 1_060) == ["C1"])
    }

    /// While the publisher itself is not heard, nobody knows what its consumers do.
    @Test func aConsumerIsNotToldOfWhileThePublisherIsSilent() throws {
        let rule = "id: C1, name: Behind, clock: consumer behind, consumer: archive, after: 60 s"
        var engine = AlertEngine(try Self.rules(rule), isStored: true)
        var teller = Teller()
        try teller.beat(at: 10)
        _ = engine.fold(teller.records)
        #expect(Self.note(&engine, stored: 3, head: 5, at: 100) == [])
        _ = engine.note(.cutOff, of: Record.stream(1), at: Teller.time(110))
        #expect(engine.advanceSilence(of: Record.stream(1), to: Teller.time(500)).isEmpty)
        // A restart goes on with what was known.
        engine = try AlertEngine(Self.rules(rule), restoring: engine.takeSnapshot(sealingAfter: nil))
        _ = engine.note(.live, of: Record.stream(1), at: Teller.time(510))
        #expect(Self.note(&engine, stored: 3, head: 5, at: 520) == ["C1"])
    }

    /// What was told while a stream was cut off is neither ended nor told again when that stream is read on.
    @Test func aStreamThatComesBackTellsNothingTwice() throws {
        var (first, second) = (Teller(), second())
        try first.declare(at: 0)
        try second.tell("log.entry", at: 10, #"{"text":"a note"}"#)
        try second.tell("log.entry", at: 820, #"{"text":"a note"}"#)
        try second.tell("log.entry", at: 1_450, #"{"text":"a note"}"#)
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(first.records + [second.records[0]])
        _ = engine.note(.cutOff, of: Record.stream(2), at: Teller.time(800))
        #expect(engine.wait(until: 1_500).raised("R17").count == 1)
        var steps = engine.note(.catchingUp, of: Record.stream(2), at: Teller.time(1_500))
        steps += engine.fold(Array(second.records[1...]))
        steps += engine.note(.live, of: Record.stream(2), at: Teller.time(1_500))
        #expect(steps.allSatisfy { $0.alert.rule != "R17" })
    }

    @Test(arguments: [("Exercise", "Actual"), ("Actual", "Exercise")])
    func anAmendmentOfAnotherStatusAmendsNothing(status: String, other: String) throws {
        var teller = Teller()
        teller.status = status
        try teller.declare(at: 0)
        try teller.tell("shots.fired", at: 10, #"{"by":"subject"}"#)
        teller.status = other
        try teller.retract(teller.ids[1], at: 20)
        #expect(AlertEngine.steps(try Files.rules(), teller.records).lines == ["R01"])
    }

    @Test func recordsThatCannotBeHadAreTold() throws {
        var teller = Teller()
        try teller.beat(at: 0)
        var engine = AlertEngine(try Files.rules())
        _ = engine.fold(teller.records)
        let range = SequenceNumber(5)...SequenceNumber(9)
        let steps = engine.note(gap: range, in: Record.stream(1), at: Teller.time(10))
        #expect(steps.lines == ["R19"])
        #expect(engine.note(gap: range, in: Record.stream(1), at: Teller.time(20)).isEmpty)
    }

    /// Only a record says whether a stream is real; what is missing before the first one waits for it.
    @Test(arguments: ["Exercise", "Actual"])
    func whatIsMissingBeforeTheFirstRecordIsAsRealAsThat(status: String) throws {
        var teller = Teller()
        teller.status = status
        for at in 0..<8 { try teller.tell("log.entry", at: at, #"{"text":"a note"}"#) }
        var engine = AlertEngine(try Files.rules())
        let number = { (number: UInt64) in SequenceNumber(number) }
        // The publisher's own heartbeat says nothing of it.
        #expect(engine.advance(Record.stream(1), to: Teller.time(0)).isEmpty)
        #expect(engine.note(gap: number(1)...number(4), in: Record.stream(1), at: Teller.time(1)).isEmpty)
        #expect(engine.note(gap: number(5)...number(6), in: Record.stream(1), at: Teller.time(2)).isEmpty)
        let told = engine.fold([teller.records[6]]).raised("R19")
        #expect(told.map(\.status.word) == [status])
        #expect(told.map(\.agency) == ["expd"])
        #expect(told.first?.text.contains("1–6") == true)
        #expect(engine.fold([teller.records[7]]).raised("R19").isEmpty)
    }

    @Test func aClockThatIsOffIsToldOnceUntilItIsPutRight() throws {
        var teller = Teller()
        try teller.beat(at: 0, #"{"clockOffsetMs":-2500}"#)
        try teller.beat(at: 30, #"{"clockOffsetMs":-2600}"#)
        try teller.beat(at: 60, #"{"clockOffsetMs":-1900}"#)
        try teller.beat(at: 90, #"{"clockOffsetMs":9000}"#)
        let steps = AlertEngine.steps(try Files.rules(), teller.records)
        #expect(steps.lines == ["R20", "R20 over", "R20"])
        #expect(Set(steps.raised("R20").map(\.id)).count == 2)
    }
}
