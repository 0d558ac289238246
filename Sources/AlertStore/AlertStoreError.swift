public import EventSchema
import GRDB
public import SystemPackage

/// Why a store of alerts could not do what it was asked; nothing was changed.
public enum AlertStoreError: Error, Sendable, CustomStringConvertible {
    /// The file is something else.
    case foreign(FilePath)
    /// The file was made by a version of the format that this one does not know.
    case format(Int, path: FilePath)
    /// Another process writes to the store.
    case locked(FilePath)
    /// Another process held the file for too long.
    case busy(FilePath)
    /// The disk is full.
    case noSpace(FilePath)
    /// The file cannot be read or written by this user, or at all.
    case denied(FilePath, String)
    /// The file is not what was written.
    case damaged(FilePath, String)
    /// There is no alert with this id.
    case noAlert(EventID)
    /// There is no delivery with this id.
    case noDelivery(EventID)
    /// A system call failed.
    case system(Errno, call: String, path: FilePath)
    /// SQLite failed in another way.
    case database(FilePath, String)

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .foreign(let path): "\(path) is not a store of alerts"
        case .format(let version, let path):
            "\(path) has format \(version), known is \(AlertStoreFormat.version)"
        case .locked(let path): "another process writes to the store of alerts \(path)"
        case .busy(let path): "another process held \(path) for too long"
        case .noSpace(let path): "no space for \(path)"
        case .denied(let path, let detail): "\(path) cannot be used: \(detail)"
        case .damaged(let path, let detail): "\(path) is damaged: \(detail)"
        case .noAlert(let id): "there is no alert \(id)"
        case .noDelivery(let id): "there is no delivery \(id)"
        case .system(let errno, let call, let path): "\(call) failed on \(path): \(errno)"
        case .database(let path, let detail): "\(path): \(detail)"
        }
    }

    /// - Parameter path: The file, which SQLite does not name.
    init(_ error: any Error, path: FilePath) {
        switch error {
        case let error as AlertStoreError: self = error
        // A value of another kind than was written is damage that SQLite itself does not see.
        case is RowDecodingError: self = .damaged(path, "\(error)")
        case let error as DatabaseError: self.init(error, path: path)
        default: self = .database(path, "\(error)")
        }
    }

    private init(_ error: DatabaseError, path: FilePath) {
        let detail = error.message ?? "\(error.resultCode)"
        self =
            switch (error.resultCode, error.extendedResultCode) {
            // The index of the write-ahead log grows by itself, and has a code of its own for a full disk.
            case (.SQLITE_FULL, _), (_, .SQLITE_IOERR_SHMSIZE): .noSpace(path)
            case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _): .busy(path)
            case (.SQLITE_READONLY, _), (.SQLITE_CANTOPEN, _), (.SQLITE_PERM, _), (.SQLITE_AUTH, _):
                .denied(path, detail)
            case (.SQLITE_CORRUPT, _), (_, .SQLITE_IOERR_SHORT_READ): .damaged(path, detail)
            case (.SQLITE_NOTADB, _): .foreign(path)
            default: .database(path, "\(detail) (SQLite \(error.extendedResultCode.rawValue))")
            }
    }
}
