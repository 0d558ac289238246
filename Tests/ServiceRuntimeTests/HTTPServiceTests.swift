import Hummingbird
import Logging
import MetricsExposition
import ServiceLifecycle
import ServiceLifecycleTestKit
import Synchronization
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(1))) struct HTTPServiceTests {
    private let readiness = Readiness(checks: ["journal"])
    private let metrics = PrometheusRegistry()
    private let metricsFault = MetricsFault()

    /// Why the process holds its metrics back.
    private final class MetricsFault: Sendable {
        private let state = Mutex<String?>(nil)

        var fault: String? {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }

    /// Runs a server on a free port while `body` talks to it, then stops it.
    private func withServer(_ body: @escaping @Sendable (HostPort) async throws -> Void) async throws {
        let (addresses, running) = AsyncStream.makeStream(
            of: HostPort.self,
            bufferingPolicy: .bufferingOldest(1)
        )
        let service = HTTPService(
            address: HostPort(host: "127.0.0.1", port: 0),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: metrics,
            readiness: readiness,
            metricsFault: { [metricsFault] in metricsFault.fault },
            onRunning: { running.yield($0) },
            routes: { router in
                router.post("echo") { request, context in
                    try await request.body.collect(upTo: context.maxUploadSize)
                }
            }
        )
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup { group in
                group.addTask { try await service.run() }
                let address = try #require(await addresses.first { _ in true })
                do {
                    try await body(address)
                } catch {
                    trigger.triggerGracefulShutdown()
                    throw error
                }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }

    @Test func isAliveWhateverItsPartsSay() async throws {
        try await withServer { address in
            let answer = try await HTTPExchange.get("/livez", from: address)
            #expect(answer.status == 200)
            #expect(answer.body == "live\n")
            #expect(answer.headers["cache-control"] == "no-store")
        }
    }

    @Test func tellsWhetherItIsReady() async throws {
        try await withServer { [readiness] address in
            let before = try await HTTPExchange.get("/readyz", from: address)
            #expect(before.status == 503)
            #expect(before.body == "not ready\n")
            for query in ["verbose", "verbose=1", "a=b&verbose"] {
                let verbose = try await HTTPExchange.get("/readyz?\(query)", from: address)
                #expect(verbose.status == 503)
                #expect(verbose.body == "[+] process\n[-] journal: starting\nnot ready\n")
            }
            readiness.pass("journal")
            let after = try await HTTPExchange.get("/readyz", from: address)
            #expect(after.status == 200)
            #expect(after.body == "ready\n")
            let json = try await HTTPExchange.get(
                "/readyz",
                from: address,
                headers: ["Accept": "application/json"]
            )
            #expect(json.status == 200)
            #expect(json.headers["content-type"] == "application/json")
            #expect(json.body == readiness.report.json)
        }
    }

    @Test func answersAScrapeInTheFormatItAccepts() async throws {
        let counter = metrics.makeCounter(label: "a_total", dimensions: [])
        counter.increment(by: 7)
        try await withServer { address in
            let text = try await HTTPExchange.get("/metrics", from: address)
            #expect(text.status == 200)
            #expect(text.headers["content-type"] == ExpositionFormat.prometheusText.contentType)
            #expect(text.body.hasPrefix("# TYPE a_total counter\na_total 7\n"))
            let open = try await HTTPExchange.get(
                "/metrics",
                from: address,
                headers: ["Accept": "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"]
            )
            #expect(open.headers["content-type"] == ExpositionFormat.openMetrics.contentType)
            #expect(open.body.hasPrefix("# TYPE a counter\na_total 7\n"))
            #expect(open.body.hasSuffix("\n# EOF\n"))
        }
    }

    @Test func holdsItsMetricsBackUntilTheyAreTrue() async throws {
        metricsFault.fault = "rebuilding: 3 of 10"
        try await withServer { [metricsFault] address in
            let held = try await HTTPExchange.get("/metrics", from: address)
            #expect(held.status == 503)
            #expect(held.body == "rebuilding: 3 of 10\n")
            #expect(try await HTTPExchange.get("/livez", from: address).status == 200)
            metricsFault.fault = nil
            #expect(try await HTTPExchange.get("/metrics", from: address).status == 200)
        }
    }

    @Test func answersWhatItDoesNotKnow() async throws {
        try await withServer { address in
            let unknown = try await HTTPExchange.get("/", from: address)
            #expect(unknown.status == 404)
            let nonsense = try await HTTPExchange.send("\0\0\r\n\r\n", to: address)
            #expect(nonsense.status == 400)
        }
    }

    @Test func limitsBodies() async throws {
        try await withServer { address in
            let fitting = try await Self.post(byteCount: HTTPService.bodyByteCountMax, to: address)
            #expect(fitting.status == 200)
            #expect(fitting.body.utf8.count == HTTPService.bodyByteCountMax)
            let tooLong = try await Self.post(byteCount: HTTPService.bodyByteCountMax + 1, to: address)
            #expect(tooLong.status == 413)
        }
    }

    @Test func limitsHeaders() async throws {
        try await withServer { address in
            let most = String(repeating: "x", count: HTTPService.headerFieldByteCountMax - 10)
            let fitting = try await HTTPExchange.get("/livez", from: address, headers: ["X-A": most])
            #expect(fitting.status == 200)
            let tooLong = try await HTTPExchange.get("/livez", from: address, headers: ["X-A": most + most])
            #expect(tooLong.status == 400)
            let fields = (0...HTTPService.headerFieldCountMax).map { ("X-\($0)", "1") }
            let headers = Dictionary(fields) { first, _ in first }
            let tooMany = try await HTTPExchange.get("/livez", from: address, headers: headers)
            #expect(tooMany.status == 400)
        }
    }

    @Test func saysThatAnAddressIsTaken() async throws {
        let (metrics, readiness) = (metrics, readiness)
        try await withServer { address in
            let second = HTTPService(
                address: address,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                metrics: metrics,
                readiness: readiness
            )
            do {
                try await second.run()
                Issue.record("two servers on one address")
            } catch let error as HTTPServiceError {
                #expect(error.processExit == .unavailable)
                #expect(error.description == "cannot listen on http://\(address): Address already in use")
            }
        }
    }

    @Test func refusesToServeOtherMachines() async {
        await #expect(processExitsWith: .failure) {
            _ = HTTPService(
                address: HostPort(host: "0.0.0.0", port: 0),
                logger: Logger(label: "test"),
                metrics: PrometheusRegistry(),
                readiness: Readiness(checks: [])
            )
        }
    }

    private static func post(byteCount: Int, to address: HostPort) async throws -> HTTPExchange.Answer {
        let body = String(repeating: "x", count: byteCount)
        let head =
            "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: \(byteCount)\r\n\r\n"
        return try await HTTPExchange.send(head + body, to: address)
    }
}
