public import EventSchema
public import IncidentState
public import SQLiteStore
public import SystemPackage

/// Why a store of alerts could not do what it was asked; nothing was changed.
public enum AlertStoreError: Error, Sendable, CustomStringConvertible {
    /// The file itself could not be used.
    case store(StoreError)
    /// There is no alert with this id.
    case noAlert(EventID)
    /// There is no delivery with this id.
    case noDelivery(EventID)
    /// What is stored of the state is not what was written.
    case snapshot(FilePath, SnapshotError)

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .store(let error): error.description
        case .noAlert(let id): "there is no alert \(id)"
        case .noDelivery(let id): "there is no delivery \(id)"
        case .snapshot(let path, let error): "\(path): \(error)"
        }
    }

    /// - Parameter path: The file, which SQLite does not name.
    init(_ error: any Error, path: FilePath) {
        self =
            switch error {
            case let error as AlertStoreError: error
            case let error as SnapshotError: .snapshot(path, error)
            case is StoredValueError: .store(.damaged(path, "\(error)"))
            default: .store(StoreError(error, path: path))
            }
    }
}
