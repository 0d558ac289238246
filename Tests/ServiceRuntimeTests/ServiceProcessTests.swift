import Dispatch
import Glibc
import Hummingbird
import Logging
import MetricsExposition
import ServiceLifecycle
import ServiceLifecycleTestKit
import Synchronization
import SystemPackage
import Testing

@testable import ServiceRuntime

/// Runs until told to stop, and notes when it ended.
private struct Waiting: Service {
    let name: String
    let ended: @Sendable (String) -> Void

    func run() async throws {
        try await gracefulShutdown()
        ended(name)
    }
}

/// Does one thing.
private struct Acting: Service {
    let act: @Sendable () async throws -> Void

    func run() async throws {
        try await act()
    }
}

private struct Refusal: ProcessExitError {
    let processExit: ProcessExit
}

@Suite(.timeLimit(.minutes(1))) struct ServiceProcessTests {
    /// A process that has set up nothing global.
    private func process(_ name: String = "test") throws -> ServiceProcess {
        ServiceProcess(
            name: name,
            settings: try Settings(flags: [:], environment: [:], file: nil, defaults: [:]),
            logger: Logger(label: name) { _ in SwiftLogNoOpLogHandler() },
            metrics: PrometheusRegistry(),
            readiness: Readiness(checks: []),
            logWriter: LogWriter()
        )
    }

    private let address = HostPort(host: "127.0.0.1", port: 0)

    private var triggers: ShutdownTriggers {
        ShutdownTriggers(signals: [], onRunning: { _ in }) { _, cause in Issue.record("went off: \(cause)") }
    }

    @Test func stopsItsPartsInReverseOrderAndHTTPAfterThem() async throws {
        let ended = Mutex<[String]>([])
        let note: @Sendable (String) -> Void = { name in ended.withLock { $0.append(name) } }
        let process = try process()
        var triggers = triggers
        let status = await testGracefulShutdown { trigger in
            triggers.onRunning = { _ in trigger.triggerGracefulShutdown() }
            return await process.supervise(address: address, triggers: triggers) { _ in
                ServicePlan(parts: ["a", "b", "c"].map { ServicePart($0, Waiting(name: $0, ended: note)) })
            }
        }
        #expect(status == .success)
        #expect(ended.withLock { $0 } == ["c", "b", "a"])
        #expect(process.readiness.report.checks == [Readiness.Check(name: "process", fault: "stopping")])
    }

    @Test func stopsEverythingWhenAPartFails() async throws {
        let ended = Mutex<[String]>([])
        let status = try await process().supervise(address: address, triggers: triggers) { _ in
            ServicePlan(parts: [
                ServicePart(
                    "waiting",
                    Waiting(name: "waiting") { name in ended.withLock { $0.append(name) } }
                ),
                ServicePart("failing", Acting { throw Refusal(processExit: .integrity) }),
            ])
        }
        #expect(status == .integrity)
        #expect(ended.withLock { $0 } == ["waiting"])
    }

    @Test(arguments: [(false, ProcessExit.failure), (true, .success)])
    func endsWithAPartThatEnds(_ mayFinish: Bool, _ expected: ProcessExit) async throws {
        let status = try await process().supervise(address: address, triggers: triggers) { _ in
            ServicePlan(parts: [
                ServicePart("waiting", Waiting(name: "waiting") { _ in }),
                ServicePart("ending", Acting {}, mayFinish: mayFinish),
            ])
        }
        #expect(status == expected)
    }

    /// A part may end before its turn because what it read from has stopped.
    @Test func letsAPartEndOutOfTurnWhileItStops() async throws {
        let (lines, line) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        let process = try process()
        var triggers = triggers
        let status = await testGracefulShutdown { trigger in
            triggers.onRunning = { _ in trigger.triggerGracefulShutdown() }
            return await process.supervise(address: address, triggers: triggers) { _ in
                ServicePlan(parts: [
                    ServicePart("reader", Acting { for await _ in lines {} }),
                    ServicePart("writer", Waiting(name: "writer") { _ in line.finish() }),
                ])
            }
        }
        #expect(status == .success)
    }

    @Test func failsWhenAPartHasToBeCutShort() async throws {
        let process = try process()
        var triggers = triggers
        triggers.drainLimit = .milliseconds(20)
        let status = await testGracefulShutdown { trigger in
            triggers.onRunning = { _ in trigger.triggerGracefulShutdown() }
            return await process.supervise(address: address, triggers: triggers) { _ in
                ServicePlan(parts: [
                    ServicePart("slow", Acting { try await Task.sleep(for: .seconds(3_600)) })
                ])
            }
        }
        #expect(status == .failure)
    }

    @Test func goesOffWhenAPartDoesNotStop() async throws {
        let process = try process()
        let (release, stuck) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        let causes = Mutex<[ShutdownAlarm.Cause]>([])
        var triggers = triggers
        triggers.limit = .milliseconds(20)
        triggers.goOff = { _, cause in
            causes.withLock { $0.append(cause) }
            stuck.finish()
        }
        _ = await testGracefulShutdown { trigger in
            triggers.onRunning = { _ in trigger.triggerGracefulShutdown() }
            return await process.supervise(address: address, triggers: triggers) { _ in
                ServicePlan(parts: [ServicePart("deaf", Acting { for await _ in release {} })])
            }
        }
        #expect(causes.withLock { $0 } == [.overdue])
    }

    @Test func doesNotStartWithoutAPlan() async throws {
        let status = try await process().supervise(address: address, triggers: triggers) { _ in
            throw Refusal(processExit: .badConfiguration)
        }
        #expect(status == .badConfiguration)
    }

    @Test func servesTheRoutesOfThePlan() async throws {
        let (addresses, running) = AsyncStream.makeStream(
            of: HostPort.self,
            bufferingPolicy: .bufferingOldest(1)
        )
        var triggers = triggers
        triggers.onRunning = { running.yield($0) }
        let status = try await process().supervise(address: address, triggers: triggers) { _ in
            let asking = Acting {
                let address = try #require(await addresses.first { _ in true })
                let answer = try await HTTPExchange.get("/own", from: address)
                #expect(answer.status == 202)
            }
            return ServicePlan(parts: [ServicePart("asking", asking, mayFinish: true)]) { router in
                router.get("own") { _, _ in HTTPResponse.Status.accepted }
            }
        }
        #expect(status == .success)
    }
}

/// Whole processes, each a child of the test: settings, logging, metrics and signals as in production.
@Suite(.timeLimit(.minutes(1))) struct WholeProcessTests {
    static let description = ProcessDescription(name: "test", httpPort: 0, defaults: ["data": "x"])

    @Test func stopsWellAtASignal() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let status = await ServiceProcess.run(Self.description) { _ in Self.signalling(SIGTERM) }
            status.exit()
        }
        await #expect(processExitsWith: .exitCode(0)) {
            let status = await ServiceProcess.run(Self.description) { _ in Self.signalling(SIGINT) }
            status.exit()
        }
    }

    /// Sends its own process a signal and stops well.
    private static func signalling(_ number: Int32) -> ServicePlan {
        ServicePlan(parts: [
            ServicePart(
                "signalling",
                Acting {
                    kill(getpid(), number)
                    try await gracefulShutdown()
                }
            )
        ])
    }

    @Test func endsAtOnceAtASecondSignal() async {
        await #expect(processExitsWith: .exitCode(1)) {
            let status = await ServiceProcess.run(Self.description) { process in
                ServicePlan(parts: [
                    ServicePart(
                        "deaf",
                        Acting {
                            kill(getpid(), SIGTERM)
                            // It ignores that it should stop, until only the second signal can end it.
                            while process.readiness.report.isReady { await Task.yield() }
                            while true {
                                kill(getpid(), SIGTERM)
                                await Task.yield()
                            }
                        }
                    )
                ])
            }
            _exit(status == .success ? 90 : 91)
        }
    }

    @Test func endsWithTheNumberOfItsFault() async {
        await #expect(processExitsWith: .exitCode(78)) {
            await ServiceProcess.run(Self.description, config: "/nonexistent/settings.yml") { _ in
                ServicePlan(parts: [])
            }.exit()
        }
        await #expect(processExitsWith: .exitCode(78)) {
            setenv("SCENEWIRE_HTTP_ADDRESS", "0.0.0.0:0", 1)
            await ServiceProcess.run(Self.description) { _ in ServicePlan(parts: []) }.exit()
        }
        await #expect(processExitsWith: .exitCode(78)) {
            setenv("SCENEWIRE_LOG_LEVEL", "loud", 1)
            await ServiceProcess.run(Self.description) { _ in ServicePlan(parts: []) }.exit()
        }
        await #expect(processExitsWith: .exitCode(78)) {
            await ServiceProcess.run(Self.description) { process in
                _ = try process.settings.requiredInt("data", in: 0...1)
                return ServicePlan(parts: [])
            }.exit()
        }
    }

    @Test func hasTheDocumentedNumbers() {
        let numbers = ProcessExit.allCases.map(\.rawValue)
        #expect(numbers == [0, 1, 2, 3, 4, 5, 65, 69, 77, 78, 124])
        #expect(ProcessExit(CancellationError()) == .failure)
        #expect(ProcessExit(Refusal(processExit: .denied)) == .denied)
    }
}
