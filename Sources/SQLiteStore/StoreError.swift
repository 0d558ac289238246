import FileLocking
import GRDB
public import SystemPackage

/// Why a store's file could not do what it was asked; nothing was changed.
public enum StoreError: Error, Sendable, CustomStringConvertible {
    /// The file is something else; `kind` is what it should have been, such as "an archive".
    case foreign(FilePath, kind: String)
    /// The file was made by a version of the format that this one does not know.
    case format(Int, known: Int, path: FilePath)
    /// Another process writes to the file.
    case locked(FilePath)
    /// The file, its log or its lock was taken away while it was in use.
    case moved(FilePath)
    /// Another program held the file for too long.
    case busy(FilePath)
    /// The disk is full.
    case noSpace(FilePath)
    /// The file cannot be read or written by this user, or at all.
    case denied(FilePath, String)
    /// The file is not what was written.
    case damaged(FilePath, String)
    /// A system call failed.
    case system(Errno, call: String, path: FilePath)
    /// SQLite failed in another way.
    case database(FilePath, String)

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .foreign(let path, let kind): "\(path) is not \(kind)"
        case .format(let version, let known, let path): "\(path) has format \(version), known is \(known)"
        case .locked(let path): "another process writes to \(path)"
        case .moved(let path): FileError.moved(path)
        case .busy(let path): "another process held \(path) for too long"
        case .noSpace(let path): "no space for \(path)"
        case .denied(let path, let detail):
            "\(path) cannot be used: \(detail); SQLite also writes beside the file, so on a disk that cannot be "
                + "written, or in a directory of another user's, use a copy of it, with its -wal if there is one"
        case .damaged(let path, let detail): "\(path) is damaged: \(detail)"
        case .system(let errno, let call, let path):
            "\(call) failed on \(path): \(errno)\(Self.advice(errno))"
        case .database(let path, let detail): "\(path): \(detail)"
        }
    }

    private static func advice(_ errno: Errno) -> String {
        switch errno {
        case .noSuchFileOrDirectory: "; its directory must be there"
        case .readOnlyFileSystem: "; the disk cannot be written"
        default: ""
        }
    }

    /// Makes a store's error of what was thrown while its file was used.
    ///
    /// - Parameter path: The file, which SQLite does not name.
    public init(_ error: any Error, path: FilePath) {
        switch error {
        case let error as StoreError: self = error
        case let error as FileError: self.init(error, path: path)
        // A value of another kind than was written is damage that SQLite itself does not see.
        case is RowDecodingError: self = .damaged(path, "\(error)")
        case let error as DatabaseError: self.init(error, path: path)
        default: self = .database(path, "\(error)")
        }
    }

    private init(_ error: FileError, path: FilePath) {
        self =
            switch error {
            case .locked: .locked(path)
            case .moved(let path): .moved(path)
            case .system(let errno, let call, let path): .system(errno, call: call, path: path)
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
            case (.SQLITE_NOTADB, _): .foreign(path, kind: "a database")
            default: .database(path, "\(detail) (SQLite \(error.extendedResultCode.rawValue))")
            }
    }
}
