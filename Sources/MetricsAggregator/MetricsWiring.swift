import ConsumerRuntime
import IncidentMeasures
import IncidentState
import Logging
import SQLiteStore
import ServiceRuntime
import StateStore
import StoreRuntime
import SystemPackage

/// Connects the aggregator's parts: one follower a publisher → measures → `/metrics` and the API.
struct MetricsWiring {
    /// The file's name in an aggregator's directory.
    private static let fileName = "measures.sqlite"
    /// Told from any other database by "SWMS".
    private static let applicationID = 0x5357_4D53

    private let settings: MetricsSettings
    private let process: ServiceProcess
    private let standings: FeedStandings
    private let consumer: MeasuringConsumer
    private let routes: APIRoutes
    private let file: StateFile?

    /// Reads what is stored and starts nothing.
    ///
    /// - Throws: `StoreError`, or what the directory cannot be made for.
    init(_ settings: MetricsSettings, in process: ServiceProcess) async throws {
        self.settings = settings
        self.process = process
        standings = FeedStandings(publishers: settings.publishers, readiness: process.readiness)
        standings.observe(in: process.metrics)
        file = try settings.data.map { try Self.open($0, process.logger) }
        let measures = MeasureStore(try await Self.measures(from: file, process.logger))
        measures.expose(in: process.metrics)
        let rebuild = RebuildProgress(publishers: settings.publishers, readiness: process.readiness)
        consumer = MeasuringConsumer(
            measures: measures,
            rebuild: rebuild,
            writer: file.map { file in
                SnapshotWriter(
                    measures: measures,
                    file: file,
                    stored: measures.cursors,
                    sealingAge: settings.sealingAge
                )
            },
            logger: process.logger
        )
        routes = APIRoutes(measures: measures, file: file, rebuild: rebuild)
    }

    private static func open(_ directory: FilePath, _ logger: Logger) throws -> StateFile {
        try StoreDirectory.make(directory)
        let path = directory.appending(fileName)
        return try StateFile(
            path,
            kind: "a store of measures",
            applicationID: applicationID,
            waits: StoreWaitLog(logger).waits(for: path.string)
        )
    }

    /// Goes on from what is stored; what cannot be read is forgotten, and the streams are folded again.
    private static func measures(from file: StateFile?, _ logger: Logger) async throws -> IncidentMeasures {
        guard let file else { return IncidentMeasures() }
        do {
            guard let snapshot = try await file.read() else { return IncidentMeasures(isStored: true) }
            var measures = try IncidentMeasures(restoring: snapshot)
            measures.settle()
            logger.notice(
                "Went on from the stored measures",
                metadata: [LogKey.recordCount: "\(measures.recordCount)"]
            )
            return measures
        } catch let error as SnapshotError {
            logger.warning(
                "Folding the streams again, from their first records",
                metadata: [LogKey.failure: "\(error)", LogKey.path: "\(file.path)"]
            )
            try await file.erase()
            return IncidentMeasures(isStored: true)
        }
    }

    /// The parts in the order of their start: the followers stop first, then the measures are written down.
    func plan() -> ServicePlan {
        let rebuild = consumer.rebuild
        return ServicePlan(parts: keeping + followers, routes: routes.add(to:)) { rebuild.fault }
    }

    private var keeping: [ServicePart] {
        guard let file, let writer = consumer.writer else { return [] }
        let closing = StoreClosing("\(file.path)", logger: process.logger) { try file.close() }
        return [
            ServicePart("measures", closing),
            ServicePart("measures' place", StorePlaceCheck { try file.checkPlace() }),
            ServicePart("snapshots", writer),
        ]
    }

    private var followers: [ServicePart] {
        settings.publishers.map { publisher in
            ServicePart(
                "follower of \(publisher)",
                StreamFollower(
                    name: "metrics",
                    publisher: publisher,
                    consumer: consumer,
                    standings: standings,
                    logger: process.logger
                )
            )
        }
    }
}
