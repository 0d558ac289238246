import ServiceRuntime
import SystemPackage

/// A service of a run could not be started, ended by itself, or stopped with an error.
struct RunServiceFailure: ProcessExitError, CustomStringConvertible {
    /// Which service, and how it ended: `the metrics ended by itself by signal 9`.
    let words: String
    /// What the service said of it; `nil` when it said nothing.
    let reason: String?
    /// Where it logs.
    let log: FilePath
    /// The exit code that says the same of the whole run.
    let processExit: ProcessExit

    var description: String { "\(end) (its log is \(log))" }

    /// How it ended and why.
    var end: String { words + (reason.map { ": \($0)" } ?? "") }
}
