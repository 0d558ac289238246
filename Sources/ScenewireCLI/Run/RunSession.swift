import EventBus
import EventImport
import EventSchema
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// What happens while the services of a run are up: a scenario is played, everything is shown, and at the
/// end all that came of it is compared.
struct RunSession: Sendable {
    /// How often a terminal is redrawn, and the publisher asked.
    private static let tick = Duration.milliseconds(100)
    /// How long consumers may take to catch up once everything was played.
    private static let settleTimeout = Duration.seconds(60)
    /// How long nothing may have changed until everything is taken to be done.
    private static let settleQuiet = Duration.seconds(1)
    /// How long the publisher may take to answer.
    private static let statusTimeout = Duration.seconds(5)
    /// How long the first event is offered.
    private static let patience = Duration.seconds(10)
    /// The longest page that is read.
    private static let pageByteCountMax = 16 << 20

    let site: RunSite
    /// What is played; `nil` for real use.
    let scenario: FilePath?
    /// What is imported instead; `nil` for nothing.
    let feed: ImportWork?
    let speed: PlaySpeed
    let screen: RunScreen

    /// Plays the scenario to its end and waits until every consumer has everything.
    ///
    /// - Returns: What came of it, and what does not agree, one line each.
    func play(_ scenario: FilePath) async throws -> (lines: [String], faults: [String]) {
        let expectationPath = ScenarioExpectation.path(of: scenario)
        let expectation =
            LocalFile.exists(expectationPath) ? try ScenarioExpectation(reading: expectationPath) : nil
        return try await watching { connection in
            let played = try await publish(scenario, over: connection)
            var faults = played.failed == 0 ? [] : ["player: \(played.failed) events were not recorded"]
            let status = try await settle(connection)
            let lag = await screen.current.lag
            let report = try await RunReport.reading(site.archive)
            faults += report.faults(against: status, lag: lag, expectation)
            faults += try await faultsOfAlerts(report)
            if let expectation { faults += try await faultsOfMetrics(report, expectation, at: status.clock) }
            try await screen.close()
            var lines = report.outcomes + [report.summary(lag: lag)]
            if played.recorded == 0 {
                lines.append(
                    "Nothing was played: an earlier run has recorded all of it in \(site.data). "
                        + "To see it again, name a new directory: --data DIR"
                )
            }
            return (lines, faults)
        }
    }

    /// Imports a feed as an exercise, and waits until every consumer has everything.
    ///
    /// - Returns: What came of it, and what does not agree, one line each.
    func bring(_ feed: ImportWork) async throws -> (lines: [String], faults: [String]) {
        try await watching { connection in
            // What is read from a file happened long ago, whatever its mapping says; nobody is to be paged.
            let engine = ImportEngine(feed.mapping, attributes: ["status": .string(Status.exercise.word)])
            let offering = Offering(connection: connection, playedAt: nil, patience: Self.patience)
            let tally = try await feed.run(engine, into: ImportOffer(offering)) { _, fraction in
                if let fraction { await screen.note(fraction: fraction) }
            }
            await screen.note(fraction: 1)
            let status = try await settle(connection)
            let lag = await screen.current.lag
            let report = try await RunReport.reading(site.archive)
            try await screen.close()
            var lines = [tally.summary(of: feed.mapping.name)]
            if report.lateAlertCount > 0 {
                lines.append("late alerts, of what was long over and so not shown: \(report.lateAlertCount)")
            }
            if tally.notes + tally.different > 0 { lines.append("rejects and notes: \(feed.rejects)") }
            lines.append(report.summary(lag: lag))
            var faults = report.faults(against: status, lag: lag, nil)
            if tally.failedCount > 0 {
                faults.append("import: \(tally.failedCount) rejected, see \(feed.rejects)")
            }
            return (lines, faults)
        }
    }

    /// How the metrics aggregator's answers differ from the archive and from what is expected.
    private func faultsOfMetrics(
        _ report: RunReport,
        _ expectation: ScenarioExpectation,
        at clock: Timestamp
    ) async throws -> [String] {
        let page = try await get("/api/v1/incidents/\(expectation.incident)", from: .metrics)
        let scrape = try await get("/metrics", from: .metrics)
        var faults = expectation.faults(ofScrape: scrape)
        guard let document = try? CloudEvent.parse(Array(page.utf8)) else {
            return faults + ["API: the incident's document is not JSON: \(page.prefix(200))"]
        }
        faults += expectation.faults(of: document, in: "API")
        let isClosed = report.incidents[expectation.incident]?.isOpen == false
        // An open incident's figures run on between the two looks.
        if isClosed, document != report.document(of: expectation.incident, at: clock) {
            faults.append("API: the incident is not as the archive has it")
        }
        return faults
    }

    /// How the alerts that the notifier knows differ from those that it published. What changed rules raise of the
    /// past is history, and published nowhere.
    private func faultsOfAlerts(_ report: RunReport) async throws -> [String] {
        let page = try await get("/api/v1/alerts?state=all", from: .notifier)
        guard let document = try? CloudEvent.parse(Array(page.utf8)),
            case .array(let known)? = document["alerts"]
        else { return ["notifier: its alerts are not JSON: \(page.prefix(200))"] }
        let toldCount = known.count { alert in
            guard case .object(let alert) = alert else { return true }
            return alert["isHistory"] != .bool(true)
        }
        let published = report.alerts.values.reduce(0, +)
        guard toldCount == published else {
            return ["notifier: it has told of \(toldCount) alerts, but \(published) are on record"]
        }
        return []
    }

    /// The body of a service's page.
    private func get(_ path: String, from service: ProcessCheck.Name) async throws -> String {
        let probe = HTTPProbe(
            address: site.address(of: service),
            path: path,
            timeout: Self.statusTimeout,
            byteCountMax: Self.pageByteCountMax
        )
        let answer = try await SocketThread.run(label: "scenewire.run.probe") { probe.ask() }
        guard case .page(200, let body) = answer else {
            throw CommandFailure("the \(service.rawValue) answers \(path) with \(answer)", .unavailable)
        }
        return body
    }

    /// Shows what happens until the task is cancelled.
    func watch() async throws {
        try await watching { _ in
            try await Task.sleep(for: .seconds(Int64(Int32.max)))
        }
    }

    /// Follows the stream and keeps the screen up to date while `body` runs.
    private func watching<Value: Sendable>(
        _ body: @escaping @Sendable (PublishingConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try PublishingConnection(requests: site.requests)
        let feed = try Feed(Feed.Settings(live: site.live, requests: site.requests), after: nil)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await connection.run()
                return nil
            }
            group.addTask {
                try await feed.run()
                return nil
            }
            group.addTask {
                try await screen.follow(feed)
                return nil
            }
            group.addTask {
                try await refresh(connection)
                return nil
            }
            group.addTask { try await body(connection) }
            defer {
                connection.close()
                feed.close()
                group.cancelAll()
            }
            return try await withTaskCancellationHandler {
                do {
                    while let value = try await group.next() {
                        if let value { return value }
                    }
                } catch  where Task.isCancelled {
                    // Whoever still waited at the closed sockets says so, which is no failure.
                }
                throw CancellationError()
            } onCancel: {
                connection.close()
                feed.close()
            }
        }
    }

    private func refresh(_ connection: PublishingConnection) async throws {
        while !Task.isCancelled {
            if let status = try? await connection.status(timeout: Self.statusTimeout),
                let status = PublisherStatus(status)
            {
                await screen.note(status)
            }
            try await screen.draw()
            // Cancelled, it has nothing more to draw.
            guard (try? await Task.sleep(for: Self.tick)) != nil else { return }
        }
    }

    private func publish(
        _ scenario: FilePath,
        over connection: PublishingConnection
    ) async throws -> PlayRun.Tally {
        let plan = PlayPlan(
            speed: speed,
            from: try await start(connection),
            until: nil,
            shift: nil,
            status: .refuseActual,
            isPlayed: true
        )
        let stream = PlayedStream([try PlayedFile(scenario.string)])
        var run = PlayRun(plan, stream, connection, patience: Self.patience, results: nil, isSilent: true)
        try await run.play { fraction in await screen.note(fraction: fraction) }
        await screen.note(fraction: 1)
        return run.tally
    }

    /// Where an earlier run stopped; what is at that very moment is offered again, which is harmless.
    private func start(_ connection: PublishingConnection) async throws -> Moment? {
        let status = PublisherStatus(try await connection.status(timeout: Self.statusTimeout))
        return status?.headPublishedAt.map { .absolute($0) }
    }

    /// Waits until every consumer has stored everything and nothing more comes.
    private func settle(_ connection: PublishingConnection) async throws -> PublisherStatus {
        let deadline = ContinuousClock.now + Self.settleTimeout
        let names = Set(site.services.map(\.name)).subtracting([.publisher]).map(\.rawValue)
        var quietSince: (head: UInt64, at: ContinuousClock.Instant)?
        while true {
            guard let status = PublisherStatus(try await connection.status(timeout: Self.statusTimeout))
            else {
                throw CommandFailure("the answer is not a publisher's status", .unavailable)
            }
            await screen.note(status)
            let stored = Dictionary(status.consumers.map { ($0.name, $0.sequence) }) { first, _ in first }
            let isDone =
                await screen.current.recordCount == status.head
                && names.allSatisfy { stored[$0] == status.head }
            if !isDone || quietSince?.head != status.head { quietSince = nil }
            if isDone, quietSince == nil { quietSince = (status.head, .now) }
            if let quietSince, ContinuousClock.now - quietSince.at >= Self.settleQuiet { return status }
            if ContinuousClock.now >= deadline { return status }
            try await Task.sleep(for: Self.tick)
        }
    }
}
