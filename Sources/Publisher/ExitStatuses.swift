import EventJournal
import ServiceRuntime
import ZeroMQ

extension JournalError: ExitStatusError {
    /// Damage and a directory in use have numbers of their own, so that a supervisor can tell them apart.
    public var exitStatus: ExitStatus {
        switch self {
        case .damaged, .format: .integrity
        case .locked: .unavailable
        case .system, .full, .absent, .closed: .failure
        }
    }
}

extension ZeroMQError: ExitStatusError {
    /// An address that cannot be had has a number of its own.
    public var exitStatus: ExitStatus { endpoint.isEmpty ? .failure : .unavailable }
}
