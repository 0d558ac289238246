public import EventSchema
import GRDB
public import SystemPackage

/// Why an archive could not do what it was asked; nothing was changed.
public enum ArchiveError: Error, Sendable, CustomStringConvertible {
    /// There is no file.
    case absent(FilePath)
    /// The file is something else.
    case foreign(FilePath)
    /// The file was made by a version of the format that this one does not know.
    case format(Int, path: FilePath)
    /// Another process writes to the archive.
    case locked(FilePath)
    /// Something stands where a file was to be made.
    case exists(FilePath)
    /// Records of a stream are missing between those stored and those offered.
    case hole(expected: SequenceNumber, found: SequenceNumber, stream: StreamID, path: FilePath)
    /// A record was offered whose place is taken by a record with other bytes.
    case conflict(SequenceNumber, stream: StreamID, path: FilePath)
    /// A sequence number beyond ``ArchiveLimits/sequenceMax``, or too many streams.
    case tooMany(String, path: FilePath)
    /// The disk is full.
    case noSpace(FilePath)
    /// The file cannot be read or written by this user, or at all.
    case denied(FilePath, String)
    /// Another process held the file for too long.
    case busy(FilePath)
    /// The file is not what was written.
    case damaged(FilePath, String)
    /// The words of a search cannot be read.
    case words(String)
    /// A system call failed.
    case system(Errno, call: String, path: FilePath)
    /// SQLite failed in another way.
    case database(FilePath, String)

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .absent(let path): "there is no archive at \(path)"
        case .foreign(let path): "\(path) is not an archive"
        case .format(let version, let path):
            "\(path) has format \(version), known is \(ArchiveFormat.version)"
        case .locked(let path): "another process writes to the archive \(path)"
        case .exists(let path): "\(path) exists already"
        case .hole(let expected, let found, let stream, let path):
            "record \(expected) of stream \(stream) is the next for \(path), but \(found) was offered"
        case .conflict(let sequence, let stream, let path):
            "\(path) holds other bytes as record \(sequence) of stream \(stream) than were offered"
        case .tooMany(let what, let path): "\(path) cannot hold \(what)"
        case .noSpace(let path): "no space for \(path)"
        case .denied(let path, let detail): "\(path) cannot be used: \(detail)"
        case .busy(let path): "another process held \(path) for too long"
        case .damaged(let path, let detail): "\(path) is damaged: \(detail)"
        case .words(let words): "nothing can be searched for with \(words.debugDescription.prefix(80))"
        case .system(let errno, let call, let path): "\(call) failed on \(path): \(errno)"
        case .database(let path, let detail): "\(path): \(detail)"
        }
    }

    /// - Parameter path: The file, which SQLite does not name.
    init(_ error: any Error, path: FilePath) {
        if let error = error as? ArchiveError {
            self = error
            return
        }
        // A value of another kind than was written is damage that SQLite itself does not see.
        if error is RowDecodingError || error is EventSchema.RecordError {
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
                .denied(path, detail)
            case (.SQLITE_CORRUPT, _), (_, .SQLITE_IOERR_SHORT_READ): .damaged(path, detail)
            case (.SQLITE_NOTADB, _): .foreign(path)
            default: .database(path, "\(detail) (SQLite \(error.extendedResultCode.rawValue))")
            }
    }
}
