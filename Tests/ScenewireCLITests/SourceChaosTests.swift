import EventSchema
import Glibc
import Synchronization
import Testing
import ZeroMQ

/// An agent that is killed again and again, while everybody writes and its publisher is killed, too.
@Suite(.serialized, .timeLimit(.minutes(10))) struct SourceChaosTests {
    private static let killCount = 10
    private static let eventsPerWriter = 300
    private static let socketWriterCount = 3
    private static let processWriterCount = 2

    /// What writers were told; an event counts as confirmed once its result has reached its writer.
    private final class Confirmations: Sendable {
        let numbers = Watched<Set<Int>>([])

        /// - Returns: The numbers from `wanted` on that have no confirmation, in order.
        func note(_ lines: [String], of wanted: [Int]) -> [Int] {
            let confirmed = zip(wanted, lines).prefix { _, line in
                line.contains(#""result":"queued""#) || line.contains(#""result":"known""#)
            }.map(\.0)
            numbers.change { $0.formUnion(confirmed) }
            return Array(wanted.dropFirst(confirmed.count))
        }
    }

    @Test func losesNothingAndDoublesNothing() async throws {
        let site = try SourceSite()
        let confirmations = Confirmations()
        let writerCount = 1 + Self.socketWriterCount + Self.processWriterCount
        let total = writerCount * Self.eventsPerWriter
        let agent = Watched<CommandProcess>(try await site.start("--input", "-", "--results", "json"))
        var publisher = try await site.publisher.start()
        let moments = (0..<Self.killCount).map { _ in Int.random(in: 1..<total * 9 / 10) }.sorted()
        print("kills at \(moments) of \(total) confirmations")

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Self.writeToInput(of: agent, 0, confirmations) }
            for writer in 1...Self.socketWriterCount {
                group.addTask { try await Self.writeToSocket(site, writer, confirmations) }
            }
            for writer in 1...Self.processWriterCount {
                group.addTask {
                    try await Self.writeByProcesses(site, Self.socketWriterCount + writer, confirmations)
                }
            }
            for (number, moment) in moments.enumerated() {
                try await confirmations.numbers.wait(for: "\(moment) confirmations", limit: .seconds(300)) {
                    $0.count >= moment ? () : nil
                }
                let old = agent.value
                old.send(SIGKILL)
                _ = try await old.end()
                if number % 3 == 1 {
                    publisher.send(SIGKILL)
                    _ = try await publisher.end()
                }
                let new = try await site.start("--input", "-", "--results", "json")
                agent.change { $0 = new }
                if number % 3 == 1 { publisher = try await site.publisher.start() }
            }
            try await group.waitForAll()
        }
        #expect(confirmations.numbers.value.count == total)
        try await site.until("an empty outbox") {
            try await site.command("status").output.contains("queued     0\n")
        }
        for process in [agent.value, publisher] {
            process.send(SIGTERM)
            #expect(try await process.end().exitCode == 0)
        }
        #expect(try await site.publisher.scenewire("journal", "verify", site.publisher.data).exitCode == 0)

        let records = try await site.recorded()
        let numbers = try records.map { record in
            let id = try #require(EventID(record.text("id")))
            return Int(id.low & (.max >> 1))
        }
        #expect(numbers.count == total)
        #expect(Set(numbers) == confirmations.numbers.value)
        #expect(records.map { $0.number("sequence") } == Array(1...total))
        #expect(Set(records.map { $0.number("sourceepoch") }).count == 1)
        for writer in 0..<writerCount {
            let own = numbers.filter { $0 / 10_000 == writer }
            #expect(own == Array(Self.numbers(of: writer)))
        }
    }

    private static func numbers(of writer: Int) -> Range<Int> {
        writer * 10_000 + 1..<writer * 10_000 + 1 + eventsPerWriter
    }

    /// Writes a few lines at a time to whatever agent there is, and again what it was not told of.
    private static func writeToInput(
        of agent: Watched<CommandProcess>,
        _ writer: Int,
        _ confirmations: Confirmations
    ) async throws {
        var left = Array(numbers(of: writer))
        var (last, readCount) = (agent.value, 0)
        while !left.isEmpty {
            let current = agent.value
            if current !== last { (last, readCount) = (current, 0) }
            let batch = Array(left.prefix(Int.random(in: 1...20)))
            await current.write(batch.map { SourceSite.line($0) + "\n" }.joined())
            let wanted = readCount + batch.count
            let lines = try await current.report.wait(for: "results of the input", limit: .seconds(120)) {
                report -> [String]? in
                let isAtEnd = report.exitCode != nil && report.openStreamCount == 0
                return isAtEnd || report.outputLines.count >= wanted ? report.outputLines : nil
            }
            let results = Array(lines.dropFirst(readCount).prefix(batch.count))
            readCount += results.count
            left = confirmations.note(results, of: batch) + left.dropFirst(batch.count)
            if results.count < batch.count {
                _ = try await agent.wait(for: "another agent", limit: .seconds(120)) {
                    $0 !== current ? true : nil
                }
            }
        }
    }

    private static func writeToSocket(
        _ site: SourceSite,
        _ writer: Int,
        _ confirmations: Confirmations
    ) async throws {
        var left = Array(numbers(of: writer))
        while !left.isEmpty {
            let batch = Array(left.prefix(Int.random(in: 1...20)))
            do {
                let lines = batch.map { SourceSite.line($0) }
                let results = try await SourceClient.exchange(site.socket, lines)
                left = confirmations.note(results, of: batch) + left.dropFirst(batch.count)
            } catch let error as SpawnError where [ECONNREFUSED, ENOENT].contains(error.code) {
                // No agent runs at this moment.
                continue
            }
        }
    }

    /// Runs `scenewire publish --outbox` for some events at a time, and kills every third of them.
    private static func writeByProcesses(
        _ site: SourceSite,
        _ writer: Int,
        _ confirmations: Confirmations
    ) async throws {
        var left = Array(numbers(of: writer))
        var round = 0
        while !left.isEmpty {
            round += 1
            let batch = Array(left.prefix(Int.random(in: 10...60)))
            let process = try CommandProcess(
                "scenewire",
                ["publish", "--json", "-", "--format", "lines", "--outbox", site.outbox, "--results", "json"]
            )
            let cut = round % 3 == 0 ? Int.random(in: 0..<batch.count) : batch.count
            await process.write(batch.prefix(cut).map { SourceSite.line($0) + "\n" }.joined())
            if cut < batch.count {
                process.send(SIGKILL)
            } else {
                process.endInput()
            }
            let report = try await process.end()
            left = confirmations.note(report.outputLines, of: batch) + left.dropFirst(batch.count)
        }
    }
}
