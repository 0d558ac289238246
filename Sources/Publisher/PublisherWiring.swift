import EventBus
import EventJournal
import EventSchema
import Foundation
import Logging
import ServiceRuntime

/// Connects the publisher's parts: requests and HTTP → sequencer → journal → live broadcast, and
/// journal → replay and HTTP.
struct PublisherWiring {
    /// What has to work before the publisher is ready.
    static let checks = ["journal", "live", "requests"]

    private let settings: PublisherSettings
    private let process: ServiceProcess
    private let journal: Journal
    private let sequencer: Sequencer
    private let replayDesk: ReplayDesk
    private let server: RequestServer
    private let http: HTTPInterface
    private let watch: ResourceWatch

    /// Opens the journal, which may repair its tail, and starts nothing.
    ///
    /// - Throws: ``JournalError`` when the journal is damaged or in use.
    init(_ settings: PublisherSettings, in process: ServiceProcess) throws {
        self.settings = settings
        self.process = process
        let metrics = PublisherMetrics()
        let switches = TestSwitches(environment: ProcessInfo.processInfo.environment)
        let (logger, registry) = (process.logger, process.metrics)

        let heldBy = settings.heldBy
        let consumers = ConsumerRegistry(reserving: heldBy)
        var options = settings.journalOptions {
            consumers.storedThrough(by: heldBy)
        } troubleFound: { trouble in
            if case .damaged(let damage) = trouble {
                metrics.damage.increment()
                logger.error("The journal is damaged", metadata: [LogKey.damage: "\(damage)"])
            } else {
                logger.warning("Housekeeping of the journal failed", metadata: [LogKey.failure: "\(trouble)"])
            }
        }
        options.commitSynced = { metrics.countSync(took: $0) }
        journal = try Journal(at: settings.data, options: options, testing: switches.journal)
        Self.log(journal, logger)

        sequencer = try Sequencer(
            journal: journal,
            isPlayed: settings.clock == .played,
            headPublishedAt: try journal.reader.headPublishedAt,
            metrics: metrics,
            switches: switches
        ) { reason in
            if let reason {
                let metadata: Logger.Metadata = [LogKey.failure: "\(reason)"]
                logger.error("The disk is full: events are refused until there is room", metadata: metadata)
            } else {
                logger.notice("There is room on the disk again: events are recorded")
            }
        }
        let (sequencer, reader) = (sequencer, journal.reader)
        replayDesk = try ReplayDesk(
            reader: reader,
            reports: ConsumerReports(consumers: consumers, reader: reader, registry: registry),
            softwareVersion: ScenewireVersion.current,
            metrics: metrics
        ) { sequencer.view.clock }
        let desk = RequestDesk(
            sequencer: sequencer,
            replayDesk: replayDesk,
            consumers: consumers,
            reader: reader,
            softwareVersion: ScenewireVersion.current,
            metrics: metrics
        )
        let server = try RequestServer(handler: desk) { metrics.droppedReplies.increment(by: $0) }
        self.server = server
        watch = try ResourceWatch(
            ResourceWatch.Limits(memoryByteCount: settings.memoryByteCount, fileCountMax: OpenFiles.countMax),
            metrics: metrics,
            logger: logger
        ) {
            server.startAnew()
            sequencer.startLiveAnew()
        }
        http = HTTPInterface(
            journal: journal,
            sequencer: sequencer,
            endpoint: settings.requestsEndpoint,
            metrics: metrics,
            registry: registry
        ) { desk.status }
        PublisherMetrics.observe(reader, sequencer, in: registry)
    }

    /// The parts in the order of their start: requests come last and so stop first.
    func plan() -> ServicePlan {
        let (settings, logger, readiness) = (settings, process.logger, process.readiness)
        let (sequencer, replayDesk, server, watch) = (sequencer, replayDesk, server, watch)
        let bounds = journal.bounds
        readiness.pass("journal")
        readiness.observe("journal") { sequencer.fault }
        let commit = BlockingService(label: "scenewire.sequencer") {
            bounds.waitForEpoch()
            try sequencer.run(endpoint: settings.liveEndpoint) { endpoint in
                logger.notice("Broadcasting", metadata: [LogKey.endpoint: "\(endpoint)"])
                watch.add(endpoint)
                readiness.pass("live")
            }
        } stop: {
            sequencer.stop()
        }
        let replay = BlockingService(label: "scenewire.replay") {
            try replayDesk.run()
        } stop: {
            replayDesk.stop()
        }
        let answer = BlockingService(label: "scenewire.requests") {
            bounds.waitForEpoch()
            try server.run(endpoint: settings.requestsEndpoint) { endpoint in
                logger.notice("Answering requests", metadata: [LogKey.endpoint: "\(endpoint)"])
                watch.add(endpoint)
                readiness.pass("requests")
            }
        } stop: {
            server.stop()
        }
        let limit = BlockingService(label: "scenewire.watch") {
            try watch.run()
        } stop: {
            watch.stop()
        }
        return ServicePlan(
            parts: [
                ServicePart("watch", limit), ServicePart("sequencer", commit), ServicePart("replay", replay),
                ServicePart("requests", answer),
            ],
            routes: http.add(to:)
        )
    }

    private static func log(_ journal: Journal, _ logger: Logger) {
        let bounds = journal.bounds
        logger.notice(
            "Opened the journal",
            metadata: [
                LogKey.stream: "\(bounds.stream)", LogKey.epoch: "\(bounds.epoch)",
                LogKey.head: "\(bounds.head.sequence)", LogKey.wasClosed: "\(journal.recovery.wasClosed)",
            ]
        )
        if journal.recovery.tornByteCount > 0 {
            logger.warning(
                "Cut off a commit that had not been acknowledged; its bytes are kept",
                metadata: [LogKey.byteCount: "\(journal.recovery.tornByteCount)"]
            )
        }
    }
}

extension JournalBounds {
    /// Blocks until subscribers may learn of the epoch: at most a few seconds, and not at all for a new journal.
    ///
    /// A stop waits for it, too.
    fileprivate func waitForEpoch() {
        while case let delay = epochDelay(at: .now), delay > .zero {
            Thread.sleep(forTimeInterval: delay / .seconds(1))
        }
    }
}

extension JournalReader {
    /// When the last record was published; `nil` when there is none.
    var headPublishedAt: Timestamp? {
        get throws(JournalError) {
            let head = bounds.head.sequence
            guard head > .zero,
                case .records(let batch) = try read(after: SequenceNumber(head.value - 1), byteLimit: 0)
            else { return nil }
            var time: Timestamp?
            batch.forEach { header, _ in time = header.publishedAt }
            return time
        }
    }
}
