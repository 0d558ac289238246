public import EventSchema
public import SQLiteStore
import SystemPackage

/// Why a store of alerts could not do what it was asked; nothing was changed.
public enum AlertStoreError: Error, Sendable, CustomStringConvertible {
    /// The file itself could not be used.
    case store(StoreError)
    /// There is no alert with this id.
    case noAlert(EventID)
    /// There is no delivery with this id.
    case noDelivery(EventID)

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .store(let error): error.description
        case .noAlert(let id): "there is no alert \(id)"
        case .noDelivery(let id): "there is no delivery \(id)"
        }
    }

    /// - Parameter path: The file, which SQLite does not name.
    init(_ error: any Error, path: FilePath) {
        self =
            switch error {
            case let error as AlertStoreError: error
            case is StoredValueError: .store(.damaged(path, "\(error)"))
            default: .store(StoreError(error, path: path))
            }
    }
}
