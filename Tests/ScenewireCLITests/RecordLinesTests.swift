import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct RecordLinesTests {
    private let plain = RecordLines(format: .text, palette: Palette(isOn: false), secondsEast: -5 * 3_600)

    private func text(_ events: [UInt8]..., flags: RecordHeader.Flags = [], delaySeconds: Int64 = 0) throws
        -> String
    {
        let batch = try SampleEvent.batch(events, flags: flags, delaySeconds: delaySeconds)
        return String(decoding: plain.lines(of: batch), as: UTF8.self)
    }

    @Test func showsARecordOnOneLine() throws {
        #expect(
            try text(SampleEvent.event(1).bytes)
                == "17 2025-05-20 09:38:46.500-05:00 Extreme  shots.fired expd/2025-0520-001 [Exercise] "
                + "1 shot by unknown: One report heard from the garage.\n"
        )
    }

    @Test func showsWhatIsActualWithoutAMark() throws {
        let event = try SampleEvent.event(1) { document in
            document["status"] = .string("Actual")
            document["severity"] = .string("Minor")
        }
        #expect(
            try text(event.bytes)
                == "17 2025-05-20 09:38:46.500-05:00 Minor    shots.fired expd/2025-0520-001 "
                + "1 shot by unknown: One report heard from the garage.\n"
        )
    }

    @Test func showsWhenAnEventWasSeenThatCameLate() throws {
        #expect(try !text(SampleEvent.event(1).bytes, delaySeconds: 58).contains("observed"))
        #expect(
            try text(SampleEvent.event(1).bytes, delaySeconds: 60)
                .contains("[Exercise] (observed 2025-05-20 09:38:45.000-05:00) 1 shot by unknown: One")
        )
    }

    /// The difference of the two times is the one number that has no magnitude of its own kind.
    @Test func showsAnEventWhoseTimeIsAsFarAwayAsCanBe() throws {
        let published: Int64 = 1_747_751_926_500_000_000
        let observed = Timestamp(nanoseconds: published &- .min)
        let event = try SampleEvent.event(1) { $0["time"] = .string(observed.rfc3339) }
        #expect(try text(event.bytes).contains("(observed 173"))
    }

    /// Lines that are sorted by when things happened begin with that.
    @Test func beginsWithTheTimeThatTheLinesAreSortedBy() throws {
        let event = try SampleEvent.event(1).bytes
        let header = try RecordHeader(
            verifying: SampleEvent.batch([event], delaySeconds: 60).bytes.span.bytes
        )
        let text = plain.text(of: header, event: event.span.bytes, isByObservation: true)
        #expect(text.hasPrefix("17 2025-05-20 09:38:45.000-05:00 Extreme "))
        #expect(text.contains(" (published 2025-05-20 09:39:"))
        #expect(!text.contains("observed"))
    }

    @Test func showsThatTheClockWasSetBack() throws {
        #expect(try text(SampleEvent.event(1).bytes, flags: .clockSteppedBack).contains(" [clock set back] "))
    }

    @Test func saysWhatHappenedWhereThereIsNoNarrative() throws {
        let event = try SampleEvent.event(1) { document in
            document["data"] = .object(["by": .string("unknown"), "rounds": .number("1")])
        }
        #expect(try text(event.bytes).hasSuffix("[Exercise] 1 shot by unknown\n"))
    }

    @Test func showsWhatAnEventAmends() throws {
        let event = try SampleEvent.event(2) { document in
            document["type"] = .string("record.retracted")
            document["amends"] = .string(SampleEvent.id(1).description)
            document["data"] = .object(["reason": .string("entered twice")])
        }
        #expect(try text(event.bytes).contains("(amends \(SampleEvent.id(1)))"))
    }

    @Test func cutsALongNarrative() throws {
        let event = try SampleEvent.event(1) { document in
            document["data"] = .object([
                "narrative": .string(String(repeating: "é", count: 200)), "by": .string("unknown"),
            ])
        }
        #expect(
            try text(event.bytes).hasSuffix(
                " Shots by unknown: " + String(repeating: "é", count: 141) + "…\n"
            )
        )
    }

    @Test func letsNoNarrativeDriveTheTerminal() throws {
        let event = try SampleEvent.event(1) { document in
            document["data"] = .object([
                "narrative": .string("a\nb\tc\u{202E}d"), "by": .string("unknown"),
            ])
        }
        #expect(try text(event.bytes).hasSuffix(" Shots by unknown: a b c\u{FFFD}d\n"))
    }

    @Test func showsAnUnknownTypeWithItsData() throws {
        let event = try SampleEvent.event(1) { document in
            document["type"] = .string("drone.sighted")
            document["data"] = .object(["height": .number("30")])
        }
        #expect(
            try text(event.bytes).hasSuffix(" drone.sighted expd/2025-0520-001 [Exercise] {\"height\":30}\n")
        )
    }

    @Test func showsAnEventAboutNoIncident() throws {
        let event = try SampleEvent.event(1) { document in
            document["type"] = .string("drone.sighted")
            document["subject"] = nil
        }
        #expect(try text(event.bytes).contains(" drone.sighted expd [Exercise]"))
    }

    @Test func coloursOnlyWhereItIsWanted() throws {
        let batch = try SampleEvent.batch([SampleEvent.event(1).bytes])
        let coloured = RecordLines(format: .text, palette: Palette(isOn: true), secondsEast: 0)
        let line = String(decoding: coloured.lines(of: batch), as: UTF8.self)
        #expect(line.contains("\u{1B}[1;31mExtreme\u{1B}[0m  shots.fired"))
        #expect(line.contains("\u{1B}[33m[Exercise]\u{1B}[0m"))
    }

    @Test func stopsAtTheWantedCount() throws {
        let batch = try SampleEvent.batch([SampleEvent.event(1).bytes, SampleEvent.event(2).bytes])
        #expect(
            String(decoding: plain.lines(of: batch, countMax: 1), as: UTF8.self).split(separator: "\n").count
                == 1
        )
        #expect(plain.lines(of: batch, countMax: 0).isEmpty)
    }

    /// Whatever came over the wire is shown somehow, on one line, in both forms.
    @Test func neverCrashesOnDamagedEvents() throws {
        let event = try SampleEvent.event(1).bytes
        var damaged = (0..<event.count).map { Array(event.prefix($0)) }
        for position in event.indices {
            var copy = event
            copy[position] ^= 0xFF
            damaged.append(copy)
        }
        let json = RecordLines(format: .json, palette: Palette(isOn: false))
        for bytes in damaged {
            let batch = try SampleEvent.batch([bytes])
            let text = plain.lines(of: batch)
            #expect(text.filter { $0 == UInt8(ascii: "\n") }.count == 1)
            let document = try CloudEvent.parse(json.lines(of: batch))
            #expect(document["recordsequence"] == .string("00000000000000000017"))
        }
    }
}
