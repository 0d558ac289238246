import EventJournal
import EventSchema
import Foundation
import Glibc
import SystemPackage
import Testing

extension SystemTests {
    /// CloudEvents' own Python SDK against the real publisher.
    @Suite(.timeLimit(.minutes(3))) struct CloudEventsSDKTests {
        private static let tool = Executable.repository + "/Tests/Tools/cloudevents_client.py"

        /// Runs the SDK.
        ///
        /// - Returns: What it found of each form, by the form's name.
        private func run(_ action: String, _ http: HTTPSite) async throws -> [String: String] {
            let process = try ChildProcess(
                Executable.python,
                [Self.tool, action, "http://127.0.0.1:\(http.port)"]
            )
            let exit = try await process.exit()
            let lines = process.report.value.lines
            #expect(exit == .status(0), "\(lines)")
            let pairs = lines.map { $0.split(separator: "\t", maxSplits: 1).map(String.init) }
            return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $1 }
        }

        private static let forms = [
            "application/cloudevents-batch+json", "application/x-ndjson", "application/json",
            "application/json, application/*+json", "application/*+json",
        ]

        @Test func whatTheSDKMakesIsRecordedInEveryMode() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let http = try HTTPSite(publisher)
            let modes = try await run("post", http)
            #expect(
                modes == ["binary": "201", "structured": "201", "structured bytes": "201", "batch": "201"]
            )
            let records = try await http.get("/v1/events").objects()
            try #require(records.count == 4)
            for record in records {
                #expect(record.text("authorid") == "Zoë \"Z\" 100%")
                #expect(record["textreleasable"] == .bool(true))
                #expect(record["clockoffsetms"] == .number("-12"))
                #expect(record.text("weather") == "rain")
                #expect(record.text("time") == "2025-05-20T14:38:45.000Z")
                #expect(record["data"] == .object(["by": .string("unknown"), "rounds": .number("1")]))
                #expect(record["protobuf"] == nil)
            }
            let counts = try await run("read", http)
            for form in Self.forms { #expect(counts[form] == "4", "\(form)") }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        /// What older versions took, and what is no event at all, is emitted so that the SDK reads it.
        @Test func theSDKReadsEveryRecord() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            var plain = try Event(eventBytes: HTTPEvent.event(HTTPEvent.draft(1)).bytes)
            plain.sourceEpoch = .max
            var odd = try Event(eventBytes: HTTPEvent.event(HTTPEvent.draft(2)).bytes)
            odd.extraJson = Data(
                #"{"Weather":{"rain":1.5},"a-b":[],"n":9007199254740993,"data":{"x":1}}"#.utf8
            )
            try Self.record(
                [plain.serializedBytes(), odd.serializedBytes(), [0xFF, 0xFF]],
                at: site.data
            )
            let publisher = try await site.start()
            let http = try HTTPSite(publisher)
            let counts = try await run("read", http)
            for form in Self.forms { #expect(counts[form] == "3", "\(form)") }
            let records = try await http.get("/v1/events").objects()
            #expect(records.count == 3)
            #expect(records.first?["sourceepoch"] == .string("4294967295"))
            #expect(records.dropFirst().first?["xweather"] == .string(#"{"rain":1.5}"#))
            #expect(records.last?["data_base64"] == .string("//8="))
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        private static func record(_ events: [[UInt8]], at path: String) throws {
            let journal = try Journal(at: FilePath(path), options: JournalOptions())
            let entries = events.indices.map { index in
                JournalEntry(id: HTTPEvent.id(index + 1), source: index, range: events[index].indices)
            }
            _ = try journal.append(
                entries,
                from: events.map { JournalSource(bytes: $0) },
                publishedAt: Timestamp(nanoseconds: 1_747_751_941_000_000_000)
            )
            try journal.close()
        }
    }
}
