import ArchiveStore
import ServiceRuntime

extension ArchiveError: ProcessExitError {
    /// Damage and an archive in use have numbers of their own, so that a supervisor can tell them apart.
    public var processExit: ProcessExit {
        switch self {
        case .damaged, .format, .foreign, .hole, .conflict: .integrity
        case .locked, .busy: .unavailable
        case .denied: .denied
        case .absent: .notFound
        case .exists, .tooMany, .noSpace, .words, .system, .database: .failure
        }
    }
}
