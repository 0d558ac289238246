import EventSchema
import Foundation

/// An outbox beside a publisher's site, with an agent that can be started again and again.
final class SourceSite: Sendable {
    let publisher: PublisherSite
    let outbox: String

    var socket: String { outbox + "/source.sock" }

    init() throws {
        publisher = try PublisherSite()
        outbox = publisher.path + "/outbox"
    }

    /// Starts an agent and waits until it serves.
    func start(_ arguments: String..., reader: CommandProcess.Reader = .present) async throws
        -> CommandProcess
    {
        let agent = try launch(arguments, reader: reader)
        try await agent.errors(containing: "serves")
        return agent
    }

    func launch(_ arguments: [String], reader: CommandProcess.Reader = .present) throws -> CommandProcess {
        let flags = ["source", "run", "--outbox", outbox, "--source", "cp1", "--agency", "expd"]
        return try CommandProcess(
            "scenewire",
            flags + arguments,
            environment: publisher.environment,
            reader: reader
        )
    }

    /// An event that its outbox is to number, as a line.
    static func line(_ number: Int, _ change: (inout JSONObject) -> Void = { _ in }) -> String {
        SampleEvent.line(number) { document in
            for name in ["source", "sourceepoch", "sequence"] { document[name] = nil }
            change(&document)
        }
    }

    /// Runs `scenewire outbox` to its end.
    func command(_ name: String, _ arguments: String...) async throws -> CommandProcess.Report {
        try await CommandProcess.scenewire(
            ["outbox", name, outbox] + arguments,
            environment: publisher.environment
        )
    }

    /// Hands events over as `scenewire publish --outbox` does.
    func publish(_ numbers: ClosedRange<Int>) async throws -> CommandProcess.Report {
        try await CommandProcess.scenewire(
            ["publish", "--json", "-", "--outbox", outbox],
            input: numbers.map { Self.line($0) + "\n" }.joined()
        )
    }

    /// The states of all entries, in order, as `scenewire outbox list` shows them.
    func states() async throws -> [String] {
        let report = try await command("list")
        return report.outputLines.map { $0.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
    }

    /// Looks again until the states are as wanted, or nothing changed for too long.
    func until(_ wanted: [String]) async throws {
        try await until("states \(wanted)") { try await self.states() == wanted }
    }

    /// Looks again until something is so.
    func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + CommandProcess.limit
        while try await !isSo() {
            guard .now < end else {
                let last = try await command("list").output
                throw WaitedTooLong(what: what, limit: CommandProcess.limit, last: last)
            }
        }
    }

    /// The journal's events but for heartbeats, as documents in their order; the publisher may be running.
    func recorded() async throws -> [JSONObject] {
        try await documents().filter { $0["type"] != .string("source.heartbeat") }
    }

    /// The journal's heartbeats.
    func heartbeats() async throws -> [JSONObject] {
        try await documents().filter { $0["type"] == .string("source.heartbeat") }
    }

    private func documents() async throws -> [JSONObject] {
        let dump = try await publisher.scenewire("journal", "dump", publisher.data)
        guard dump.exitCode == 0 else { throw WaitedTooLong(what: "a dump", limit: .zero, last: dump.errors) }
        return try dump.outputLines.map { try CloudEvent.parse(Array($0.utf8)) }
    }
}

extension JSONObject {
    /// A member that is text.
    func text(_ name: String) -> String {
        if case .string(let text)? = self[name] { text } else { "" }
    }

    /// A member that is a whole number, or text of one.
    func number(_ name: String) -> Int {
        switch self[name] {
        case .number(let digits), .string(let digits): Int(digits) ?? -1
        default: -1
        }
    }
}
