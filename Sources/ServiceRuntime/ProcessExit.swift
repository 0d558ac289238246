import Glibc

/// What a process tells its caller when it ends; scripts and supervisors rely on these numbers.
public enum ProcessExit: Int32, Sendable, CaseIterable {
    /// Everything was done.
    case success = 0
    /// Something failed that has no number of its own.
    case failure = 1
    /// The command line was wrong.
    case usage = 2
    /// What was asked for does not exist.
    case notFound = 3
    /// Stored data is damaged or incomplete.
    case integrity = 4
    /// It works, but late or in part.
    case degraded = 5
    /// Something is wrong with a file that it was given to read (`EX_DATAERR`).
    case badInput = 65
    /// An address, a file or another process cannot be had (`EX_UNAVAILABLE` of sysexits.h).
    case unavailable = 69
    /// Not permitted (`EX_NOPERM`).
    case denied = 77
    /// A setting is wrong (`EX_CONFIG`).
    case badConfiguration = 78
    /// The time allowed ran out, as timeout(1) has it.
    case timedOut = 124

    /// The number for an error that ended the process.
    public init(_ error: any Error) {
        self = (error as? any ProcessExitError)?.processExit ?? .failure
    }

    /// Ends the process with this number.
    public func exit() -> Never {
        Glibc.exit(rawValue)
    }
}

/// An error that ends a process with a number of its own.
public protocol ProcessExitError: Error {
    /// What the process tells its caller.
    var processExit: ProcessExit { get }
}
