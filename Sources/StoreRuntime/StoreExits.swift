public import SQLiteStore
public import ServiceRuntime

extension StoreError: ProcessExitError {
    /// Damage and a file in use have numbers of their own, so that a supervisor can tell them apart.
    public var processExit: ProcessExit {
        switch self {
        case .damaged, .format, .foreign: .integrity
        case .locked, .busy: .unavailable
        case .denied: .denied
        case .moved, .noSpace, .system, .database: .failure
        }
    }
}
