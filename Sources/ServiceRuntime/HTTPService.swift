import Hummingbird
import HummingbirdCore
import Logging
import MetricsExposition
import NIOCore
import ServiceLifecycle
import SystemPackage

/// A process's HTTP server: `/livez`, `/readyz`, `/metrics` and the process's own routes.
///
/// - `/livez` answers 200 while the process runs, whatever the state of its parts.
/// - `/readyz` answers 200 when every check of ``Readiness`` passes, else 503; `?verbose` adds a line for
///   each check, and `Accept: application/json` asks for the same as JSON.
/// - `/metrics` answers in OpenMetrics or Prometheus text, as the client accepts; 503 with the reason while
///   the process holds its numbers back.
public struct HTTPService: Service {
    /// The largest body that a route may read.
    public static let bodyByteCountMax = 1 << 20
    /// The longest header field, name and value.
    public static let headerFieldByteCountMax = 8 * 1_024
    /// All header fields together.
    public static let headerByteCountMax = 16 * 1_024
    /// How many header fields.
    public static let headerFieldCountMax = 100
    /// Connections at the same time; for a further one the one that has been idle for longest is closed.
    public static let connectionCountMax = 256
    /// How long a new connection may take until its first request's header has come.
    public static let headTimeout = Duration.seconds(10)
    /// How long a request may take from its header to its end; then it is answered with 408. It begins anew
    /// with every ``requestProgressByteCount`` of the body.
    public static let requestTimeout = Duration.seconds(30)
    /// How much of a long body must have come within ``requestTimeout``.
    public static let requestProgressByteCount = 64 << 10
    /// How long a connection stays open after bytes that are no HTTP, so that the client reads the answer.
    public static let lingerTimeout = Duration.seconds(1)
    /// How long a client may leave an answer unread once 64 KiB of it wait here.
    public static let writeTimeout = Duration.seconds(10)
    /// How much of a body is read on after its refusal, so that the client hears of it.
    public static let drainedByteCountMax = 8 << 20
    /// How long a connection may say nothing.
    public static let idleTimeout = Duration.seconds(60)
    /// How long open requests may go on after the stop begins, before their connections are closed.
    public static let closingLimit = Duration.seconds(1)

    private let address: HostPort
    private let application: Application<RouterResponder<HTTPContext>>

    /// - Parameters:
    ///   - address: Where to listen; on this machine only, as `Settings.requiredLocalAddress` has checked.
    ///   - logger: For what concerns the server.
    ///   - metrics: What `/metrics` shows.
    ///   - readiness: What `/readyz` shows.
    ///   - metricsFault: Why `/metrics` cannot be answered yet, asked at each scrape; `nil` when it can.
    ///   - onRunning: Called once with the address on which it listens, which tells a port chosen by the
    ///     system; requests wait until it returns.
    ///   - routes: Adds the process's own routes.
    /// - Precondition: The address is local.
    public init(
        address: HostPort,
        logger: Logger,
        metrics: PrometheusRegistry,
        readiness: Readiness,
        metricsFault: @escaping @Sendable () -> String? = { nil },
        onRunning: @escaping @Sendable (HostPort) async -> Void = { _ in },
        routes: (Router<HTTPContext>) -> Void = { _ in }
    ) {
        precondition(Reach(host: address.host) == .local, "without keys only this machine is served")
        self.address = address
        let router = Router(context: HTTPContext.self, options: .autoGenerateHeadEndpoints)
        Self.addHealth(to: router, readiness)
        Self.addMetrics(to: router, metrics, metricsFault)
        routes(router)
        let table = ConnectionTable(countMax: Self.connectionCountMax)
        application = Application(
            router: router,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [HTTPVersionInstaller(), ConnectionLimits(table: table)],
                    idleTimeout: TimeAmount(Self.idleTimeout),
                    httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                        maxHeaderFieldSize: Self.headerFieldByteCountMax,
                        maxHeaderListSize: Self.headerByteCountMax,
                        maxHeaderFieldCount: Self.headerFieldCountMax
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: Int(address.port)),
                // Those that are being closed count until they are.
                availableConnectionsDelegate: MaximumAvailableConnections(
                    2 * Self.connectionCountMax,
                    logger: logger
                )
            ),
            onServerRunning: { channel in
                OpenFiles.keepFromPrograms()
                let port = channel.localAddress?.port.flatMap(UInt16.init(exactly:)) ?? address.port
                await onRunning(HostPort(host: address.host, port: port))
            },
            logger: logger
        )
    }

    /// Serves until the process stops.
    ///
    /// - Throws: ``HTTPServiceError/cannotListen(_:reason:)``.
    public func run() async throws {
        do {
            try await withThrowingTaskGroup { group in
                group.addTask { try await application.run() }
                group.addTask {
                    // A client that reads slowly, or for ever, does not hold up the stop.
                    try await gracefulShutdown()
                    try await Task.sleep(for: Self.closingLimit)
                }
                try await group.next()
                group.cancelAll()
            }
        } catch let error as IOError {
            let reason = Errno(rawValue: error.errnoCode).description
            throw HTTPServiceError.cannotListen(address, reason: reason)
        }
    }

    private static func addHealth(to router: Router<HTTPContext>, _ readiness: Readiness) {
        router.get("livez") { _, _ in text("live\n") }
        router.get("readyz") { request, _ in
            let report = readiness.report
            let status: HTTPResponse.Status = report.isReady ? .ok : .serviceUnavailable
            if request.headers[values: .accept].contains(where: { $0.contains("application/json") }) {
                return text(report.json, type: "application/json", status: status)
            }
            let names = (request.uri.query ?? "").split(separator: "&").map { $0.prefix { $0 != "=" } }
            return text(names.contains("verbose") ? report.lines : report.summary, status: status)
        }
    }

    private static func addMetrics(
        to router: Router<HTTPContext>,
        _ metrics: PrometheusRegistry,
        _ fault: @escaping @Sendable () -> String?
    ) {
        router.get("metrics") { request, _ in
            if let fault = fault() { return text("\(fault)\n", status: .serviceUnavailable) }
            let accept = request.headers[values: .accept].joined(separator: ",")
            let format = ExpositionFormat(accept: accept)
            return response(ByteBuffer(bytes: metrics.exposition(format)), type: format.contentType)
        }
    }

    private static func text(
        _ text: String,
        type: String = "text/plain; charset=utf-8",
        status: HTTPResponse.Status = .ok
    ) -> Response {
        response(ByteBuffer(string: text), type: type, status: status)
    }

    private static func response(
        _ body: ByteBuffer,
        type: String,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let headers: HTTPFields = [.contentType: type, .cacheControl: "no-store"]
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

/// What a route knows about its request; it limits the body to ``HTTPService/bodyByteCountMax``.
public struct HTTPContext: RequestContext {
    /// Hummingbird's part.
    public var coreContext: CoreRequestContextStorage

    /// Made by Hummingbird for each request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// The most that `collectBody` takes before it answers 413.
    public var maxUploadSize: Int { HTTPService.bodyByteCountMax }
}

/// Why the HTTP server does not run.
public enum HTTPServiceError: ProcessExitError, CustomStringConvertible {
    /// The address is in use or not this machine's.
    case cannotListen(HostPort, reason: String)

    /// Always ``ProcessExit/unavailable``.
    public var processExit: ProcessExit { .unavailable }

    /// One line with the address.
    public var description: String {
        switch self {
        case .cannotListen(let address, let reason): "cannot listen on http://\(address): \(reason)"
        }
    }
}
