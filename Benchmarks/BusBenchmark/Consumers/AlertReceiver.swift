import Hummingbird
import Logging
import MetricsExposition
import ServiceRuntime

/// A receiver of webhooks within this process, which notes when each alert came.
final class AlertReceiver: Sendable {
    static let secret = "whsec_" + String(repeating: "A", count: 32)

    /// One element for each alert that was raised.
    let posts: AsyncStream<Void>
    private let address: HostPort
    private let server: Task<Void, any Error>

    /// Starts one and waits until it listens.
    init() async throws {
        let (posts, post) = AsyncStream.makeStream(of: Void.self)
        let (running, isRunning) = AsyncStream.makeStream(of: HostPort.self)
        let service = HTTPService(
            address: HostPort(host: "127.0.0.1", port: 0),
            logger: Logger(label: "receiver") { _ in SwiftLogNoOpLogHandler() },
            metrics: PrometheusRegistry(),
            readiness: Readiness(checks: []),
            onRunning: { isRunning.yield($0) },
            routes: { router in
                router.post("alerts") { request, _ in
                    let body = try await request.body.collect(upTo: 1 << 16)
                    if String(buffer: body).contains("alert.raised") { post.yield() }
                    return HTTPResponse.Status.ok
                }
            }
        )
        server = Task { try await service.run() }
        var addresses = running.makeAsyncIterator()
        guard let address = await addresses.next() else { throw CancellationError() }
        (self.posts, self.address) = (posts, address)
    }

    /// Rules that raise an alert for every sample event and post it here.
    func rules(secretFile: String) -> String {
        """
        version: 1
        rules:
          - id: R01
            name: Observed
            event: subject.observed
            severity: Severe
            text: "Observed at {time}"
        destinations:
          - name: receiver
            kind: webhook
            url: http://\(address)/alerts
            secret_file: \(secretFile)
            exercises: true
        """
    }

    func stop() async {
        server.cancel()
        // It ends because it was told to.
        _ = await server.result
    }
}
