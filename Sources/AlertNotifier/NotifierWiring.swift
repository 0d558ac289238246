import AlertRules
import AlertStore
import ConsumerRuntime
import IncidentState
import Logging
import SQLiteStore
import ServiceLifecycle
import ServiceRuntime
import StoreRuntime
import SystemPackage

/// Connects the notifier's parts: one follower a publisher → rules → store → one worker a destination, and one
/// that publishes back for each publisher.
struct NotifierWiring {
    /// What has to work before the notifier is ready.
    static let checks = ["alerts", FeedStandings.check]

    private let settings: NotifierSettings
    private let process: ServiceProcess
    private let rules: RuleBook
    private let engine: AlertEngine
    private let store: AlertStore
    private let work: NotifierWork
    private let metrics: NotifierMetrics
    private let standings: FeedStandings
    private let poster: HTTPPoster
    private let senders: [(name: String, sender: any AlertSender)]

    /// Reads the rules, opens the store and starts nothing.
    ///
    /// - Throws: `RuleFaults`, ``NotifierError`` or `AlertStoreError`.
    init(_ settings: NotifierSettings, in process: ServiceProcess) async throws {
        self.settings = settings
        self.process = process
        rules = try RuleFile.read(settings.rules)
        let secrets = try Self.secrets(of: rules, besides: settings.rules)
        try StoreDirectory.make(settings.data)
        let path = settings.data.appending(AlertStore.fileName)
        store = try AlertStore(
            path,
            routing: AlertRouting(rules),
            source: settings.source,
            waits: StoreWaitLog(process.logger).waits(for: path.string)
        )
        let names = [Destination.log] + rules.destinations.map(\.name)
        work = NotifierWork(destinations: names, publishers: settings.publishers, logger: process.logger)
        metrics = NotifierMetrics(rules: rules.rules.map(\.id), destinations: names)
        standings = FeedStandings(publishers: settings.publishers, readiness: process.readiness)
        metrics.observe(in: process.metrics)
        standings.observe(in: process.metrics)
        process.logger.notice(
            "Opened the alerts",
            metadata: [LogKey.path: "\(store.path)", LogKey.ruleCount: "\(rules.rules.count)"]
        )
        engine = try await Self.engine(rules, from: store, process.logger)
        for change in try await store.giveUpHindered(now: .now) { work.count(change, in: metrics) }
        try await metrics.refresh(from: store)
        // Last: a client that exists must also be run, so nothing may fail after this.
        poster = HTTPPoster()
        senders = Self.senders(of: rules, secrets, poster, process.logger)
    }

    /// Goes on from the stored state; what cannot be read is forgotten, and the streams are judged again.
    private static func engine(
        _ rules: RuleBook,
        from store: AlertStore,
        _ logger: Logger
    ) async throws -> AlertEngine {
        let reason: SnapshotError
        do {
            guard let snapshot = try await store.snapshot() else {
                // Of an invalid one the incidents may be left.
                try await store.eraseSnapshot()
                return AlertEngine(rules, isStored: true)
            }
            let engine = try AlertEngine(rules, restoring: snapshot)
            logger.notice(
                "Went on from the stored state",
                metadata: [
                    LogKey.factCount: "\(snapshot.facts.count)", LogKey.sealedCount: "\(engine.sealedCount)",
                ]
            )
            return engine
        } catch let error as SnapshotError {
            reason = error
        } catch AlertStoreError.snapshot(_, let error) {
            reason = error
        }
        logger.warning(
            "Judging the streams again, from their first records",
            metadata: [LogKey.failure: "\(reason)", LogKey.path: "\(store.path)"]
        )
        try await store.eraseSnapshot()
        return AlertEngine(rules, isStored: true)
    }

    /// The secrets of webhooks, by destination; a relative path begins where the file of rules is.
    private static func secrets(
        of rules: RuleBook,
        besides file: FilePath
    ) throws -> [String: WebhookSecret] {
        var secrets: [String: WebhookSecret] = [:]
        for destination in rules.destinations {
            guard case .webhook(_, let secretFile) = destination.channel else { continue }
            let path = file.removingLastComponent().pushing(FilePath(secretFile))
            secrets[destination.name] = try WebhookSecret(file: path)
        }
        return secrets
    }

    private static func senders(
        of rules: RuleBook,
        _ secrets: [String: WebhookSecret],
        _ poster: HTTPPoster,
        _ logger: Logger
    ) -> [(name: String, sender: any AlertSender)] {
        let others = rules.destinations.compactMap { destination -> (String, any AlertSender)? in
            switch destination.channel {
            case .webhook(let url, _):
                secrets[destination.name].map {
                    (destination.name, WebhookSender(url: url, secret: $0, poster: poster))
                }
            case .command(let words, let timeLimitSeconds):
                words.first.map { program in
                    let sender = CommandSender(
                        program: program,
                        arguments: Array(words.dropFirst()),
                        timeLimit: .seconds(timeLimitSeconds)
                    )
                    return (destination.name, sender)
                }
            case .alertmanager(let url):
                (destination.name, AlertmanagerSender(base: url, poster: poster))
            }
        }
        return [(Destination.log, LogSender(logger: logger))] + others
    }

    /// The parts in the order of their start: the followers stop first, the publishing back last.
    func plan() -> ServicePlan {
        process.readiness.pass("alerts")
        let interface = AlertInterface(store: store, work: work, metrics: metrics)
        let client = ServicePart("HTTP client", poster.service)
        let store = store
        let closing = StoreClosing("\(store.path)", logger: process.logger) { try store.close() }
        let place = ServicePart("alerts' place", StorePlaceCheck { try store.checkPlace() })
        let parts = [ServicePart("alerts", closing), place, client] + publishers + workers + followers
        return ServicePlan(parts: parts) { interface.add(to: $0) }
    }

    private var publishers: [ServicePart] {
        settings.publishers.map { publisher in
            ServicePart(
                "publishing to \(publisher)",
                AlertEventPublisher(
                    publisher: publisher,
                    store: store,
                    work: work,
                    metrics: metrics,
                    logger: process.logger
                )
            )
        }
    }

    private var workers: [ServicePart] {
        senders.map { name, sender in
            ServicePart(
                "destination \(name)",
                DeliveryWorker(
                    destination: name,
                    sender: sender,
                    store: store,
                    work: work,
                    metrics: metrics,
                    logger: process.logger
                )
            )
        }
    }

    private var followers: [ServicePart] {
        let consumer = NotifyingConsumer(
            engine: engine,
            store: store,
            work: work,
            metrics: metrics,
            sealingAge: settings.sealingAge
        )
        let watch = ServicePart(
            "watch of silent publishers",
            SilenceWatch(consumer: consumer, publishers: settings.publishers)
        )
        let watched = rules.watchedConsumers.isEmpty ? [] : settings.publishers
        let watches = watched.map { publisher in
            ServicePart(
                "watch of the consumers of \(publisher)",
                ConsumerWatch(publisher: publisher, consumer: consumer)
            )
        }
        return [watch] + watches
            + settings.publishers.map { publisher in
                ServicePart(
                    "follower of \(publisher)",
                    StreamFollower(
                        name: settings.source,
                        publisher: publisher,
                        consumer: consumer,
                        standings: standings,
                        logger: process.logger
                    )
                )
            }
    }
}
