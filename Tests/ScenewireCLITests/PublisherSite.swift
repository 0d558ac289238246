import Foundation

/// A directory in which a publisher keeps its journal and its sockets, started there again and again.
final class PublisherSite: Sendable {
    let path: String
    let data: String

    /// The publisher's addresses, as the environment that the command reads.
    let environment: [String: String]

    /// Small segments, since a damaged one is searched to its end.
    private static let settings = [
        "SCENEWIRE_LOG_FORMAT": "logfmt", "SCENEWIRE_JOURNAL_SEGMENT_MEGABYTES": "2",
    ]

    init() throws {
        path = NSTemporaryDirectory() + "scenewire-\(UUID().uuidString.prefix(8))"
        data = path + "/journal"
        // A path can be chosen beforehand, unlike a free port, and be bound again after a restart.
        environment = [
            "SCENEWIRE_LIVE_ENDPOINT": "ipc://\(path)/live",
            "SCENEWIRE_REQUESTS_ENDPOINT": "ipc://\(path)/requests",
            // Whoever runs the tests keeps profiles and numbers of their own.
            "XDG_CONFIG_HOME": path + "/config", "XDG_STATE_HOME": path + "/state",
        ]
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What is left behind is a temporary file.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Starts a publisher and waits until it serves.
    func start(_ arguments: [String] = [], environment: [String: String]? = nil) async throws
        -> CommandProcess
    {
        let publisher = try CommandProcess(
            "scenewire-publisher",
            ["--data", data, "--http", "127.0.0.1:0"] + arguments,
            environment: (environment ?? self.environment).merging(Self.settings) { $1 }
        )
        for message in ["Broadcasting", "Answering requests"] {
            try await publisher.errors(containing: message)
        }
        return publisher
    }

    /// Starts a publisher, which ends with `body`.
    func served<Result>(
        _ arguments: [String] = [],
        _ body: (CommandProcess) async throws -> Result
    ) async throws -> Result {
        let publisher = try await start(arguments)
        let result = try await body(publisher)
        publisher.send(SIGTERM)
        _ = try await publisher.end()
        return result
    }

    /// Runs `scenewire` to its end, at this publisher.
    func scenewire(_ arguments: String..., input: String = "") async throws -> CommandProcess.Report {
        try await CommandProcess.scenewire(arguments, input: input, environment: environment)
    }

    /// Starts `scenewire` at this publisher.
    func launch(_ arguments: String..., reader: CommandProcess.Reader = .present) throws -> CommandProcess {
        try CommandProcess("scenewire", arguments, environment: environment, reader: reader)
    }

    /// Publishes complete events, which are recorded.
    func publish(_ numbers: ClosedRange<Int>) async throws -> CommandProcess.Report {
        try await scenewire(
            "publish",
            "--json",
            "-",
            input: numbers.map { SampleEvent.line($0) + "\n" }.joined()
        )
    }
}
