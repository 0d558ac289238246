import ArgumentParser
import EventBus
import EventSchema
import Foundation

/// Measures the real publisher with real clients, beside what the machine gives without it.
@main
struct BusBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures publishing, latency, replay and the consumers, and prints Markdown.",
        subcommands: [
            Run.self, ArchiveCosts.self, FoldCosts.self, RebuildCosts.self, ConsumerDelays.self,
            Subscribe.self,
        ],
        defaultSubcommand: Run.self
    )
}

struct Subscribe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    @Argument var live: String
    @Argument var requests: String
    @Argument var count: Int
    @Flag var decodes = false

    func run() async throws {
        try await Subscriber(live: live, requests: requests, count: count, decodes: decodes).run()
    }
}

struct Run: AsyncParsableCommand {
    @Option(help: "Where the journals are written; the disk is part of the measurement.")
    var directory = FileManager.default.temporaryDirectory.path

    @Option(help: "Events for each throughput figure.")
    var events = 1_000_000

    @Option(help: "Seconds for each latency figure.")
    var seconds = 10

    @Flag(help: "Only what each step costs by itself.")
    var stepsOnly = false

    @Flag(help: "Only how long a journal of 10 thousand and of 10 million events takes to open.")
    var openOnly = false

    @Flag(help: "Only the latencies.")
    var latencyOnly = false

    func run() async throws {
        let directory = URL(fileURLWithPath: directory)
        if stepsOnly { return try StepCosts.printTable(in: directory) }
        if openOnly {
            for count in [10_000, 10_000_000] { try OpenCosts.printTimes(in: directory, eventCount: count) }
            return
        }
        if latencyOnly {
            for rate in [1_000, 10_000] { try await latency(in: directory, rate: rate) }
            return
        }
        try await machineLimits(in: directory)
        try await throughput(in: directory, connections: 1, batchSize: 1_024)
        try await throughput(in: directory, connections: 64, batchSize: 64)
        try await throughput(in: directory, connections: 64, batchSize: 1)
        for rate in [1_000, 10_000] { try await latency(in: directory, rate: rate) }
        print("\n### Steps\n")
        try StepCosts.printTable(in: directory)
    }

    private func machineLimits(in directory: URL) async throws {
        print("### The machine in these minutes\n")
        let sync = try MachineLimits.synchronization(in: directory, byteCount: 4_096, count: 2_000)
        print("- write of 4 KiB and fdatasync: \(sync.summary)")
        let bulk = try MachineLimits.synchronization(in: directory, byteCount: 262_144, count: 200)
        print("- write of 256 KiB and fdatasync: \(bulk.summary)")
        let byteCount = try SampleEvents().byteCount
        for perMessage in [1, 128, 1_024] {
            let time = try await MachineLimits.bareMessages(
                eventByteCount: byteCount + RecordHeader.byteCount,
                perMessage: perMessage,
                count: events
            )
            print("- bare libzmq, \(perMessage) records a message: \(perSecond(events, time)) records/s")
        }
        defer { fflush(nil) }
        print("- an event has \(byteCount) bytes, its record \(byteCount + RecordHeader.byteCount)\n")
    }

    private func throughput(in directory: URL, connections: Int, batchSize: Int) async throws {
        let publisher = try await PublisherProcess(in: directory)
        // One event a request is slower by an order of magnitude; the same share for every connection.
        let wanted = batchSize == 1 ? events / 10 : events
        let count = wanted / (connections * batchSize) * connections * batchSize
        let subscriber = try SubscriberProcess(of: publisher, count: count, decodes: true)
        subscriber.waitUntilLive()
        let start = ContinuousClock.now
        try await publish(to: publisher, connections: connections, batchSize: batchSize, count: count)
        let acknowledged = ContinuousClock.now - start
        _ = subscriber.waitUntilDone()
        let followed = ContinuousClock.now - start
        print("### \(connections) connections, \(batchSize) events a request, \(count) events\n")
        print("- acknowledged: \(perSecond(count, acknowledged)) events/s")
        print("- decoded by one live subscriber: \(perSecond(count, followed)) events/s")
        print(
            "- publisher: \(String(format: "%.2f", publisher.processorSeconds * 1e6 / Double(count))) µs of "
                + "processor time an event, \(publisher.residentByteCount / 1_048_576) MiB resident"
        )
        for decodes in [false, true] where batchSize > 1 {
            let reader = try SubscriberProcess(of: publisher, count: count, decodes: decodes)
            let time = reader.waitUntilDone()
            print("- replay, \(decodes ? "decoded" : "headers only"): \(perSecond(count, time)) events/s")
        }
        print("")
        fflush(nil)
        try publisher.stop()
    }

    private func publish(
        to publisher: PublisherProcess,
        connections: Int,
        batchSize: Int,
        count: Int
    ) async throws {
        let requests = publisher.requests
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    let connection = try PublishingConnection(requests: requests)
                    try await Author(connection).publish(count / connections, batchSize: batchSize)
                }
            }
            try await group.waitForAll()
        }
    }

    private func latency(in directory: URL, rate: Int) async throws {
        let publisher = try await PublisherProcess(in: directory)
        let probe = try LatencyProbe(publisher, rate: rate, count: rate * seconds)
        let (receipts, deliveries) = try await probe.run()
        print("### \(rate) events a second, one a request, open loop, \(seconds) s\n")
        print("- intended send to receipt: \(receipts.summary)")
        print("- intended send to live subscriber: \(deliveries.summary)")
        let bare = try await MachineLimits.bareReceipts(in: directory, rate: rate, count: rate * seconds)
        print("- bare libzmq there and back around one write and fdatasync: \(bare.summary)")
        let sync = try MachineLimits.synchronization(in: directory, byteCount: 4_096, count: 2_000)
        print("- write of 4 KiB and fdatasync, right after: \(sync.summary)\n")
        fflush(nil)
        try publisher.stop()
    }
}
