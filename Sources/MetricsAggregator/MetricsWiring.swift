import ConsumerRuntime
import Logging
import ServiceRuntime

/// Connects the aggregator's parts: one follower a publisher → measures → `/metrics` and the API.
struct MetricsWiring {
    private let settings: MetricsSettings
    private let process: ServiceProcess
    private let standings: FeedStandings
    private let consumer: MeasuringConsumer
    private let routes: APIRoutes

    /// Starts nothing.
    init(_ settings: MetricsSettings, in process: ServiceProcess) {
        self.settings = settings
        self.process = process
        standings = FeedStandings(publishers: settings.publishers, readiness: process.readiness)
        standings.observe(in: process.metrics)
        let measures = MeasureStore()
        measures.expose(in: process.metrics)
        let rebuild = Rebuild(publishers: settings.publishers, readiness: process.readiness)
        consumer = MeasuringConsumer(measures: measures, rebuild: rebuild, logger: process.logger)
        routes = APIRoutes(measures: measures, rebuild: rebuild)
    }

    /// The parts in the order of their start.
    func plan() -> ServicePlan {
        let followers = settings.publishers.map { publisher in
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
        let rebuild = consumer.rebuild
        return ServicePlan(parts: followers, routes: routes.add(to:)) { rebuild.fault }
    }
}
