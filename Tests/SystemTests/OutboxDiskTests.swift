import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// An outbox on a full disk says so and takes nothing; with space again it goes on.
    @Suite(.timeLimit(.minutes(3))) struct OutboxDiskTests {
        private static let eventsPerFile = 100
        /// More than any of the file systems holds.
        private static let fileCountMax = 400

        @Test(arguments: SmallFileSystem.Kind.allCases)
        func aFullDiskRefusesAndHeals(_ kind: SmallFileSystem.Kind) async throws {
            let directory = try TestDirectory()
            let author = try Author(0)
            try await SmallFileSystem.mounted(kind, megabytes: 16, in: directory) { system in
                let site = try PublisherSite(data: directory["journal"])
                let outbox = system.path + "/outbox"
                let flags = ["source", "run", "--outbox", outbox, "--source", "cp1", "--agency", "expd"]
                let agent = try ChildProcess(Executable.scenewire, flags + ["--requests", site.requests])
                try await agent.report.wait(for: "an agent that serves") { report in
                    report.lines.contains { $0.contains("serves") } ? () : nil
                }
                // Nothing is published, so that what fills the disk is the outbox.
                #expect(try await publish(0, of: author, to: outbox, directory).exit == .status(0))
                let ballast = system.path + "/ballast"
                try await SocketThread.run(label: "test.ballast") { try system.fill(with: ballast) }
                var count = 1
                var last = try await publish(count, of: author, to: outbox, directory)
                while last.exit == .status(0), count < Self.fileCountMax {
                    count += 1
                    last = try await publish(count, of: author, to: outbox, directory)
                }
                #expect(last.exit == .status(1))
                #expect(last.lines.contains { $0.contains("refused") && $0.contains("no space for") })
                #expect(agent.report.value.exit == nil)

                // With a publisher it cannot note receipts, and goes on offering; nothing is harmed by it.
                let publisher = try await site.start()
                try await site.until(head: UInt64(count * Self.eventsPerFile))
                try FileManager.default.removeItem(atPath: ballast)
                for file in 0...count {
                    #expect(try await publish(file, of: author, to: outbox, directory).exit == .status(0))
                }
                let end = ContinuousClock.now + .seconds(60)
                while try await queuedCount(outbox) > 0 {
                    guard .now < end else { throw NotSent(report: agent.report.value) }
                }
                for process in [agent, publisher] {
                    process.send(SIGTERM)
                    #expect(try await process.exit() == .status(0))
                }
                let all = (0..<(count + 1) * Self.eventsPerFile).map { author.id($0) }
                let numbers = Dictionary(uniqueKeysWithValues: zip(all, 0...))
                let entries = try await SocketThread.run(label: "test.check") {
                    try JournalImage(reading: site.data).entries
                }
                #expect(entries.compactMap { numbers[$0.id] } == Array(all.indices))
            }
        }

        /// Runs `scenewire publish --outbox` to its end.
        private func publish(
            _ file: Int,
            of author: Author,
            to outbox: String,
            _ directory: TestDirectory
        ) async throws -> ChildProcess.Report {
            let numbers = file * Self.eventsPerFile..<(file + 1) * Self.eventsPerFile
            let text = try EventBatch.encode(numbers.map { author.event($0) }, format: .lines)
            let path = directory["events.ndjson"]
            try Data(text).write(to: URL(fileURLWithPath: path))
            let process = try ChildProcess(
                Executable.scenewire,
                ["publish", "--json", path, "--outbox", outbox]
            )
            _ = try await process.exit()
            return process.report.value
        }

        private func queuedCount(_ outbox: String) async throws -> Int {
            let process = try ChildProcess(Executable.scenewire, ["outbox", "status", outbox])
            _ = try await process.exit()
            let value = process.report.value.values["queued"]?.trimmingCharacters(in: .whitespaces) ?? ""
            return Int(value.prefix { $0.isNumber }) ?? .max
        }

        private struct NotSent: Error {
            let report: ChildProcess.Report
        }
    }
}

extension PublisherSite {
    /// Looks again until the stream has so many records.
    func until(head: UInt64) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try await status().head < head {
            guard .now < end else { throw LoadError.tooLong }
        }
    }
}
