import EventSchema
import Foundation
import Testing

/// The services of `docker-compose.yml`, started on this machine with their own command lines.
///
/// Paths of the image become paths of the test or of the repository; the environment moves every port.
struct ComposedServices: Sendable {
    /// What the compose file says of one service.
    fileprivate struct Service {
        let command: [String]
        let health: [String]
        let environment: [String: String]
    }

    private static let schema =
        Executable.repository + "/.build/debian/docker-compose"
        + "/usr/lib/python3/dist-packages/compose/config/compose_spec.json"
    private static let file = Executable.repository + "/docker-compose.yml"
    private static let readyTimeout = Duration.seconds(60)

    private let directory: TestDirectory
    private let services: [String: Service]
    private let ports: [String: UInt16]
    private let shared: [String: String]

    /// Reads the compose file, after others have found it valid.
    init(in directory: TestDirectory) async throws {
        let check = try await Self.check(Self.file)
        try #require(check.exit == .status(0), "\(check)")
        self.directory = directory
        services = try check.values.mapValues { try Service(CloudEvent.parse(Array($0.utf8))) }
        ports = try services.mapValues { _ in try FreePort.next() }
        let (live, requests) = try (
            "tcp://127.0.0.1:\(FreePort.next())", "tcp://127.0.0.1:\(FreePort.next())"
        )
        shared = [
            "SCENEWIRE_LIVE_ENDPOINT": live, "SCENEWIRE_REQUESTS_ENDPOINT": requests,
            "SCENEWIRE_PUBLISHERS": "\(live) \(requests)", "SCENEWIRE_LOG_FORMAT": "logfmt",
            "SWIFT_BACKTRACE": "enable=no",
        ]
    }

    /// The programs that the services run.
    var programs: Set<String> { Set(services.values.map { $0.command[0] }) }

    /// Checks a compose file, with the publisher's clock set as for the demo.
    static func check(_ file: String) async throws -> ChildProcess.Report {
        let script = Executable.repository + "/Tests/Tools/check_compose.py"
        let process = try ChildProcess(
            Executable.python,
            [script, schema, file],
            environment: ["SCENEWIRE_CLOCK": "played"]
        )
        _ = try await process.exit()
        return process.report.value
    }

    /// Starts a service.
    ///
    /// - Parameter change: Changes its arguments.
    func start(
        _ name: String,
        _ change: ([String]) -> [String] = { $0 }
    ) throws -> ChildProcess {
        let service = try #require(services[name])
        try FileManager.default.createDirectory(atPath: directory[name], withIntermediateDirectories: true)
        return try ChildProcess(
            Executable.path(service.command[0]),
            change(service.command.dropFirst().map { local($0, name) }),
            environment: environment(of: name, service)
        )
    }

    /// Runs a service's health check once.
    func health(of name: String) async throws -> ChildProcess.Exit {
        let service = try #require(services[name])
        return try await ChildProcess(
            Executable.path(service.health[0]),
            Array(service.health.dropFirst()),
            environment: environment(of: name, service)
        ).exit()
    }

    /// Runs a service's health check until it passes.
    func untilHealthy(_ name: String, _ process: ChildProcess) async throws {
        let deadline = ContinuousClock.now + Self.readyTimeout
        while try await health(of: name) != .status(0) {
            guard ContinuousClock.now < deadline, process.report.value.exit == nil else {
                throw WaitedTooLong(
                    what: "\(name) is healthy",
                    limit: Self.readyTimeout,
                    last: "\(process.report.value)"
                )
            }
        }
    }

    /// Where a service serves HTTP.
    func http(of name: String) throws -> HTTPSite {
        HTTPSite(port: try #require(ports[name]))
    }

    private func environment(of name: String, _ service: Service) -> [String: String] {
        var environment = shared.merging(service.environment) { $1 }
        environment["SCENEWIRE_HTTP_ADDRESS"] = ports[name].map { "127.0.0.1:\($0)" }
        return environment
    }

    private func local(_ argument: String, _ name: String) -> String {
        let places = [
            ("/var/lib/scenewire", directory[name]),
            ("/etc/scenewire/rules.yml", Executable.repository + "/deploy/rules.yml"),
            ("/usr/local/share/scenewire/Scenarios", Executable.repository + "/Scenarios"),
        ]
        for (image, local) in places where argument.hasPrefix(image) {
            return local + argument.dropFirst(image.count)
        }
        return argument
    }
}

extension ComposedServices.Service {
    fileprivate init(_ document: JSONObject) throws {
        func words(_ name: String) throws -> [String] {
            guard case .array(let words)? = document[name] else { return [] }
            return words.compactMap { if case .string(let word) = $0 { word } else { nil } }
        }
        command = try words("command")
        health = try words("health")
        guard case .object(let variables)? = document["environment"] else {
            environment = [:]
            return
        }
        let pairs = variables.names.compactMap { name in variables.text(name).map { (name, $0) } }
        environment = Dictionary(pairs) { first, _ in first }
    }
}
