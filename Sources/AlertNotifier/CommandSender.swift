import AlertStore
import EventSchema
import Subprocess
import SystemPackage

/// Runs a program for every delivery, with the alert as JSON on its standard input and no shell between.
///
/// Exit code 0 says that the alert was taken; everything else is tried again. What the program writes is
/// thrown away.
struct CommandSender: AlertSender {
    /// How long a program that is told to end may take before it is killed.
    static let endTimeout = Duration.milliseconds(500)

    let program: String
    let arguments: [String]
    let timeLimit: Duration

    func send(_ due: DueDelivery, at now: Timestamp) async -> DeliveryAnswer {
        let body = AlertDocuments.message(due)
        do {
            let status = try await TimeLimit.run(timeLimit) { try await execute(body) }
            switch status {
            case .exited(0): return .taken("exit code 0")
            case .exited(let code): return .failed("exit code \(code)", retryAfterSeconds: nil)
            case .signaled(let signal): return .failed("ended by signal \(signal)", retryAfterSeconds: nil)
            }
        } catch {
            return .failed("\(error)", retryAfterSeconds: nil)
        }
    }

    private func execute(_ body: [UInt8]) async throws -> TerminationStatus {
        var options = PlatformOptions()
        // A session of its own, so that what the program has started ends with it.
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.endTimeout)
        ]
        let result = try await run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
            platformOptions: options,
            input: .inputWriter,
            output: .discarded,
            error: .discarded
        ) { execution in
            // A program that does not read its input has still been told; its exit code decides.
            _ = try? await execution.standardInputWriter.write(body)
            try? await execution.standardInputWriter.finish()
        }
        return result.terminationStatus
    }
}
