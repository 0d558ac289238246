import AlertRules
import AlertStore
import EventSchema
import ServiceRuntime
import SystemPackage

/// Why a notifier cannot work.
enum NotifierError: ProcessExitError, CustomStringConvertible {
    /// The file of rules cannot be read.
    case rules(FilePath, Errno)
    /// The file that holds a webhook's secret cannot be read, or holds none.
    case secret(FilePath, String)
    /// The stream is not the one whose alerts are stored, though it has the same name.
    case diverged(StreamID, SequenceNumber)

    var description: String {
        switch self {
        case .rules(let path, let errno): "\(path): \(errno)"
        case .secret(let path, let reason): "\(path): \(reason)"
        case .diverged(let stream, let sequence):
            """
            stream \(stream) differs at record \(sequence) from the one whose alerts are stored: a journal was \
            restored from a backup; `scenewire journal fork` gives such a journal a stream of its own
            """
        }
    }

    var processExit: ProcessExit {
        switch self {
        case .rules, .secret: .badConfiguration
        case .diverged: .integrity
        }
    }
}

extension RuleFaults: ProcessExitError {
    /// A wrong rule is a wrong setting.
    public var processExit: ProcessExit { .badConfiguration }
}

extension AlertStoreError: ProcessExitError {
    /// Damage and a store in use have numbers of their own, so that a supervisor can tell them apart.
    public var processExit: ProcessExit {
        switch self {
        case .damaged, .format, .foreign: .integrity
        case .locked, .busy: .unavailable
        case .denied: .denied
        case .noAlert, .noDelivery: .notFound
        case .noSpace, .system, .database: .failure
        }
    }
}
