import EventBus
import EventSchema
import Synchronization
import SystemPackage

/// Takes events from programs that connect to the agent's socket.
///
/// A program writes one document a line and reads one result a line, in the same order: `queued` says that
/// the event is on stable storage. It may write many lines before it reads; they then share a commit.
struct SourceIntake {
    let socket: SourceSocket
    let destination: OutboxDestination
    /// Attributes for events that do not have them.
    let defaults: JSONObject
    private let connections = SourceConnections()

    init(socket: SourceSocket, destination: OutboxDestination, defaults: JSONObject) {
        self.socket = socket
        self.destination = destination
        self.defaults = defaults
    }

    /// Serves until ``stop()``, and then until every connection has its results.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            while true {
                do {
                    guard let descriptor = try await socket.accept() else { break }
                    group.addTask { await serve(descriptor) }
                } catch Errno.tooManyOpenFiles, Errno.tooManyOpenFilesInSystem {
                    // Some will be closed again.
                    try await Task.sleep(for: BusLimits.retryPause.lowerBound)
                } catch {
                    // The group waits for every connection, and these wait for their programs.
                    stop()
                    throw error
                }
            }
        }
    }

    /// Takes nothing more on. Any thread may call it.
    func stop() {
        socket.stop()
        connections.stop()
    }

    /// Ends connections whose programs do not read their results. Any thread may call it.
    func cutShort() {
        connections.cutShort()
    }

    private func serve(_ descriptor: FileDescriptor) async {
        // Nothing is lost by it: results that were not written, nobody has read.
        defer { try? descriptor.close() }
        let reader = InputReader(descriptor, format: .lines, defaults: defaults)
        let output = TextOutput(descriptor)
        guard let number = connections.add(reader, output) else {
            // Somebody who does not read it learns the same from the end of the connection.
            try? await output.write(Self.tooMany)
            return
        }
        defer { connections.remove(number) }
        var run = PublishRun(
            reader: reader,
            destination: destination,
            lines: PublishResultLines(format: .json),
            output: output,
            talk: nil
        )
        // The program is gone, or the outbox cannot be used, which ends the agent; either way whoever
        // waits for a result sees the connection end without it.
        try? await run.offerEverything()
    }

    private static let tooMany =
        #"{"result":"refused","reason":"overloaded","field":"","detail":"\#(SourceLimits.connectionCountMax)"#
        + #" programs are connected already"}"# + "\n"
}

/// The connections of an agent's socket, so that they can be ended from outside.
private final class SourceConnections: Sendable {
    private struct State {
        var open: [Int: (reader: InputReader, output: TextOutput)] = [:]
        var nextNumber = 0
        var isStopped = false
    }

    private let state = Mutex(State())

    /// - Returns: `nil` when there are too many.
    func add(_ reader: InputReader, _ output: TextOutput) -> Int? {
        state.withLock { state in
            guard state.open.count < SourceLimits.connectionCountMax else { return nil }
            if state.isStopped { reader.stop() }
            state.nextNumber += 1
            state.open[state.nextNumber] = (reader, output)
            return state.nextNumber
        }
    }

    func remove(_ number: Int) {
        state.withLock { $0.open[number] = nil }
    }

    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return Array(state.open.values)
        }
        for (reader, _) in open { reader.stop() }
    }

    func cutShort() {
        for (_, output) in state.withLock({ Array($0.open.values) }) { output.stop() }
    }
}
