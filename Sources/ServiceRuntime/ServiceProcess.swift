import CoreMetrics
import Dispatch
import FoundationEssentials
import Glibc
import Logging
import MetricsExposition
import ServiceLifecycle
import SystemPackage
import UnixSignals

/// How every process starts, is configured, is watched and stops.
///
/// An executable reads its command line into optional flags and maps each to the key of a setting, so that
/// a flag that was not given leaves the setting to the environment, the file or the default:
///
///     let description = ProcessDescription(
///         name: "scenewire-publisher",
///         httpPort: 8080,
///         defaults: PublisherSettings.defaults,
///         keysWithoutDefault: ["data"],
///         checks: ["journal", "live"]
///     )
///     let flags = ["data": options.data, "live.endpoint": options.live]
///     let status = await ServiceProcess.run(description, flags: flags, config: options.config) { process in
///         let settings = try PublisherSettings(reading: process.settings)
///         …
///         return ServicePlan(parts: [ServicePart("journal", journal), ServicePart("live", live)])
///     }
///     status.exit()
///
/// Parts start together and stop one after the other, the last first; the HTTP server stops after all of
/// them. SIGTERM and SIGINT stop the process gracefully, a second one at once.
public struct ServiceProcess: Sendable {
    /// How long a stop may take before the process ends with an error.
    public static let shutdownSecondsMax = 10
    /// How long parts may take before they are cancelled, which leaves them the rest.
    public static let drainSecondsMax = 8

    /// What the process is called.
    public let name: String
    /// Read everything before the first socket opens.
    public let settings: Settings
    /// The process's own logger; parts get theirs from it or by label.
    public let logger: Logger
    /// Already swift-metrics' factory.
    public let metrics: PrometheusRegistry
    /// Where parts report; the names are those of the description.
    public let readiness: Readiness

    let logWriter: LogWriter

    /// Runs a process from its settings to its end, without ending it.
    ///
    /// It sets up logging and metrics for the whole process and may be called once.
    ///
    /// - Parameters:
    ///   - description: What the process is.
    ///   - flags: What the command line gave, by key of a setting; `nil` where it gave nothing.
    ///   - config: The file that the command line named.
    ///   - profile: The name of the profile that the command line named.
    ///   - plan: Reads the settings and makes the parts, without starting anything. What it throws ends the
    ///     process with the error's ``ProcessExitError/processExit``.
    /// - Returns: How the process ended; the cause of any but success is in the log or on standard error.
    public static func run(
        _ description: ProcessDescription,
        flags: [String: String?] = [:],
        config: FilePath? = nil,
        profile: String? = nil,
        plan: (ServiceProcess) async throws -> ServicePlan
    ) async -> ProcessExit {
        // A closed pipe is an error of the one write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        OpenFiles.raiseLimit()
        let writer = LogWriter()
        defer { writer.flush() }
        let settings: Settings
        let log: LogSettings
        let address: HostPort
        do throws(SettingsError) {
            let environment = ProcessInfo.processInfo.environment
            settings = try Settings(
                flags: flags,
                environment: environment,
                file: config,
                profile: Profile.named(flag: profile, environment),
                defaults: description.allDefaults,
                keysWithoutDefault: description.keysWithoutDefault
            )
            log = try LogSettings(reading: settings)
            address = try settings.requiredLocalAddress("http.address")
        } catch {
            writer.write("\(description.name): \(error)\n")
            return ProcessExit(error)
        }
        let format = log.lineFormat()
        LoggingSystem.bootstrap(
            { label, provider in
                LineLogHandler(
                    label: label,
                    level: log.level,
                    format: format,
                    writer: writer,
                    metadataProvider: provider
                )
            },
            metadataProvider: nil
        )
        let metrics = PrometheusRegistry(describing: description.metrics)
        ProcessMetrics.register(in: metrics, version: description.version, logWriter: writer)
        MetricsSystem.bootstrap(metrics)
        let process = ServiceProcess(
            name: description.name,
            settings: settings,
            logger: Logger(label: description.name),
            metrics: metrics,
            readiness: Readiness(checks: description.checks),
            logWriter: writer
        )
        process.logger.notice("Starting", metadata: [LogKey.version: "\(description.version)"])
        return await process.supervise(address: address, plan: plan)
    }

    /// Runs the parts to their end.
    func supervise(
        address: HostPort,
        triggers: ShutdownTriggers = .process,
        plan makePlan: (ServiceProcess) async throws -> ServicePlan
    ) async -> ProcessExit {
        if let profile = settings.profileInUse {
            logger.notice("Addresses come from a profile", metadata: [LogKey.profile: "\(profile)"])
        }
        if !settings.unknownEnvironmentNames.isEmpty {
            let names = settings.unknownEnvironmentNames.joined(separator: ", ")
            logger.warning("Environment names no setting", metadata: [LogKey.names: "\(names)"])
        }
        let plan: ServicePlan
        do {
            try MachineClock.check()
            plan = try await makePlan(self)
        } catch {
            logger.error("Cannot start", error: error)
            return ProcessExit(error)
        }
        var status = ProcessExit.success
        do {
            try await run(plan, address: address, triggers: triggers)
        } catch {
            // The part that failed has logged it.
            status = ProcessExit(error)
        }
        logger.notice("Stopped", metadata: [LogKey.exitStatus: "\(status.rawValue)"])
        return status
    }

    private func run(
        _ plan: ServicePlan,
        address: HostPort,
        triggers: ShutdownTriggers
    ) async throws {
        let alarm = ShutdownAlarm(limit: triggers.limit) { cause in triggers.goOff(self, cause) }
        defer { alarm.disarm() }
        var httpLogger = logger
        httpLogger[metadataKey: LogKey.part] = "http"
        // Its one message at this level repeats the address below.
        if httpLogger.logLevel == .info { httpLogger.logLevel = .notice }
        let http = HTTPService(
            address: address,
            logger: httpLogger,
            metrics: metrics,
            readiness: readiness,
            metricsFault: plan.metricsFault,
            onRunning: { [logger] address in
                logger.notice("Serving HTTP", metadata: [LogKey.address: "\(address)"])
                await triggers.onRunning(address)
            },
            routes: plan.routes
        )
        let parts = [ServicePart("http", http)] + plan.parts
        var services = parts.map { part in
            ServiceGroupConfiguration.ServiceConfiguration(
                service: PartRunner(part: part, alarm: alarm, logger: logger),
                successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup,
                serviceName: part.name
            )
        }
        services.append(
            ServiceGroupConfiguration.ServiceConfiguration(
                service: ShutdownWatch(alarm: alarm, readiness: readiness),
                successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup,
                serviceName: "shutdown"
            )
        )
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: triggers.signals,
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = triggers.drainLimit
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// What stops a process and when, so that a test can stand in for the system.
struct ShutdownTriggers: Sendable {
    var signals: [UnixSignal]
    var drainLimit = Duration.seconds(ServiceProcess.drainSecondsMax)
    var limit = DispatchTimeInterval.seconds(ServiceProcess.shutdownSecondsMax)
    var onRunning: @Sendable (HostPort) async -> Void
    var goOff: @Sendable (ServiceProcess, ShutdownAlarm.Cause) -> Void

    /// Signals, and an exit that asks nobody.
    static let process = Self(
        signals: [.sigterm, .sigint],
        onRunning: { _ in },
        goOff: { process, cause in
            switch cause {
            case .overdue: process.logger.error("Stopping took too long; ending now")
            case .secondSignal: process.logger.error("Ended by a second signal")
            }
            process.logWriter.flush()
            // Not exit(3): its handlers could wait for what is stuck.
            _exit(ProcessExit.failure.rawValue)
        }
    )
}
