import ArchiveStore
import ConsumerRuntime
import Logging
import SQLiteStore
import ServiceLifecycle
import ServiceRuntime
import StoreRuntime

/// Connects the archiver's parts: one follower a publisher → archive, and the index behind it.
struct ArchiverWiring {
    /// What has to work before the archiver is ready.
    static let checks = ["archive", FeedStandings.check]

    private let settings: ArchiverSettings
    private let process: ServiceProcess
    private let archive: Archive
    private let consumer: ArchivingConsumer
    private let standings: FeedStandings

    /// Opens the archive and starts nothing.
    ///
    /// - Throws: ``ArchiveError`` when the archive is damaged or in use.
    init(_ settings: ArchiverSettings, in process: ServiceProcess) throws {
        self.settings = settings
        self.process = process
        try StoreDirectory.make(settings.data)
        let path = settings.data.appending(Archive.fileName)
        archive = try Archive(
            path,
            waits: StoreWaitLog(process.logger).waits(for: path.string),
            upgrading: { version in
                process.logger.notice(
                    "Upgrading the archive from version \(version), which takes time and room on its disk",
                    metadata: [LogKey.path: "\(path)"]
                )
            }
        )
        consumer = ArchivingConsumer(archive: archive, metrics: ArchiverMetrics())
        standings = FeedStandings(publishers: settings.publishers, readiness: process.readiness)
        ArchiverMetrics.observe(archive, in: process.metrics)
        standings.observe(in: process.metrics)
        process.logger.notice(
            "Opened the archive",
            metadata: [LogKey.path: "\(archive.path)", LogKey.byteCount: "\(archive.byteCount)"]
        )
    }

    /// The parts in the order of their start: the archive is closed last.
    func plan() -> ServicePlan {
        process.readiness.pass("archive")
        let followers = settings.publishers.map { publisher in
            ServicePart(
                "follower of \(publisher)",
                StreamFollower(
                    name: "archiver",
                    publisher: publisher,
                    consumer: consumer,
                    standings: standings,
                    logger: process.logger
                )
            )
        }
        let archive = archive
        let closing = StoreClosing("\(archive.path)", logger: process.logger) { try archive.close() }
        let parts = [
            ServicePart("archive", closing),
            ServicePart("archive's place", StorePlaceCheck { try archive.checkPlace() }),
            ServicePart("index", IndexingService(archive: archive, logger: process.logger)),
        ]
        return ServicePlan(parts: parts + followers)
    }
}
