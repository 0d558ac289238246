import ArgumentParser
import Foundation
import ServiceRuntime

struct RebuildCosts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "How long a metrics aggregator takes to rebuild a stream, and the memory it then has."
    )

    @OptionGroup var input: ConsumerInput

    func run() async throws {
        let journal = try input.journal(total: input.events)
        let publisher = try await PublisherProcess(on: journal.directory)
        let start = ContinuousClock.now
        let metrics = try ConsumerProcess("scenewire-metrics", following: publisher, [])
        while metrics.page("/readyz")?.status != 200 {
            guard metrics.process.isRunning else { throw ExitCode(1) }
            try await Task.sleep(for: .milliseconds(20))
        }
        let time = ContinuousClock.now - start
        print("- \(input.events) events rebuilt at \(perSecond(input.events, time)) events/s")
        print("- resident then: \(metrics.process.residentByteCount / 1_048_576) MiB")
        let scrape = ContinuousClock.now
        let byteCount = metrics.page("/metrics")?.body.utf8.count ?? 0
        let scraped = ContinuousClock.now - scrape
        print("- a scrape: \(byteCount / 1_024) KiB in \(Int(scraped / .milliseconds(1))) ms")
        metrics.process.stop()
        try publisher.stop()
    }
}
