import ServiceRuntime
import SystemPackage
import UnixSignals

/// All services on this machine and what is done with them, from their start until all of them have stopped.
struct LocalRun: Sendable {
    let site: RunSite
    /// What is played; `nil` for nothing.
    let scenario: FilePath?
    /// What is imported instead; `nil` for nothing. Without either the services run for real use.
    let feed: ImportWork?
    private let speed: PlaySpeed
    private let once: Bool
    private let removesData: Bool
    private let screen: RunScreen

    /// - Parameters:
    ///   - speed: How fast the scenario is played; `nil` for what is usual.
    ///   - once: Whether it ends by itself once everything was played or imported, and compared.
    ///   - removesData: Whether the caller removes the data at the end, which is then said.
    init(
        site: RunSite,
        scenario: FilePath?,
        feed: ImportWork?,
        speed: PlaySpeed?,
        once: Bool,
        removesData: Bool = false
    ) {
        self.site = site
        self.scenario = scenario
        self.feed = feed
        self.speed = speed ?? (once ? .max : .times(600))
        self.once = once
        self.removesData = removesData
        let title =
            scenario.map { [speed = self.speed] in "playing \($0.stem ?? "") \(speed.words)" }
            ?? feed.map { "importing \($0.mapping.name)" } ?? "live"
        screen = RunScreen(title: title, services: site.services.map(\.name), hidesLateAlerts: feed != nil)
    }

    /// The signals that end a run.
    typealias Signals = UnixSignalsSequence

    /// Those signals, which end the process no more from now on.
    static var signals: Signals {
        // Without the last one, a terminal that is closed would leave the services running.
        get async { await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup) }
    }

    /// Starts the services, does what is to be done, and stops them.
    ///
    /// - Parameter signals: The first of them ends the run.
    /// - Throws: Why a service failed, or ``CommandFailure`` for what does not agree.
    func conduct(until signals: Signals) async throws {
        let session = RunSession(site: site, scenario: scenario, feed: feed, speed: speed, screen: screen)
        let result: Result<[String]?, any Error>
        do {
            result = .success(try await untilEnd(or: signals) { try await work(session) })
        } catch {
            result = .failure(error)
        }
        // Whatever has happened, the terminal's cursor is shown again.
        try await screen.close()
        guard let faults = try result.get() else {
            // A script must not take it for a comparison that went well.
            if once { throw CommandFailure("interrupted before everything was compared", .failure) }
            return
        }
        if once { await say(faults) }
        if !faults.isEmpty { throw CommandFailure("not everything agrees: see above", .failure) }
    }

    /// Runs the services and `body`, until that ends or a signal comes, and waits until everything has stopped.
    ///
    /// - Returns: What `body` returned; `nil` when a signal came before.
    private func untilEnd(
        or signals: Signals,
        _ body: @escaping @Sendable () async throws -> [String]
    ) async throws -> [String]? {
        try await withThrowingTaskGroup(of: [String]?.self) { group in
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            group.addTask {
                do {
                    // What is played or imported is compared in the end, which needs every service.
                    let restarts = scenario == nil && feed == nil
                    return try await RunStack.run(site.services[...], restarts: restarts) {
                        // A terminal that is gone must not end the services.
                        try? await screen.note($0, $1)
                    } body: {
                        try await body()
                    }
                } catch is CancellationError {
                    return nil
                }
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            let second = try await group.next() ?? nil
            return first ?? second
        }
    }

    /// What is done while the services run.
    private func work(_ session: RunSession) async throws -> [String] {
        let (lines, faults): ([String], [String])
        if let scenario {
            (lines, faults) = try await session.play(scenario)
        } else if let feed {
            (lines, faults) = try await session.bring(feed)
        } else {
            try await screen.note(addresses)
            try await session.watch()
            return []
        }
        let output = TextOutput.standardOutput
        try await output.write(lines.map { "\($0)\n" }.joined())
        guard !once else { return faults }
        await say(faults)
        try await output.write("\n" + addresses.map { "\($0)\n" }.joined())
        // Until a signal, which must not hide what was found.
        try? await Task.sleep(for: .seconds(Int64(Int32.max)))
        return faults
    }

    private func say(_ faults: [String]) async {
        for fault in faults { await TextOutput.standardError.say(TerminalText.safe(fault), .alarm) }
    }

    private var addresses: [String] {
        let publisher = site.address(of: .publisher)
        let program = LocalFile.programDirectory.appending("scenewire")
        return [
            "Look around (Ctrl-C stops everything):",
            "  events   http://\(publisher)/v1/events",
            "  status   http://\(publisher)/v1/status",
            "  alerts   http://\(site.address(of: .notifier))/api/v1/alerts?state=all",
            "  metrics  http://\(site.address(of: .metrics))/metrics",
            "  state    http://\(site.address(of: .metrics))/api/v1/incidents",
            "  archive  \(ShellWord.path(program)) query --trend escalation \\",
            "    --archive \(ShellWord.path(site.archive))",
            "  logs     \(ShellWord.path(site.data.appending("logs")))",
        ] + (removesData ? ["All data are removed at the end."] : [])
    }
}

extension PlaySpeed {
    /// `×600`, or `at full speed`.
    fileprivate var words: String {
        switch self {
        case .times(let factor): "×\(Int(exactly: factor).map(String.init) ?? "\(factor)")"
        case .max: "at full speed"
        }
    }
}
