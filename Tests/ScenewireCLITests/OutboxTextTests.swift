import EventOutbox
import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct OutboxTextTests {
    private static let stream = StreamID(high: 0x55E0_E380_3975_4F6A, low: 0x9EB6_6A48_3EB0_E30E)
    private static let time = Timestamp(nanoseconds: 1_747_751_950_000_000_000)

    private let lines = OutboxEntryLines(format: .text, withEvents: false, secondsEast: -18_000)

    private func entry(
        _ state: OutboxState,
        refusal: OutboxRefusal? = nil,
        dropReason: String? = nil
    ) throws -> OutboxEntry {
        OutboxEntry(
            position: 17,
            id: SampleEvent.id(1),
            event: try SampleEvent.event(1).bytes,
            queuedAt: SampleEvent.recordedAt,
            state: state,
            attempts: 1,
            receipt: state == .published
                ? OutboxReceipt(
                    stream: Self.stream,
                    sequence: SequenceNumber(4_711),
                    publishedAt: Self.time,
                    isDuplicate: false
                ) : nil,
            isArchived: false,
            refusal: refusal,
            dropReason: dropReason
        )
    }

    @Test func showsAnEntryOnOneLine() throws {
        let about = "shots.fired expd/2025-0520-001 \(SampleEvent.id(1))"
        let start = "2025-05-20 09:39:00.000-05:00 \(about)"
        #expect(lines.line(try entry(.queued)) == "17 queued \(start)")
        #expect(
            lines.line(try entry(.published))
                == "17 published \(start) as 4711 at 2025-05-20 09:39:10.000-05:00"
        )
        let refusal = OutboxRefusal(reason: "conflict", field: "/id", detail: "it is\nanother's")
        #expect(
            lines.line(try entry(.refused, refusal: refusal))
                == "17 refused \(start) conflict: /id it is another's"
        )
        #expect(
            lines.line(try entry(.dropped, refusal: refusal, dropReason: "entered twice"))
                == "17 dropped \(start) entered twice (conflict: /id it is another's)"
        )
    }

    @Test func writesAnEntryAsJSON() throws {
        let json = OutboxEntryLines(format: .json, withEvents: true)
        let object = try CloudEvent.parse(Array(json.line(try entry(.published)).utf8))
        #expect(object["state"] == .string("published"))
        #expect(object["position"] == .number("17"))
        #expect(object["sequence"] == .number("4711"))
        #expect(object["stream"] == .string(Self.stream.description))
        guard case .object(let event)? = object["event"] else {
            Issue.record("no event")
            return
        }
        #expect(try CloudEvent.decode(event).bytes == SampleEvent.event(1).bytes)
    }

    @Test func writesHowTheOutboxStands() throws {
        var tally = OutboxTally()
        tally.counts = [.queued: 3, .published: 5, .refused: 1]
        tally.archivedCount = 2
        tally.oldestQueuedAt = SampleEvent.recordedAt
        (tally.epoch, tally.lastSequence) = (1_747_000_000, 9)
        let status = OutboxStatusText(
            owner: Outbox.Owner(source: "cp1", agency: "expd"),
            tally: tally,
            trouble: ("no answer from tcp://127.0.0.1:5557", SampleEvent.recordedAt),
            hasAgent: true,
            now: Self.time
        )
        #expect(status.text.contains("queued     3, the oldest for 10 s\n"))
        #expect(status.text.contains("published  3\n"))
        #expect(status.text.contains("trouble    no answer from tcp://127.0.0.1:5557, for 10 s\n"))
        let object = try CloudEvent.parse(Array(status.json.utf8))
        #expect(object["archived"] == .number("2"))
        #expect(object["hasAgent"] == .bool(true))
        #expect(object["oldestQueuedAt"] == .string(SampleEvent.recordedAt.rfc3339))
    }

    @Test func writesResultsOfAnOutbox() throws {
        let text = PublishResultLines(format: .text)
        let id = SampleEvent.id(1)
        #expect(text.line(.stored(.queued(position: 17)), of: id, at: .line(3)) == "queued 17 \(id)")
        #expect(
            text.line(.stored(.known(position: 17, .published)), of: id, at: .line(3))
                == "known 17 \(id) published"
        )
        let json = PublishResultLines(format: .json)
        #expect(
            json.line(.stored(.queued(position: 17)), of: id, at: .line(3))
                == #"{"line":3,"result":"queued","id":"\#(id)","position":17}"#
        )
    }
}

@Suite struct OutboxArgumentTests {
    @Test(arguments: [
        ["source", "run"], ["source", "run", "--outbox", "dir", "--input", "file"],
        ["source", "run", "--outbox", "dir", "--agency", "expd"], ["outbox", "list"],
        ["outbox", "list", "dir", "--state", "lost"], ["outbox", "list", "dir", "--events"],
        ["outbox", "retry", "dir"], ["outbox", "retry", "dir", "nonsense"],
        ["outbox", "retry", "dir", "--all", "0196ed9e-9c40-7000-8000-000000000001"],
        ["outbox", "drop", "dir", "--reason", "x"],
        ["outbox", "drop", "dir", "0196ed9e-9c40-7000-8000-000000000001"],
        ["outbox", "drop", "dir", "0196ed9e-9c40-7000-8000-000000000001", "--reason", ""],
        ["outbox", "create", "dir"],
        ["publish", "--json", "-", "--outbox", "dir", "--played-at", "2025-05-20T14:38:45Z"],
    ])
    func areRefused(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Scenewire.parseAsRoot(arguments) }
    }
}
