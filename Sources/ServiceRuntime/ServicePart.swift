import Logging
import ServiceLifecycle

/// A long-lived part of a process.
public struct ServicePart: Sendable {
    /// For the log.
    public let name: String
    /// Runs until it is told to stop or fails.
    public let service: any Service
    /// Whether its end by itself ends the process well, as the end of standard input does.
    public let mayFinish: Bool

    /// - Parameters:
    ///   - name: For the log.
    ///   - service: Runs until graceful shutdown, or for ever until cancelled.
    ///   - mayFinish: Whether its end by itself ends the process well; otherwise that is a failure.
    public init(_ name: String, _ service: any Service, mayFinish: Bool = false) {
        self.name = name
        self.service = service
        self.mayFinish = mayFinish
    }
}

/// A part ended although nobody asked it to.
struct UnexpectedEnd: Error, CustomStringConvertible {
    let part: String

    var description: String { "\(part) ended by itself" }
}

/// Runs one part in the group and names it when it fails.
struct PartRunner: Service {
    let part: ServicePart
    let alarm: ShutdownAlarm
    let logger: Logger

    func run() async throws {
        do {
            try await part.service.run()
            guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
            guard !alarm.isArmed else {
                // Something it needs has stopped before it was its turn. The group takes an end out of
                // turn for a failure and would cancel the parts that are still draining.
                return await waitForTurn()
            }
            guard part.mayFinish else { throw UnexpectedEnd(part: part.name) }
        } catch is CancellationError where Task.isCancelled {
            return
        } catch {
            logger.error("Part failed", error: error, metadata: [LogKey.part: "\(part.name)"])
            throw error
        }
    }

    private func waitForTurn() async {
        // Being cancelled while waiting is a turn as well.
        try? await gracefulShutdown()
    }
}

/// The last part of the group and therefore the first to hear of its end.
struct ShutdownWatch: Service {
    let alarm: ShutdownAlarm
    let readiness: Readiness

    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            // Cancellation ends the process as well; the handler has seen either.
            try? await gracefulShutdown()
        } onCancelOrGracefulShutdown: {
            readiness.fail(Readiness.processCheck, because: "stopping")
            alarm.arm()
        }
    }
}
