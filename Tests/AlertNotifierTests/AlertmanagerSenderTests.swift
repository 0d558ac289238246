import AlertRules
import AlertStore
import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import AlertNotifier

@Suite(.timeLimit(.minutes(1))) struct AlertmanagerSenderTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)
    private static let raisedAt = time(0)
    private static let rules = """
        version: 1
        rules:
          - {id: R01, name: Shots fired, event: shots.fired, severity: Extreme, text: Shots, audience: [command, medics]}
        """

    private static func time(_ second: Int64) -> Timestamp {
        Timestamp(nanoseconds: (1_747_750_000 + second) * 1_000_000_000)
    }

    /// An alert as a store gives it.
    private func alert() async throws -> StoredAlert {
        let directory = FilePath(NSTemporaryDirectory()).appending("sender-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        // What is left behind is a temporary file.
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let rules = try RuleBook(Array(Self.rules.utf8), file: "rules.yml")
        let path = directory.appending(AlertStore.fileName)
        let store = try AlertStore(path, routing: AlertRouting(rules), source: "notifier")
        _ = try await store.follow(
            Self.stream,
            head: .zero,
            clock: Self.raisedAt,
            isPlayed: false,
            now: Self.raisedAt
        )
        var draft = EventDraft([
            "type": .string("shots.fired"), "agency": .string("expd"), "subject": .string("EX-1"),
            "status": .string("Exercise"), "source": .string("cp1"), "sourceepoch": .number("1"),
            "sequence": .number("1"), "time": .string(Self.raisedAt.rfc3339), "tlp": .string("AMBER"),
            "authorid": .string("u1"), "authorrole": .string("dispatcher"),
            "data": .object(["by": .string("unknown")]),
        ])
        draft.complete(at: Self.raisedAt)
        var bytes: [UInt8] = []
        RecordWriter(stream: Self.stream, epoch: 1).append(
            event: try draft.event().bytes.span.bytes,
            sequence: SequenceNumber(1),
            publishedAt: Self.raisedAt,
            flags: [],
            salt: (1, 1),
            to: &bytes
        )
        var engine = AlertEngine(rules)
        let steps = engine.fold(try RecordHeader(verifying: bytes.span.bytes), bytes.span.bytes)
        let change = StreamChange(
            entries: steps.map { .step($0, isHistory: false) },
            cursor: nil,
            clock: Self.raisedAt
        )
        let stored = try await store.store(change, of: Self.stream, now: Self.raisedAt)
        return try #require(stored.raised.first)
    }

    private func times(endsAt: Timestamp?, now: Timestamp) async throws -> [JSONValue?] {
        let document = AlertmanagerSender.document(of: try await alert(), endsAt: endsAt, now: now)
        return [document["startsAt"], document["endsAt"]]
    }

    private func text(_ second: Int64) -> JSONValue { .string(Self.time(second).rfc3339) }

    @Test func whatDoesNotEndByItselfEndsWhenItExpires() async throws {
        #expect(try await times(endsAt: nil, now: Self.time(60)) == [text(0), text(1_800)])
    }

    @Test func anEndIsNeitherBeforeTheBeginningNorInTheFuture() async throws {
        #expect(try await times(endsAt: Self.time(30), now: Self.time(60)) == [text(0), text(30)])
        #expect(try await times(endsAt: Self.time(90), now: Self.time(60)) == [text(0), text(60)])
        #expect(try await times(endsAt: Self.time(-5), now: Self.time(60)) == [text(0), text(0)])
        // The publisher's clock is ahead of this machine's.
        #expect(try await times(endsAt: Self.time(30), now: Self.time(-60)) == [text(-60), text(-60)])
    }

    @Test func theLabelsTellWhatItIsAbout() async throws {
        let alert = try await alert()
        let document = AlertmanagerSender.document(of: alert, endsAt: nil, now: Self.time(0))
        let expected: JSONObject = [
            "alertname": .string("Shots fired"), "rule": .string("R01"), "alert_id": .string("\(alert.id)"),
            "severity": .string("extreme"), "status": .string("Exercise"), "agency": .string("expd"),
            "incident": .string("EX-1"),
        ]
        #expect(document["labels"] == .object(expected))
        let annotations: JSONObject = ["summary": .string("Shots"), "audience": .string("command, medics")]
        #expect(document["annotations"] == .object(annotations))
    }
}
