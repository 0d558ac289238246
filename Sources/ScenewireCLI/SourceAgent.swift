import EventBus
import EventOutbox
import EventSchema
import Glibc
import Synchronization
import SystemPackage
import UnixSignals
import ZeroMQ

/// A command post's resident process: takes events, keeps them on this disk, and sends them in order.
struct SourceAgent {
    /// How an agent is set up.
    struct Setup: Sendable {
        let outbox: Outbox
        /// Tells other agents that this one serves the outbox.
        let lock: AgentLock
        let agency: String
        /// The publisher's request socket.
        let requests: String
        /// The consumer whose cursor says what is archived.
        let archiver: String
        /// Where programs connect.
        let socket: FilePath
        /// Attributes for events that do not have them.
        let defaults: JSONObject
        /// Reads events from standard input, and writes the results to standard output.
        let input: PublishResultLines?
        /// Ends when the input has ended and nothing waits.
        let endsWhenSent: Bool
    }

    /// What the agent is made of; each runs until the agent ends.
    private enum Part: Hashable {
        case connection, sending, taking, signals, alarm
    }

    private let setup: Setup
    private let connection: PublishingConnection
    private let link: SourceLink
    private let sendingBell = Doorbell()
    private let heartbeatBell = Doorbell()
    private let stopBell = Bell()
    private let rings: AgentBell
    private let intake: SourceIntake
    private let input: (reader: InputReader, run: PublishRun)?
    private let progress: InputProgress

    /// - Throws: ``OutboxError`` or ``CommandFailure`` when the socket or the bell cannot be made.
    init(_ setup: Setup) throws {
        self.setup = setup
        connection = try PublishingConnection(requests: setup.requests)
        link = SourceLink(outbox: setup.outbox)
        rings = try AgentBell(setup.outbox.directory)
        let destination = OutboxDestination(outbox: setup.outbox) { [sendingBell] in sendingBell.ring() }
        let defaults = destination.defaults(under: setup.defaults)
        intake = SourceIntake(
            socket: try SourceSocket(setup.socket),
            destination: destination,
            defaults: defaults
        )
        progress = InputProgress(isAtEnd: setup.input == nil)
        input = setup.input.map { lines in
            let reader = InputReader(FileDescriptor.standardInput, format: .lines, defaults: defaults)
            return (reader, PublishRun(reader: reader, destination: destination, lines: lines))
        }
    }

    /// Serves until SIGTERM, SIGINT, or everything is sent where that is asked for.
    ///
    /// - Returns: How many lines of the input were refused or are no events, and whether all of it was taken.
    func run() async throws -> (refusedCount: Int, isWhole: Bool) {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let (owner, directory) = (setup.outbox.owner, setup.outbox.directory)
        // Said once the socket listens and a signal ends the agent in good order.
        await TextOutput.standardError.say(
            "source \(owner.source) serves \(directory.path), for \(setup.requests)"
        )
        try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask {
                try await connection.run()
                return .connection
            }
            group.addTask {
                try await send()
                return .sending
            }
            group.addTask {
                try await take()
                return .taking
            }
            group.addTask {
                for await _ in signals { break }
                return .signals
            }
            // Whatever ends first, ends the agent.
            let first = await group.nextResult()
            stop()
            // Where nobody answers, nobody need be waited for.
            if await !link.isWorking { connection.close() }
            group.addTask {
                // Cut off when the other parts have ended.
                try? await Task.sleep(for: SourceLimits.stopPatience)
                return .alarm
            }
            let failure = await waitForEnd(of: &group, first)
            if let failure { throw failure }
        }
        return (progress.refusedCount, progress.isWhole)
    }

    /// - Returns: The first failure of a part.
    private func waitForEnd(
        of group: inout ThrowingTaskGroup<Part, any Error>,
        _ first: Result<Part, any Error>?
    ) async -> (any Error)? {
        var failure: (any Error)?
        var running: Set<Part> = [.connection, .sending, .taking]
        var runningCount = running.count
        var next = first
        while let result = next {
            switch result {
            case .success(.alarm):
                intake.cutShort()
                TextOutput.standardOutput.stop()
                connection.close()
            case .success(.signals): break
            case .success(let part):
                if running.remove(part) != nil { runningCount -= 1 }
            case .failure(let error):
                failure = failure ?? error
                runningCount -= 1
                // Without one of its parts none of the others can end well.
                connection.close()
            }
            if runningCount <= 0 { group.cancelAll() }
            next = await group.nextResult()
        }
        return failure
    }

    /// Takes nothing more on; what is under way is finished.
    private func stop() {
        stopBell.ring()
        intake.stop()
        input?.reader.stop()
        sendingBell.close()
    }

    /// The side towards the publisher.
    private func send() async throws {
        var sender = SourceSender(
            outbox: setup.outbox,
            lock: setup.lock,
            connection: connection,
            link: link,
            archiver: setup.archiver,
            bell: sendingBell,
            endsWhenEmpty: { [setup, progress] in setup.endsWhenSent && progress.isAtEnd }
        )
        let heartbeats = SourceHeartbeats(
            outbox: setup.outbox,
            agency: setup.agency,
            connection: connection,
            link: link,
            bell: heartbeatBell
        )
        async let beating: Void = heartbeats.run()
        let result: Result<Void, any Error>
        do {
            result = .success(try await sender.run())
        } catch {
            result = .failure(error)
        }
        heartbeatBell.close()
        await beating
        await heartbeats.signOff()
        connection.close()
        try result.get()
    }

    /// The side towards people and programs.
    private func take() async throws {
        async let connections: Void = takeConnections()
        async let bells: Void = hearBells()
        await takeInput()
        try await connections
        try await bells
    }

    private func takeConnections() async throws {
        do {
            try await intake.run()
        } catch {
            // The other sides wait for their own ends.
            stop()
            throw error
        }
    }

    private func takeInput() async {
        guard var run = input?.run else { return }
        var isWhole = true
        do {
            try await run.offerEverything()
        } catch {
            // The agent serves others, too; what has no result was not taken.
            let text = "no more of standard input is taken: \(CommandFailure.describe(error))"
            await TextOutput.standardError.say(text, .alarm)
            isWhole = false
        }
        progress.end(refusedCount: run.failedCount, isWhole: isWhole)
        sendingBell.ring()
    }

    /// Passes the rings of other processes on.
    private func hearBells() async throws {
        try await SocketThread.run(label: "scenewire.source.bell") { [stopBell, rings, sendingBell] in
            while stopBell.wait(for: rings.descriptor, events: Int16(POLLIN)) {
                rings.hear()
                sendingBell.ring()
            }
        }
    }
}

/// How far the agent is with its standard input.
private final class InputProgress: Sendable {
    private let state: Mutex<(isAtEnd: Bool, refusedCount: Int, isWhole: Bool)>

    init(isAtEnd: Bool) {
        state = Mutex((isAtEnd, 0, true))
    }

    var isAtEnd: Bool { state.withLock(\.isAtEnd) }
    /// Lines that were refused or are no events.
    var refusedCount: Int { state.withLock(\.refusedCount) }

    /// Whether all of it could be read and answered.
    var isWhole: Bool { state.withLock(\.isWhole) }

    func end(refusedCount: Int, isWhole: Bool) {
        state.withLock { $0 = (true, refusedCount, isWhole) }
    }
}
