import ArchiveStore
import ServiceRuntime
import StoreRuntime

extension ArchiveError: ProcessExitError {
    /// Damage and an archive in use have numbers of their own, so that a supervisor can tell them apart.
    public var processExit: ProcessExit {
        switch self {
        case .store(let error): error.processExit
        case .hole, .conflict: .integrity
        case .absent, .empty: .notFound
        case .exists, .itself, .tooMany, .words: .failure
        }
    }
}
