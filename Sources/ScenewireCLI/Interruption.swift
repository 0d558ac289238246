import Glibc
import ServiceRuntime
import UnixSignals

/// What a command says when it is ended before its work is done.
enum Interruption {
    /// Runs `body`; at Ctrl-C or SIGTERM says what was done until then, and dies of the signal.
    ///
    /// Whoever interrupts wants the end, so that no answer under way is waited for. The end is the signal's, so
    /// that a shell also ends the loop that the command stands in.
    ///
    /// - Parameter summary: What was done so far; called on another thread.
    static func reported<Value>(
        by summary: @escaping @Sendable () -> String,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        // Called off when the work has ended.
        async let _: Void = end(at: signals, summary)
        return try await body()
    }

    private static func end(at signals: UnixSignalsSequence, _ summary: @Sendable () -> String) async {
        for await number in signals {
            let output = TextOutput.standardError
            if Palette.isTerminal(.standardError) { await output.draw(ProgressBar.erasure) }
            await output.say("interrupted: \(summary())", .attention)
            signal(number.rawValue, SIG_DFL)
            kill(getpid(), number.rawValue)
        }
    }
}
