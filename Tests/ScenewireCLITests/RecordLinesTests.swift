import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct RecordLinesTests {
    private let plain = RecordLines(format: .text, palette: Palette(isOn: false), secondsEast: -5 * 3_600)

    /// The columns before what happened, the same for every sample.
    private static let lead = "    17  09:38:46   ▲ Extreme   expd/2025-0520-001  cp1 a.recorder      "

    /// The records' lines, without the heading.
    private func text(_ events: [UInt8]..., flags: RecordHeader.Flags = [], delaySeconds: Int64 = 0) throws
        -> String
    {
        let batch = try SampleEvent.batch(events, flags: flags, delaySeconds: delaySeconds)
        let lines = String(decoding: plain.lines(of: batch), as: UTF8.self).split(separator: "\n")
        return lines.dropFirst(2).map { $0 + "\n" }.joined()
    }

    @Test func showsARecordOnOneLine() throws {
        let batch = try SampleEvent.batch([SampleEvent.event(1).bytes])
        #expect(
            String(decoding: plain.lines(of: batch), as: UTF8.self) == """
                Tue 20 May 2025, times -05:00, in the order of publication
                     #  PUBLISHED  SEVERITY    INCIDENT            WHO                 WHAT
                \(Self.lead)[Exercise] 1 shot by unknown: One report heard from the garage.

                """
        )
    }

    @Test func showsWhatIsActualWithoutAMark() throws {
        let event = try SampleEvent.event(1) { document in
            document["status"] = .string("Actual")
            document["severity"] = .string("Minor")
        }
        let lead = Self.lead.replacing("▲ Extreme", with: "● Minor  ")
        #expect(try text(event.bytes) == "\(lead)1 shot by unknown: One report heard from the garage.\n")
    }

    /// The date stands where it changes, and nowhere else.
    @Test func saysTheDateWhereItChanges() throws {
        var listing = RecordListing(order: .observation, palette: Palette(isOn: false), secondsEast: 0)
        let header = try RecordHeader(
            verifying: SampleEvent.batch([SampleEvent.event(1).bytes]).bytes.span.bytes
        )
        var dates: [String] = []
        for day in [20, 20, 21, 21, 20] {
            let event = try SampleEvent.event(1) { $0["time"] = .string("2025-05-\(day)T23:59:59Z") }
            let lines = listing.lines(of: header, event: event.bytes.span.bytes).split(separator: "\n")
            #expect(lines.last?.hasPrefix("    17  23:59:59  ") == true)
            dates.append(lines.count > 1 ? String(lines[0]) : "")
        }
        #expect(
            dates == [
                "Tue 20 May 2025, times +00:00, in the order of observation", "",
                "Wed 21 May 2025, times +00:00", "", "Tue 20 May 2025, times +00:00",
            ]
        )
    }

    /// No line of a record has more characters than a terminal of 60 columns or more; each counts as one.
    @Test(arguments: [60, 80, 99, 100, 120, 200]) func fitsTheTerminal(width: Int) throws {
        let long = String(repeating: "long words ", count: 80)
        let event = try SampleEvent.event(1) {
            $0["data"] = .object(["by": .string("unknown"), "narrative": .string(long)])
        }
        let noted = try SampleEvent.event(2) { document in
            document["type"] = .string("record.retracted")
            document["amends"] = .string(SampleEvent.id(1).description)
            document["data"] = .object(["reason": .string("entered twice"), "narrative": .string(long)])
        }
        let lines = RecordLines(format: .text, palette: Palette(isOn: false), width: width, secondsEast: 0)
        let batch = try SampleEvent.batch(
            [event.bytes, noted.bytes],
            flags: .clockSteppedBack,
            delaySeconds: 200_000
        )
        let text = String(decoding: lines.lines(of: batch), as: UTF8.self)
        let shown = text.split(separator: "\n")
        #expect(shown.count == 4)
        for line in shown.dropFirst() { #expect(line.count <= width, "\(line.count)") }
        #expect(shown[2].count == width)
        #expect(shown[3].count == width)
        #expect(shown[1].contains("WHO") == (width >= 100))
    }

    @Test(arguments: [
        ("2000-02-29T12:00:00Z", "Tue 29 Feb 2000"), ("1969-12-31T23:59:59Z", "Wed 31 Dec 1969"),
        ("1970-01-01T00:00:00Z", "Thu 1 Jan 1970"), ("2026-11-27T00:00:00Z", "Fri 27 Nov 2026"),
    ])
    func knowsTheWeekday(_ time: String, _ day: String) throws {
        #expect(try LocalTime.day(of: Timestamp(rfc3339: time), secondsEast: 0) == day + ", times +00:00")
    }

    @Test func showsWhenAnEventWasSeenThatCameLate() throws {
        #expect(try !text(SampleEvent.event(1).bytes, delaySeconds: 58).contains("observed"))
        #expect(
            try text(SampleEvent.event(1).bytes, delaySeconds: 60)
                .contains("[Exercise] (observed 09:38:45) 1 shot by unknown: One")
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
        var listing = RecordListing(
            order: .observation,
            palette: Palette(isOn: false),
            secondsEast: -5 * 3_600
        )
        let text = listing.lines(of: header, event: event.span.bytes)
        #expect(text.contains("\n     #  OBSERVED  SEVERITY "))
        #expect(text.contains("\n    17  09:38:45  ▲ Extreme "))
        #expect(text.contains(" (published 09:39:"))
        #expect(!text.contains("(observed"))
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
        #expect(try text(event.bytes).contains("(amends 0196ed9e-9c40)"))
    }

    @Test func cutsALongNarrative() throws {
        let event = try SampleEvent.event(1) { document in
            document["data"] = .object([
                "narrative": .string(String(repeating: "é", count: 500)), "by": .string("unknown"),
            ])
        }
        #expect(
            try text(event.bytes).hasSuffix(
                " Shots by unknown: " + String(repeating: "é", count: 381) + "…\n"
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
            try text(event.bytes).hasSuffix(" [Exercise] drone.sighted {\"height\":30}\n")
        )
    }

    @Test func showsAnEventAboutNoIncident() throws {
        let event = try SampleEvent.event(1) { document in
            document["type"] = .string("drone.sighted")
            document["subject"] = nil
        }
        #expect(try text(event.bytes).contains("  expd      cp1 a.recorder      [Exercise] drone.sighted"))
    }

    @Test func coloursOnlyWhereItIsWanted() throws {
        let batch = try SampleEvent.batch([SampleEvent.event(1).bytes])
        let coloured = RecordLines(format: .text, palette: Palette(isOn: true), secondsEast: 0)
        let line = String(decoding: coloured.lines(of: batch), as: UTF8.self)
        #expect(line.contains("\u{1B}[1;31m▲ Extreme \u{1B}[0m  expd/"))
        #expect(line.contains("\u{1B}[33m[Exercise]\u{1B}[0m"))
    }

    @Test func stopsAtTheWantedCount() throws {
        let batch = try SampleEvent.batch([SampleEvent.event(1).bytes, SampleEvent.event(2).bytes])
        #expect(
            String(decoding: plain.lines(of: batch, countMax: 1), as: UTF8.self).split(separator: "\n").count
                == 3
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
            #expect(text.filter { $0 == UInt8(ascii: "\n") }.count == 3)
            let document = try CloudEvent.parse(json.lines(of: batch))
            #expect(document["recordsequence"] == .string("00000000000000000017"))
        }
    }
}
