import ArchiveStore
import ArgumentParser
import EventBus
import EventSchema
import Foundation
import SystemPackage

struct ConsumerDelays: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delays",
        abstract: "From a publish to its archiving, its alert and its place in /metrics, one event at a time."
    )

    @Option(help: "Where files are written; the disk is part of the measurement.")
    var directory = FileManager.default.temporaryDirectory.path

    @Option(help: "Events for each figure.")
    var events = 500

    func run() async throws {
        let publisher = try await PublisherProcess(in: URL(fileURLWithPath: directory))
        let connection = try PublishingConnection(requests: publisher.requests)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await connection.run() }
            defer { connection.close() }
            print("- to the receipt: \(try await delays(over: connection) { _ in }.summary)")
            try await archived(publisher, connection)
            try await alerted(publisher, connection)
            try await shown(publisher, connection)
        }
        try publisher.stop()
    }

    /// The time from each publish until `wait` returns.
    private func delays(
        over connection: PublishingConnection,
        until wait: (SequenceNumber) async throws -> Void
    ) async throws -> Durations {
        var durations = Durations()
        var samples = try SampleEvents()
        for _ in 0..<events {
            // Whatever runs in beats must not be met at the same place of its beat each time.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0..<50)))
            let parcel = samples.parcel(of: 1)
            let start = ContinuousClock.now
            guard let receipt = try await connection.publish(parcel).first?.receipt else {
                throw BusError.refused("a sample event")
            }
            try await wait(receipt.sequence)
            durations.append(ContinuousClock.now - start)
        }
        return durations
    }

    private func archived(_ publisher: PublisherProcess, _ connection: PublishingConnection) async throws {
        let data = publisher.directory.appending(path: "archive").path
        let archiver = try ConsumerProcess("scenewire-archiver", following: publisher, ["--data", data])
        try await archiver.waitUntilReady()
        let reader = try ArchiveReader(FilePath(data).appending(Archive.fileName))
        let durations = try await delays(over: connection) { sequence in
            while try reader.cursors().first?.sequence ?? .zero < sequence {}
        }
        print("- to the archive, read from its file: \(durations.summary)")
        archiver.process.stop()
    }

    private func alerted(_ publisher: PublisherProcess, _ connection: PublishingConnection) async throws {
        let receiver = try await AlertReceiver()
        let data = publisher.directory.appending(path: "alerts")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let (rules, secret) = (data.appending(path: "rules.yml"), data.appending(path: "secret"))
        try AlertReceiver.secret.write(to: secret, atomically: true, encoding: .utf8)
        try receiver.rules(secretFile: secret.path).write(to: rules, atomically: true, encoding: .utf8)
        let notifier = try ConsumerProcess(
            "scenewire-notifier",
            following: publisher,
            ["--data", data.appending(path: "store").path, "--rules", rules.path, "--source", "notifier"]
        )
        try await notifier.waitUntilReady()
        var posts = receiver.posts.makeAsyncIterator()
        let durations = try await delays(over: connection) { _ in _ = await posts.next() }
        print("- to the alert at its receiver: \(durations.summary)")
        notifier.process.stop()
        await receiver.stop()
    }

    private func shown(_ publisher: PublisherProcess, _ connection: PublishingConnection) async throws {
        let metrics = try ConsumerProcess("scenewire-metrics", following: publisher, [])
        try await metrics.waitUntilReady()
        let scrape = ContinuousClock.now
        let byteCount = metrics.page("/metrics")?.body.utf8.count ?? 0
        let alone = ContinuousClock.now - scrape
        let durations = try await delays(over: connection) { sequence in
            let line = "\nscenewire_records_folded_total \(sequence)\n"
            while metrics.page("/metrics")?.body.contains(line) != true {}
        }
        print("- to the end of the first scrape that shows it: \(durations.summary)")
        print("- (a scrape by itself: \(byteCount / 1_024) KiB, \(Int(alone / .microseconds(1))) µs)")
        metrics.process.stop()
    }
}
