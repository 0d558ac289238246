import AlertRules
import AlertStore
import EventSchema
import IncidentState
import ServiceRuntime
import StoreRuntime
import SystemPackage

/// Why a notifier cannot work.
enum NotifierError: ProcessExitError, CustomStringConvertible {
    /// The file of rules cannot be read.
    case rules(FilePath, Errno)
    /// The file that holds a webhook's secret cannot be read, or holds none.
    case secret(FilePath, String)
    /// What is stored of an incident cannot be read.
    case state(FilePath, SnapshotError)

    var description: String {
        switch self {
        case .rules(let path, let errno): "\(path): \(errno)"
        case .secret(let path, let reason): "\(path): \(reason)"
        case .state(let path, let error):
            "\(path): \(error); start again: the streams are then judged from their first record"
        }
    }

    var processExit: ProcessExit {
        switch self {
        case .rules, .secret: .badConfiguration
        case .state: .integrity
        }
    }
}

extension RuleFaults: ProcessExitError {
    /// A wrong rule is a wrong setting.
    public var processExit: ProcessExit { .badConfiguration }
}

extension AlertStoreError: ProcessExitError {
    /// The number of the file's error.
    public var processExit: ProcessExit {
        switch self {
        case .store(let error): error.processExit
        case .noAlert, .noDelivery: .notFound
        case .snapshot: .integrity
        }
    }
}
