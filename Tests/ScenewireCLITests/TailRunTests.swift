import EventBus
import EventSchema
import Foundation
import SystemPackage
import Testing
import ZeroMQ

@testable import ScenewireCLI

@Suite(.timeLimit(.minutes(1))) struct TailRunTests {
    @Test func saysThatRecordsAreMissing() async throws {
        let batch = try SampleEvent.batch([SampleEvent.event(1).bytes, SampleEvent.event(2).bytes])
        let (text, fault) = try await follow(OldPublisher(batch), after: nil)
        #expect(text.split(separator: "\n").dropFirst(2).map { $0.prefix(8) } == ["    17  ", "    18  "])
        #expect(fault == "records 1 to 16 are no longer retained")
    }

    @Test func findsNoFaultInWholeRecords() async throws {
        let batch = try SampleEvent.batch([SampleEvent.event(1).bytes, SampleEvent.event(2).bytes])
        let first = try #require(batch.end)
        let cursor = Cursor(stream: first.stream, sequence: SequenceNumber(16), checksum: 0)
        let (text, fault) = try await follow(OldPublisher(batch), after: cursor)
        #expect(text.split(separator: "\n").count == 4)
        #expect(fault == nil)
    }

    /// What a tail of two records writes, and the fault it found.
    private func follow(
        _ publisher: OldPublisher,
        after cursor: Cursor?
    ) async throws -> (text: String, fault: String?) {
        let path = NSTemporaryDirectory() + "scenewire-\(UUID().uuidString.prefix(8))"
        let file = try FileDescriptor.open(
            FilePath(path),
            .readWrite,
            options: .create,
            permissions: .ownerReadWrite
        )
        defer {
            // A temporary file that is left behind harms nobody.
            try? file.close()
            try? FileManager.default.removeItem(atPath: path)
        }
        let server = try RequestServer(handler: publisher)
        let feed = try Feed(
            Feed.Settings(live: "ipc://\(path)-live", requests: "ipc://\(path)-requests"),
            after: cursor
        )
        var run = TailRun(
            feed: feed,
            output: TextOutput(file),
            lines: RecordLines(format: .text, palette: Palette(isOn: false), secondsEast: 0),
            left: 2
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await SocketThread.run(label: "test.requests") {
                    try server.run(endpoint: "ipc://\(path)-requests", onBound: { _ in })
                }
            }
            group.addTask { try await feed.run() }
            defer {
                feed.close()
                server.stop()
            }
            try await run.take()
        }
        return (try String(contentsOfFile: path, encoding: .utf8), run.fault)
    }
}

/// The request socket of a publisher that has removed everything before its only batch.
private struct OldPublisher: RequestHandler {
    private let batch: RecordBatch
    private let first: SequenceNumber
    private let head: Cursor

    init(_ batch: RecordBatch) throws {
        self.batch = batch
        first = try #require(batch.firstSequence)
        head = try #require(batch.end)
    }

    func handle(_ request: IncomingRequest, reply: @escaping @Sendable (OutgoingReply) -> Void) {
        switch request.body {
        case .hello:
            var welcome = BusWelcome()
            welcome.stream = head.stream.wire
            (welcome.epoch, welcome.head, welcome.firstRetained) = (3, head.sequence.value, first.value)
            welcome.cursor = .matches
            reply(OutgoingReply(.welcome(welcome)))
        case .replay(let replay):
            var replayed = BusReplayed()
            if replay.after + 1 < first.value { replayed.firstRetained = first.value }
            (replayed.scannedThrough, replayed.head) = (head.sequence.value, head.sequence.value)
            let news = batch.dropping(through: SequenceNumber(replay.after))
            reply(OutgoingReply(.replayed(replayed), payload: news.bytes))
        default: reply(.refusal(.malformed, "not asked here"))
        }
    }
}
