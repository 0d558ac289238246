import HTTPTypes
import Metrics
public import MetricsExposition

/// The numbers of a service's interface.
public struct APIMetrics: Sendable {
    private static let unknownRoute = "other"
    private static let statuses =
        [200, 201, 304] + Set(HTTPProblem.Kind.allCases.map(\.status.code)).sorted()

    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    private let requests: [Key: Counter]
    private let refusals: [HTTPProblem.Kind: Counter]

    /// Every series from the start, at 0, so that rate() sees the first count.
    ///
    /// - Parameters:
    ///   - process: The process's word in the names of its metrics, for example `publisher`.
    ///   - paths: The paths of the interface.
    public init(process: String, paths: [APIPath]) {
        let routes =
            paths.flatMap { path in path.methods.map { Self.route($0, path.pattern) } }
            + [Self.unknownRoute]
        var requests: [Key: Counter] = [:]
        for route in routes {
            for status in Self.statuses {
                requests[Key(route: route, status: status)] = Counter(
                    label: Self.requestsLabel(process),
                    dimensions: [("route", route), ("status", "\(status)")]
                )
            }
        }
        self.requests = requests
        let pairs = HTTPProblem.Kind.allCases.map { kind in
            let dimensions = [("reason", kind.rawValue)]
            return (kind, Counter(label: Self.refusalsLabel(process), dimensions: dimensions))
        }
        refusals = Dictionary(pairs) { first, _ in first }
    }

    /// Their help texts.
    public static func descriptions(process: String) -> [MetricDescription] {
        [
            MetricDescription(requestsLabel(process), "HTTP requests, by route and status."),
            MetricDescription(
                refusalsLabel(process),
                "HTTP requests that were not carried out, by reason."
            ),
        ]
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

    private static func requestsLabel(_ process: String) -> String {
        "scenewire_\(process)_http_requests_total"
    }

    private static func refusalsLabel(_ process: String) -> String {
        "scenewire_\(process)_http_refusals_total"
    }

    private static func route(_ method: HTTPRequest.Method, _ pattern: String) -> String {
        "\(method.rawValue) \(pattern)"
    }
}
