import EventJournal
import ServiceRuntime
import ZeroMQ

extension JournalError: ProcessExitError {
    /// Damage and a directory in use have numbers of their own, so that a supervisor can tell them apart.
    public var processExit: ProcessExit {
        switch self {
        case .damaged, .format, .noEpochLeft: .integrity
        case .locked: .unavailable
        case .clock: .badConfiguration
        case .moved, .system, .full, .absent, .closed: .failure
        }
    }
}

extension ZeroMQError: ProcessExitError {
    /// An address that cannot be had has a number of its own.
    public var processExit: ProcessExit { endpoint.isEmpty ? .failure : .unavailable }
}
