import EventSchema
import FileLocking
import GRDB
import SystemPackage

/// Why an outbox could not do what it was asked; nothing was changed.
public enum OutboxError: Error, Sendable, CustomStringConvertible {
    /// There is no outbox in the directory.
    case absent(FilePath)
    /// The file is something else.
    case foreign(FilePath)
    /// The file was made by a version of the format that this one does not know.
    case format(Int, path: FilePath)
    /// The outbox belongs to another source than the one asked for.
    case otherSource(asked: String, own: String, path: FilePath)
    /// A name that no event could carry.
    case name(String, what: String, allowed: String)
    /// This machine's clock shows a time that cannot be, and a numbering that begins now would be lost for ever.
    case clock(Timestamp)
    /// Another agent serves the directory.
    case locked(FilePath)
    /// Another process wrote for longer than the time allowed; trying again may help.
    case busy(FilePath)
    /// The disk is full; trying again may help.
    case noSpace(FilePath)
    /// The file was moved, removed or replaced under the open outbox.
    case moved(FilePath)
    /// The file cannot be written by this user, or at all.
    case unwritable(FilePath, String)
    /// The file is damaged.
    case damaged(FilePath, String)
    /// A system call failed.
    case system(Errno, call: String, path: FilePath)
    /// SQLite failed in another way.
    case database(FilePath, String)

    /// Whether the same request may succeed later, without anybody's doing.
    public var mayPass: Bool {
        switch self {
        case .busy, .noSpace: true
        default: false
        }
    }

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .absent(let path): "there is no outbox in \(path)"
        case .foreign(let path): "\(path) is not an outbox"
        case .format(let version, let path):
            "\(path) has format \(version), known is \(OutboxFormat.version)"
        case .otherSource(let asked, let own, let path):
            "\(path) is the outbox of source \(own), not of \(asked)"
        case .name(let name, let what, let allowed):
            "the \(what) is \(name.debugDescription.prefix(80)); allowed is \(allowed)"
        case .clock(let time): "this machine's clock says \(time); set it and try again"
        case .locked(let path): "another agent serves \(path)"
        case .busy(let path): "another process held \(path) for too long"
        case .noSpace(let path): "no space for \(path)"
        case .moved(let path): FileError.moved(path)
        case .unwritable(let path, let detail): "\(path) cannot be written: \(detail)"
        case .damaged(let path, let detail): "\(path) is damaged: \(detail)"
        case .system(let errno, let call, let path): "\(call) failed on \(path): \(errno)"
        case .database(let path, let detail): "\(path): \(detail)"
        }
    }

    /// - Parameter path: The file, which SQLite does not name.
    init(_ error: any Error, path: FilePath) {
        if let error = error as? OutboxError {
            self = error
            return
        }
        // A value of another kind than was written is damage that SQLite itself does not see.
        if error is UnreadableRow || error is RowDecodingError {
            self = .damaged(path, "\(error)")
            return
        }
        guard let error = error as? DatabaseError else {
            self = .database(path, "\(error)")
            return
        }
        let detail = error.message ?? "\(error.resultCode)"
        self =
            switch (error.resultCode, error.extendedResultCode) {
            // The index of the write-ahead log grows by itself, and says so in its own way.
            case (.SQLITE_FULL, _), (_, .SQLITE_IOERR_SHMSIZE): .noSpace(path)
            case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _): .busy(path)
            case (.SQLITE_READONLY, _), (.SQLITE_CANTOPEN, _), (.SQLITE_PERM, _), (.SQLITE_AUTH, _):
                .unwritable(path, detail)
            case (.SQLITE_CORRUPT, _): .damaged(path, detail)
            case (.SQLITE_NOTADB, _): .foreign(path)
            default: .database(path, "\(detail) (SQLite \(error.extendedResultCode.rawValue))")
            }
    }
}
