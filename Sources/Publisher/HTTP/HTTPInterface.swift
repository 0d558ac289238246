import EventBus
import EventJournal
import EventSchema
import Hummingbird
import MetricsExposition
import ServiceHTTP
import ServiceRuntime

/// The publisher over HTTP: publishing, reading, following; docs/http.md describes it.
struct HTTPInterface: Sendable {
    private static let paths = [
        APIPath("/v1/events", [.get, .head, .post]),
        APIPath("/v1/events/:id", [.get, .head]),
        APIPath("/v1/stream", [.get, .head]),
        APIPath("/v1/status", [.get, .head]),
    ]
    private static let streamsLabel = "scenewire_publisher_http_streams"

    /// What its numbers mean.
    static let metrics =
        APIMetrics.descriptions(process: "publisher")
        + [MetricDescription(streamsLabel, "Streams of server-sent events that are open.")]

    private let front: APIMiddleware
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
        front = APIMiddleware(
            paths: Self.paths,
            metrics: APIMetrics(process: "publisher", paths: Self.paths)
        )
        publishing = PublishRoute(sequencer: sequencer, metrics: metrics)
        reading = ReadRoutes(journal: journal, desk: desk) {
            PublisherStatus(status())?.document(endpoint: endpoint) ?? [:]
        }
        following = FollowRoute(
            reader: StreamReader(reader: journal.reader),
            desk: desk,
            bell: sequencer.bell
        ) { sequencer.view.clock }
        let streams = following.streams
        registry.observeGauge(Self.streamsLabel) { Double(streams.count) }
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
