import EventBus
import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("plain é 😀", "plain é 😀"), ("a\nb\r\tc", "a b  c"), ("\u{1B}[31m", "\u{FFFD}[31m"),
        ("\u{7F}\u{85}", "\u{FFFD}\u{FFFD}"), ("\u{2028}x", " x"), ("\u{2066}x\u{200F}", "\u{FFFD}x\u{FFFD}"),
    ])
    func makesTextSafe(_ text: String, is expected: String) {
        #expect(TerminalText.safe(text) == expected)
    }

    @Test func cutsAtTheLimit() {
        #expect(TerminalText.safe("abc", lengthMax: 3) == "abc")
        #expect(TerminalText.safe("abcd", lengthMax: 3) == "ab…")
    }
}

@Suite struct LocalTimeTests {
    @Test(arguments: [
        (0, "2025-05-20 14:38:46.500+00:00"), (-5 * 3_600, "2025-05-20 09:38:46.500-05:00"),
        (20_700, "2025-05-20 20:23:46.500+05:45"), (-12_600, "2025-05-20 11:08:46.500-03:30"),
    ])
    func saysItsZone(_ secondsEast: Int, _ expected: String) {
        let time = Timestamp(nanoseconds: 1_747_751_926_500_999_999)
        #expect(LocalTime.text(of: time, secondsEast: secondsEast) == expected)
    }

    @Test func fallsBackToUTCAtTheEndOfTime() {
        let last = Timestamp(nanoseconds: .max)
        #expect(LocalTime.text(of: last, secondsEast: 3_600) == LocalTime.text(of: last, secondsEast: 0))
    }
}

@Suite struct AgeTextTests {
    @Test(arguments: [
        (Int64(0), "0 ms"), (999_999_999, "999 ms"), (1_000_000_000, "1 s"), (-2_500_000_000, "-2 s"),
        (185_000_000_000, "3 min 5 s"), (7_800_000_000_000, "2 h 10 min"),
        (172_800_000_000_000, "2 days"), (.min, "-106751 days"),
    ])
    func isRoundedDown(_ nanoseconds: Int64, to expected: String) {
        #expect(AgeText.text(nanoseconds: nanoseconds) == expected)
    }
}

@Suite struct StatusTextTests {
    private let text = StatusText(
        endpoint: "tcp://127.0.0.1:5557",
        now: Timestamp(nanoseconds: 1_747_751_980_000_000_000),
        secondsEast: 0
    )
    private let status = PublisherStatus(
        stream: StreamID(high: 0x55E0_E380_3975_4F6A, low: 0x9EB6_6A48_3EB0_E30E),
        epoch: 3,
        head: 17,
        firstRetained: 1,
        headPublishedAt: Timestamp(nanoseconds: 1_747_751_926_500_000_000),
        clock: Timestamp(nanoseconds: 1_747_751_968_750_000_000),
        isPlayed: false,
        isReadOnly: false,
        consumers: [
            PublisherStatus.Consumer(
                name: "archiver",
                sequence: 15,
                reportedAt: Timestamp(nanoseconds: 1_747_751_970_000_000_000)
            )
        ],
        softwareVersion: "0.1.0"
    )

    @Test func isATableForPeople() {
        #expect(
            text.text(status) == """
                publisher  0.1.0 at tcp://127.0.0.1:5557
                stream     55e0e380-3975-4f6a-9eb6-6a483eb0e30e
                epoch      3
                head       17, published 2025-05-20 14:38:46.500+00:00, 42 s ago
                retained   1 to 17
                clock      wall, 2025-05-20 14:39:28.750+00:00
                accepting  yes
                consumers  1
                  NAME      CURSOR  LAG  REPORTED
                  archiver  15      2    10 s ago

                """
        )
    }

    @Test func isOneLineOfJSON() {
        #expect(
            text.json(status)
                == #"{"endpoint":"tcp://127.0.0.1:5557","softwareVersion":"0.1.0","#
                + #""stream":"55e0e380-3975-4f6a-9eb6-6a483eb0e30e","epoch":3,"head":17,"#
                + #""headPublishedAt":"2025-05-20T14:38:46.500Z","headAgeSeconds":42.250,"firstRetained":1,"#
                + #""clock":"2025-05-20T14:39:28.750Z","isPlayed":false,"isReadOnly":false,"#
                + #""consumers":[{"name":"archiver","sequence":15,"lag":2,"#
                + #""reportedAt":"2025-05-20T14:39:30.000Z"}]}"# + "\n"
        )
    }

    @Test func saysThatNothingIsRecordedYet() {
        var empty = status
        (empty.head, empty.headPublishedAt, empty.consumers) = (0, nil, [])
        #expect(text.text(empty).contains("head       0, nothing recorded yet\nretained   nothing\n"))
        #expect(text.json(empty).contains(#""head":0,"headPublishedAt":null,"headAgeSeconds":null"#))
    }

    @Test func saysThatNothingIsAccepted() {
        var full = status
        full.isReadOnly = true
        #expect(text.text(full).contains("accepting  no, its disk is full (read-only)\n"))
    }
}

@Suite struct PublishResultLinesTests {
    private let receipt = Receipt(
        sequence: SequenceNumber(17),
        publishedAt: Timestamp(nanoseconds: 1_747_751_926_500_000_000)
    )
    private let id = SampleEvent.id(1)

    @Test func areWordsForPeople() {
        let lines = PublishResultLines(format: .text)
        #expect(
            lines.line(.recorded(receipt, note: nil), of: id, at: .line(1))
                == "recorded 17 2025-05-20T14:38:46.500Z \(id)"
        )
        #expect(
            lines.line(.duplicate(receipt), of: id, at: .line(1))
                == "duplicate 17 2025-05-20T14:38:46.500Z \(id)"
        )
        #expect(lines.line(invalid: "/time is missing", field: "/time", at: .line(1)) == nil)
    }

    @Test func areJSONWithTheirPlace() {
        let lines = PublishResultLines(format: .json)
        #expect(
            lines.line(.recorded(receipt, note: "a note"), of: id, at: .line(3))
                == #"{"line":3,"result":"recorded","id":"\#(id)","sequence":17,"#
                + #""publishedAt":"2025-05-20T14:38:46.500Z","note":"a note"}"#
        )
        #expect(
            lines.line(.duplicate(receipt), of: id, at: .element(2))
                == #"{"element":2,"result":"duplicate","id":"\#(id)","sequence":17,"#
                + #""publishedAt":"2025-05-20T14:38:46.500Z"}"#
        )
        #expect(
            lines.line(invalid: "/time is missing", field: "/time", at: .document)
                == #"{"result":"invalid","field":"/time","detail":"/time is missing"}"#
        )
    }
}
