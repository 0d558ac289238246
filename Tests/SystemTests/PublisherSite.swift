import EventBus
import EventSchema
import Glibc
import SystemPackage

/// Where a publisher keeps its journal and listens, so that it can be started there again and again.
struct PublisherSite: Sendable {
    let data: String
    let live: String
    let requests: String
    /// Small segments, so that a test writes several, unless it says otherwise.
    var environment = ["SCENEWIRE_JOURNAL_SEGMENT_MEGABYTES": "2", "SCENEWIRE_LOG_FORMAT": "logfmt"]
    var arguments: [String] = []

    init(data: String) throws {
        self.init(
            data: data,
            live: "tcp://127.0.0.1:\(try FreePort.next())",
            requests: "tcp://127.0.0.1:\(try FreePort.next())"
        )
    }

    private init(data: String, live: String, requests: String) {
        (self.data, self.live, self.requests) = (data, live, requests)
    }

    /// The same addresses with another journal.
    func keeping(_ data: String) -> PublisherSite {
        PublisherSite(data: data, live: live, requests: requests)
    }

    /// Starts a publisher without waiting for anything.
    func launch(_ environment: [String: String] = [:]) throws -> ChildProcess {
        let flags = ["--data", data, "--live", live, "--requests", requests, "--http", "127.0.0.1:0"]
        return try ChildProcess(
            Executable.publisher,
            flags + arguments,
            environment: self.environment.merging(environment) { $1 }
        )
    }

    /// Starts a publisher and waits until it serves.
    ///
    /// - Throws: ``NotReady`` when it ends before it does.
    func start(_ environment: [String: String] = [:]) async throws -> ChildProcess {
        let process = try launch(environment)
        guard try await isReady(process) else { throw NotReady(report: process.report.value) }
        return process
    }

    /// Waits until the publisher serves, or has ended.
    func isReady(_ process: ChildProcess) async throws -> Bool {
        try await process.report.wait(for: "a publisher that serves") { report in
            if report.exit != nil { return false }
            let isServing = ["Broadcasting", "Answering requests", "Serving HTTP"].allSatisfy { message in
                report.lines.contains { $0.contains(message) }
            }
            return isServing ? true : nil
        }
    }

    /// Opens a publishing connection while `body` runs.
    func connected<Result>(_ body: (PublishingConnection) async throws -> Result) async throws -> Result {
        let connection = try PublishingConnection(requests: requests)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await connection.run() }
            defer { connection.close() }
            return try await body(connection)
        }
    }

    /// Publishes an author's events of those numbers, in one request.
    func publish(_ numbers: Range<Int>, of author: Author) async throws -> [PublishResult] {
        try await connected { try await $0.publish(author.parcel(numbers), timeout: .seconds(10)) }
    }

    /// What the publisher says of itself.
    func status() async throws -> BusStatus {
        let client = try RequestClient(endpoint: requests)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            defer { client.close() }
            let (body, _) = try await client.ask(.status(BusStatusQuery()), timeout: .seconds(30))
            guard case .status(let status) = body else { throw BusError.unexpectedReply(endpoint: requests) }
            return status
        }
    }

    /// Waits until a consumer has told the publisher that it has stored everything up to a record.
    func wait(until consumer: String, hasStored sequence: UInt64) async throws {
        let limit = Duration.seconds(30)
        let deadline = ContinuousClock.now + limit
        while true {
            let consumers = try await status().consumers
            if consumers.contains(where: { $0.name == consumer && $0.sequence == sequence }) { return }
            guard ContinuousClock.now < deadline else {
                throw WaitedTooLong(what: "\(consumer)'s report", limit: limit, last: "\(consumers)")
            }
        }
    }

    /// Waits until so many records are in the stream.
    func wait(untilHeadIs sequence: UInt64) async throws {
        let limit = Duration.seconds(30)
        let deadline = ContinuousClock.now + limit
        while true {
            let head = try await status().head
            if head == sequence { return }
            guard ContinuousClock.now < deadline else {
                throw WaitedTooLong(what: "record \(sequence)", limit: limit, last: "\(head)")
            }
        }
    }

    struct NotReady: Error {
        let report: ChildProcess.Report
    }
}
