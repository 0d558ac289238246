import HTTPTypes
import Hummingbird
import Metrics
import MetricsExposition

/// The numbers of the HTTP interface.
struct HTTPMetrics: Sendable {
    static let descriptions = [
        MetricDescription("scenewire_publisher_http_requests_total", "HTTP requests, by route and status."),
        MetricDescription(
            "scenewire_publisher_http_refusals_total",
            "HTTP requests that were not carried out, by reason."
        ),
        MetricDescription("scenewire_publisher_http_streams", "Streams of server-sent events that are open."),
    ]

    private static let requestsLabel = "scenewire_publisher_http_requests_total"
    private static let unknownRoute = "other"
    private static let statuses =
        [200, 201] + Set(HTTPProblem.Kind.allCases.map(\.status.code)).sorted()

    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    private let requests: [Key: Counter]
    private let refusals: [HTTPProblem.Kind: Counter]

    /// Every series from the start, at 0, so that rate() sees the first count.
    init() {
        let routes =
            HTTPFront.paths.flatMap { path in path.methods.map { Self.route($0, path.pattern) } }
            + [Self.unknownRoute]
        var requests: [Key: Counter] = [:]
        for route in routes {
            for status in Self.statuses {
                requests[Key(route: route, status: status)] = Counter(
                    label: Self.requestsLabel,
                    dimensions: [("route", route), ("status", "\(status)")]
                )
            }
        }
        self.requests = requests
        let pairs = HTTPProblem.Kind.allCases.map { kind in
            let dimensions = [("reason", kind.rawValue)]
            return (kind, Counter(label: "scenewire_publisher_http_refusals_total", dimensions: dimensions))
        }
        refusals = Dictionary(pairs) { first, _ in first }
    }

    /// Lets every scrape read how many streams are open.
    static func observe(_ streams: Slots, in registry: PrometheusRegistry) {
        registry.observeGauge("scenewire_publisher_http_streams") { Double(streams.count) }
    }

    /// Counts an answered request.
    ///
    /// - Parameter pattern: The path of the interface, `nil` for any other.
    func countRequest(_ method: HTTPRequest.Method, _ pattern: String?, _ status: HTTPResponse.Status) {
        let route = pattern.map { Self.route(method, $0) } ?? Self.unknownRoute
        let counter =
            requests[Key(route: route, status: status.code)]
            ?? requests[Key(route: Self.unknownRoute, status: status.code)]
        counter?.increment()
    }

    /// Counts a request that was not carried out.
    func countRefusal(_ kind: HTTPProblem.Kind) {
        refusals[kind]?.increment()
    }

    private static func route(_ method: HTTPRequest.Method, _ pattern: String) -> String {
        "\(method.rawValue) \(pattern)"
    }
}
