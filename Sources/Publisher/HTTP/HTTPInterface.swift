import EventBus
import EventJournal
import EventSchema
import Hummingbird
import MetricsExposition
import ServiceRuntime

/// The publisher over HTTP: publishing, reading, following; docs/http.md describes it.
struct HTTPInterface: Sendable {
    private let front: HTTPFront
    private let publishing: PublishRoute
    private let reading: ReadRoutes
    private let following: FollowRoute

    /// - Parameter endpoint: The request socket's, which the status names.
    init(
        journal: Journal,
        sequencer: Sequencer,
        endpoint: String,
        metrics: PublisherMetrics,
        registry: PrometheusRegistry,
        status: @escaping @Sendable () -> BusStatus
    ) {
        let desk = ReadingDesk()
        front = HTTPFront(metrics: HTTPMetrics())
        publishing = PublishRoute(sequencer: sequencer, metrics: metrics)
        reading = ReadRoutes(journal: journal, desk: desk) {
            PublisherStatus(status())?.document(endpoint: endpoint) ?? [:]
        }
        following = FollowRoute(
            reader: StreamReader(reader: journal.reader),
            desk: desk,
            bell: sequencer.bell
        ) { sequencer.view.clock }
        HTTPMetrics.observe(following.streams, in: registry)
    }

    /// Adds the interface's routes; what was added before stays as it is.
    func add(to router: Router<HTTPContext>) {
        let (publishing, reading, following) = (publishing, reading, following)
        router.add(middleware: front)
        router.post("v1/events") { request, _ in try await publishing.respond(to: request) }
        router.get("v1/events") { request, _ in try await reading.events(request) }
        router.get("v1/events/:id") { request, context in
            try await reading.event(request, id: context.parameters.require("id"))
        }
        router.get("v1/stream") { request, _ in try await following.respond(to: request) }
        router.get("v1/status") { request, _ in try reading.status(request) }
    }
}
