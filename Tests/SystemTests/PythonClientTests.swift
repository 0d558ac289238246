import EventBus
import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// A client that was written from the wire format's page alone gets what the Swift feed gets, byte for
    /// byte, and what it publishes comes out as it went in.
    @Suite(.timeLimit(.minutes(5))) struct PythonClientTests {
        private static let authorCount = 8
        private static let eventsPerAuthor = 2_000
        private static let killCount = 4
        private static let pythonEventCount = 10_000

        @Test func followsUnderLossAsTheSwiftFeedDoes() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let (ledger, authors) = (Ledger(), try (0..<Self.authorCount).map { try Author($0) })
            let total = Self.authorCount * Self.eventsPerAuthor
            let topic = "\(Author.agency)/\(Author.incident(2))/"

            var publisher = try await site.start()
            let swift = try SubscriberProcess("swift", of: site, in: directory)
            let swiftPart = try SubscriberProcess("swift-part", of: site, in: directory, topic: topic)
            var restarted = try SubscriberProcess("restarted", of: site, in: directory, program: .python)
            let stopped = try SubscriberProcess("stopped", of: site, in: directory, program: .python)
            var part = try SubscriberProcess("part", of: site, in: directory, program: .python, topic: topic)
            for subscriber in [swift, swiftPart, restarted, stopped, part] {
                try await subscriber.untilLive()
            }

            let moments = (0..<Self.killCount).map { _ in Int.random(in: 1..<total * 9 / 10, using: &random) }
                .sorted()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for author in authors {
                    let (load, random) = (try Load(author, to: site, ledger), random.split())
                    group.addTask {
                        try await load.run(0..<Self.eventsPerAuthor, perRequest: 1...10, random)
                    }
                }
                group.addTask {
                    try await ledger.until(moments[0])
                    stopped.process.send(SIGSTOP)
                    // The time itself is what is tested.
                    try await Task.sleep(for: .seconds(8))
                    stopped.process.send(SIGCONT)
                }
                for (number, moment) in moments.enumerated() {
                    try await ledger.until(moment)
                    try await publisher.killNow()
                    try await restarted.process.killNow()
                    publisher = try await site.start()
                    try restarted.restart()
                    if number == 1 {
                        try await part.process.killNow()
                        try part.restart()
                    }
                }
                try await group.waitForAll()
            }
            for subscriber in [swift, swiftPart, restarted, stopped, part] {
                try await subscriber.until(UInt64(total))
            }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            for subscriber in [swift, swiftPart, restarted, stopped, part] {
                try await subscriber.process.killNow()
            }

            let check = try await JournalCheck(
                site,
                ledger,
                authors,
                [.init(bytes: swift.bytes()), .init(bytes: swiftPart.bytes(), incident: 2)]
            )
            #expect(check.head == UInt64(total))
            #expect(check.faults == [])
            #expect(check.differences == [nil, nil])
            #expect(try restarted.bytes().firstDifference(from: swift.bytes()) == nil)
            #expect(try stopped.bytes().firstDifference(from: swift.bytes()) == nil)
            #expect(try part.bytes().firstDifference(from: swiftPart.bytes()) == nil)
        }

        /// Each event has one receipt, and the journal holds its bytes under that number, once.
        @Test func whatPythonPublishesComesOutByteForByte() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            var publisher = try await site.start()
            let swift = try SubscriberProcess("swift", of: site, in: directory)
            try await swift.untilLive()
            let author = try ChildProcess(
                python: "author_process.py",
                [
                    "--requests", site.requests, "--file", directory["receipts"], "--count",
                    "\(Self.pythonEventCount)",
                ]
            )
            for _ in 0..<2 {
                let moment = Int.random(in: 1..<Self.pythonEventCount * 3 / 4, using: &random)
                try await author.report.wait(for: "\(moment) receipts in Python") { report in
                    let count = report.values["receipts"].flatMap { Int($0) } ?? 0
                    return report.exit != nil || count >= moment ? () : nil
                }
                try await publisher.killNow()
                publisher = try await site.start()
            }
            #expect(try await author.exit(limit: .seconds(120)) == .status(0))
            try await swift.until(UInt64(Self.pythonEventCount))
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            try await swift.process.killNow()

            let receipts = try PythonReceipt.read(directory["receipts"])
            let (data, received) = (site.data, try swift.bytes())
            let image = try await SocketThread.run(label: "test.check") { try JournalImage(reading: data) }
            #expect(image.bytes.firstDifference(from: received) == nil)
            #expect(receipts.count == Self.pythonEventCount)
            #expect(image.entries.count == Self.pythonEventCount)
            let wrong = receipts.filter { receipt in
                let place = Int(clamping: receipt.sequence) - 1
                guard image.entries.indices.contains(place) else { return true }
                let entry = image.entries[place]
                return entry.sequence.value != receipt.sequence
                    || entry.publishedAt.nanoseconds != receipt.publishedAt
                    || !image.bytes[entry.event].elementsEqual(receipt.event)
            }
            #expect(wrong.map(\.sequence) == [])
        }
    }
}

/// A line of what the Python author was told.
private struct PythonReceipt {
    let sequence: UInt64
    let publishedAt: Int64
    let event: [UInt8]

    static func read(_ path: String) throws -> [PythonReceipt] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            try #require(words.count == 3)
            return try PythonReceipt(
                sequence: #require(UInt64(words[0])),
                publishedAt: #require(Int64(words[1])),
                event: [UInt8](hexadecimal: words[2])
            )
        }
    }
}
