import Hummingbird
import MetricsExposition

/// What is known about a process before it starts.
public struct ProcessDescription: Sendable {
    /// What it is called in logs, for example `scenewire-publisher`.
    public let name: String
    /// The label of `scenewire_build_info`.
    public let version: String
    /// The port of `http.address` unless it is set.
    public let httpPort: UInt16
    /// A text for every key of a setting that has a default; `http.address` and `log.…` come by themselves.
    public let defaults: [String: String]
    /// The other keys.
    public let keysWithoutDefault: Set<String>
    /// Help texts, units and buckets of the metrics that its parts make.
    public let metrics: [MetricDescription]
    /// The names under which its parts report to ``Readiness``.
    public let checks: [String]

    /// - Parameters:
    ///   - name: What it is called in logs.
    ///   - version: The label of `scenewire_build_info`.
    ///   - httpPort: The port of `http.address` unless it is set.
    ///   - defaults: A text for every key of a setting that has a default.
    ///   - keysWithoutDefault: The other keys.
    ///   - metrics: Help texts, units and buckets of the metrics that its parts make.
    ///   - checks: The names under which its parts report to ``Readiness``.
    public init(
        name: String,
        version: String = ScenewireVersion.current,
        httpPort: UInt16,
        defaults: [String: String],
        keysWithoutDefault: Set<String> = [],
        metrics: [MetricDescription] = [],
        checks: [String] = []
    ) {
        self.name = name
        self.version = version
        self.httpPort = httpPort
        self.defaults = defaults
        self.keysWithoutDefault = keysWithoutDefault
        self.metrics = metrics
        self.checks = checks
    }

    var allDefaults: [String: String] {
        defaults
            .merging(LogSettings.defaults) { own, _ in own }
            .merging(["http.address": "127.0.0.1:\(httpPort)"]) { own, _ in own }
    }
}

/// What a process is made of once its settings are read.
public struct ServicePlan: Sendable {
    /// In the order of their start; they stop in the reverse order.
    public let parts: [ServicePart]
    /// Adds the process's own routes to its HTTP server.
    public let routes: @Sendable (Router<HTTPContext>) -> Void
    /// Why `/metrics` cannot be answered yet, asked at each scrape; `nil` when it can.
    public let metricsFault: @Sendable () -> String?

    /// - Parameters:
    ///   - parts: In the order of their start; they stop in the reverse order.
    ///   - routes: Adds the process's own routes to its HTTP server.
    ///   - metricsFault: Why `/metrics` cannot be answered yet, asked at each scrape; it does not block. A
    ///     process whose numbers are not true yet holds them back so, and is seen as down until they are.
    public init(
        parts: [ServicePart],
        routes: @escaping @Sendable (Router<HTTPContext>) -> Void = { _ in },
        metricsFault: @escaping @Sendable () -> String? = { nil }
    ) {
        self.parts = parts
        self.routes = routes
        self.metricsFault = metricsFault
    }
}

/// The version of everything in this package.
public enum ScenewireVersion {
    /// Semantic (semver.org).
    public static let current = "0.1.0"
}
