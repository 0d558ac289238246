import EventSchema
import Foundation
import Testing

/// Where a notifier keeps its alerts, so that it can be started there again and again.
struct NotifierSite: Sendable {
    let data: String
    let rules: String
    let publishers: [PublisherSite]
    var source = "notifier"

    /// Raises an alert for every event `shots.fired`.
    static let shotsRule = """
          - id: R01
            name: Shots fired
            event: shots.fired
            severity: Extreme
            text: "Shots fired"

        """

    /// - Parameters:
    ///   - rules: Entries of the list of rules; the shipped ones when absent.
    ///   - destinations: Entries of the list of destinations.
    ///   - name: Tells several notifiers in one directory apart.
    init(
        _ directory: TestDirectory,
        following publishers: PublisherSite...,
        rules: String? = nil,
        destinations: String,
        name: String = "first"
    ) throws {
        self.publishers = publishers
        data = directory["alerts-\(name)"]
        self.rules = directory["rules-\(name).yml"]
        let shipped = try String(
            contentsOfFile: Executable.repository + "/deploy/rules.yml",
            encoding: .utf8
        )
        // Few tests run an archiver, and on a busy machine they may last longer than it may be missing.
        .replacing("consumer: archiver\n    after: 60 s", with: "consumer: archiver\n    after: 24 h")
        let list = rules.map { "version: 1\nrules:\n" + $0 } ?? shipped
        let text = destinations.isEmpty ? list : list + "\ndestinations:\n" + destinations
        try text.write(toFile: self.rules, atomically: true, encoding: .utf8)
    }

    /// Starts a notifier without waiting for anything.
    func launch() throws -> ChildProcess {
        let following = publishers.map { "\($0.live) \($0.requests)" }.joined(separator: ",")
        return try ChildProcess(
            Executable.notifier,
            [
                "--data", data, "--rules", rules, "--publisher", following, "--source", source, "--http",
                "127.0.0.1:0",
            ],
            environment: ["SCENEWIRE_LOG_FORMAT": "logfmt", "SWIFT_BACKTRACE": "enable=no"]
        )
    }

    /// Starts a notifier and waits until it follows every publisher.
    func start() async throws -> ChildProcess {
        let process = try launch()
        let count = publishers.count
        _ = try await process.report.wait(for: "a notifier that follows") { report -> Bool? in
            let live = report.lines.count { $0.contains("feed.state=live") }
            let isServing = report.lines.contains { $0.contains("Serving HTTP") }
            return report.exit != nil || live >= count && isServing ? true : nil
        }
        return process
    }
}

/// A notifier's alerts, as its HTTP interface tells them.
extension HTTPSite {
    /// The alerts in a state, the newest first.
    func alerts(_ state: String = "all") async throws -> [JSONObject] {
        let answer = try await get("/api/v1/alerts?state=\(state)")
        #expect(answer.status == 200)
        return try answer.object().objects("alerts")
    }

    /// One alert with its steps and deliveries.
    func alert(_ id: String) async throws -> JSONObject {
        let answer = try await get("/api/v1/alerts/\(id)")
        #expect(answer.status == 200)
        return try answer.object()
    }

    /// The delivery of an alert's step to a destination, once it is in a state.
    func delivery(
        to destination: String,
        of alert: String,
        step: String = "raised",
        when state: String,
        limit: Duration = .seconds(60)
    ) async throws -> JSONObject {
        let deadline = ContinuousClock.now + limit
        while true {
            let deliveries = try await self.alert(alert).objects("deliveries")
            let delivery = deliveries.first {
                $0["destination"] == .string(destination) && $0["step"] == .string(step)
            }
            if let delivery, delivery["state"] == .string(state) { return delivery }
            guard ContinuousClock.now < deadline else {
                throw WaitedTooLong(what: "\(state) at \(destination)", limit: limit, last: "\(deliveries)")
            }
        }
    }
}

extension JSONObject {
    /// The objects of a member that is a list of them.
    func objects(_ name: String) throws -> [JSONObject] {
        guard case .array(let values)? = self[name] else { return [] }
        return values.compactMap { value in
            if case .object(let object) = value { object } else { nil }
        }
    }
}
