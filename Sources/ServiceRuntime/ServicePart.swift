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

/// A part ended in a way that makes the process fail.
enum PartError: Error, CustomStringConvertible {
    /// Nobody asked it to.
    case endedByItself
    /// It was told to stop, took too long and was cancelled.
    case cutShort

    var description: String {
        switch self {
        case .endedByItself: "ended by itself"
        case .cutShort: "did not stop in time"
        }
    }
}

/// Runs one part in the group and names it when it fails.
struct PartRunner: Service {
    let part: ServicePart
    let alarm: ShutdownAlarm
    let logger: Logger

    func run() async throws {
        do {
            do {
                try await part.service.run()
            } catch is CancellationError where Task.isCancelled {
                throw PartError.cutShort
            }
            // Cancelled, it may have thrown nothing and still have left work undone.
            guard !Task.isCancelled else { throw PartError.cutShort }
            guard !Task.isShuttingDownGracefully else { return }
            guard !alarm.isArmed else {
                // Something it needs has stopped before it was its turn. The group takes an end out of
                // turn for a failure and would cancel the parts that are still draining.
                return await waitForTurn()
            }
            guard part.mayFinish else { throw PartError.endedByItself }
        } catch {
            // Now and not at the end, which other parts may delay or prevent.
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
