import EventSchema
import Foundation
import Glibc
import SwiftProtobuf
import Testing
import ZeroMQ

@testable import EventBus

extension SystemTests {
    /// What was written with version 1 is read for ever, and one version newer works or is refused by name.
    ///
    /// `Tests/Fixtures/version-1` was recorded once, by `clients/python/tests/record_version.py`, and never
    /// changes. That the present publisher answers as then is tested from Python, in `test_versions.py`.
    @Suite(.timeLimit(.minutes(3))) struct VersionTests {
        private static let recordCount = 54
        /// Attributes that belong to the record, not to the event.
        private static let ofTheRecord: Set<String> = [
            "recordstream", "recordsequence", "recordepoch", "recordtime", "recordchecksum",
        ]

        @Test func theRecordedJournalOpensAndGoesOn() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            try FileManager.default.copyItem(atPath: Fixture.path("journal"), toPath: site.data)
            let publisher = try await site.start()
            let subscriber = try SubscriberProcess("subscriber", of: site, in: directory)
            try await subscriber.until(UInt64(Self.recordCount))
            let recorded = try Fixture.stream()
            #expect(try subscriber.bytes().firstDifference(from: recorded) == nil)

            let author = try Author(0)
            let results = try await site.connected { try await $0.publish(author.parcel(0..<10)) }
            #expect(results.compactMap(\.receipt?.sequence.value) == Array(55...64))
            // Ids of then are known: the first receipt comes back.
            let first = try RecordHeader(verifying: recorded.span.bytes, at: 0)
            let again = try EventParcel([Array(recorded[first.eventRange])])
            let answer = try await site.connected { try await $0.publish(again) }
            #expect(
                answer == [
                    .duplicate(Receipt(sequence: first.sequence, publishedAt: first.publishedAt))
                ]
            )
            try await subscriber.until(64)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            try await subscriber.process.killNow()

            let data = site.data
            let image = try await SocketThread.run(label: "test.check") { try JournalImage(reading: data) }
            #expect(image.report.damages.isEmpty)
            #expect(image.bytes.prefix(recorded.count).elementsEqual(recorded))
            #expect(try subscriber.bytes().firstDifference(from: image.bytes) == nil)
        }

        /// What the command line made of the records then, it makes of them now.
        @Test func theRecordedRecordsAreTheSameCloudEvents() throws {
            let lines = try Fixture.lines("stream.ndjson")
            let batch = try RecordBatch(verifying: Fixture.stream())
            var number = 0
            try batch.forEach { header, record in
                let then = try Self.document(lines[number]).filter { !Self.ofTheRecord.contains($0.key) }
                let event = record.extracting(header.eventRange)
                let now = try Self.document(String(decoding: CloudEvent.encode(event), as: UTF8.self))
                #expect(NSDictionary(dictionary: now) == NSDictionary(dictionary: then))
                number += 1
            }
            #expect(number == Self.recordCount)
            #expect(lines.count == Self.recordCount)
        }

        @Test func everyRecordedMessageIsKnownInFull() throws {
            var counts = [0, 0, 0]
            for line in try Fixture.conversation() where line.about != "no request" || !line.isFromClient {
                let bytes = try #require(line.frames.last)
                switch (line.isLive, line.isFromClient) {
                case (true, _) where line.about == "~heartbeat/":
                    try expectKnown(BusHeartbeat(serializedBytes: bytes), bytes)
                    counts[0] += 1
                case (true, _): #expect(try RecordBatch(verifying: bytes).count > 0)
                case (false, true):
                    try expectKnown(BusRequest(serializedBytes: line.frames[0]), line.frames[0])
                    counts[1] += 1
                case (false, false):
                    try expectKnown(BusReply(serializedBytes: line.frames[0]), line.frames[0])
                    counts[2] += 1
                }
            }
            #expect(counts.allSatisfy { $0 >= 3 })
            #expect(counts[2] == 22)
        }

        @Test func aNewerPublisherOfTheSameProtocolIsFollowed() async throws {
            let directory = try TestDirectory()
            let newer = try await NewerPublisher("fields", in: directory)
            let subscriber = try newer.follow(directory["received"])
            try await subscriber.report.wait(for: "five records") { $0.values["current"] == "5" ? () : nil }
            try await subscriber.killNow()
            #expect(
                try [UInt8](Data(contentsOf: URL(fileURLWithPath: directory["received"])))
                    == [UInt8](Data(contentsOf: URL(fileURLWithPath: newer.file)))
            )
        }

        @Test(arguments: [
            ("record", "has version 2, known is 1"), ("reply", "it answers in version 2; known is 1"),
            ("refusal", "a reason of tomorrow"),
        ])
        func aPublisherThatIsTooNewIsRefusedByName(_ what: String, _ reason: String) async throws {
            let directory = try TestDirectory()
            let newer = try await NewerPublisher(what, in: directory)
            let subscriber = try newer.follow(directory["received"])
            let state = try await subscriber.report.wait(for: "a refusal") { report in
                report.values["state"].flatMap { $0.hasPrefix("refused") ? $0 : nil }
            }
            #expect(state.contains(reason))
            try await subscriber.killNow()
            #expect(try Data(contentsOf: URL(fileURLWithPath: directory["received"])).isEmpty)
        }

        private func expectKnown<M: Message & Equatable>(_ message: M, _ bytes: [UInt8]) throws {
            #expect(try message.serializedBytes() == bytes)
            let again = try M(jsonString: message.jsonString())
            #expect(try again.serializedBytes() == bytes, "a field that JSON does not know")
        }

        private static func document(_ text: String) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }
    }
}

/// A publisher of tomorrow, in memory, written in Python.
private struct NewerPublisher {
    let process: ChildProcess
    /// Its records, back to back.
    let file: String

    init(_ what: String, in directory: TestDirectory) async throws {
        file = directory["newer"]
        process = try ChildProcess(python: "newer_publisher_process.py", [what, file])
        try await process.report.wait(for: "the newer publisher's addresses") { report in
            report.values["requests"] != nil || report.exit != nil ? () : nil
        }
    }

    /// Starts the Swift feed on it.
    func follow(_ file: String) throws -> ChildProcess {
        let values = process.report.value.values
        let (live, requests) = try (#require(values["live"]), #require(values["requests"]))
        return try ChildProcess(
            Executable.subscriber,
            ["--live", live, "--requests", requests, "--file", file, "--name", "swift"]
        )
    }
}

/// What was recorded with version 1.
private enum Fixture {
    struct Line {
        let isLive: Bool
        let isFromClient: Bool
        let about: String
        let frames: [[UInt8]]
    }

    static func path(_ name: String) -> String {
        Executable.repository + "/Tests/Fixtures/version-1/" + name
    }

    static func lines(_ name: String) throws -> [String] {
        try String(contentsOfFile: path(name), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    static func conversation() throws -> [Line] {
        try lines("conversation.ndjson").map { text in
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
            let members = try #require(object as? [String: Any])
            let frames = try #require(members["frames"] as? [String])
            return Line(
                isLive: members["socket"] as? String == "live",
                isFromClient: members["from"] as? String == "client",
                about: members["about"] as? String ?? "",
                frames: frames.map { [UInt8](hexadecimal: $0) }
            )
        }
    }

    /// All records, as they were broadcast.
    static func stream() throws -> [UInt8] {
        try conversation().filter { $0.about == "~stream/" }.flatMap { $0.frames[1] }
    }
}

extension [UInt8] {
    /// The bytes that pairs of hexadecimal digits stand for.
    init(hexadecimal text: some StringProtocol) {
        let digits = Array<UInt8>(text.utf8)
        self = stride(from: 0, to: digits.count - 1, by: 2).compactMap { place in
            UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16)
        }
    }
}
