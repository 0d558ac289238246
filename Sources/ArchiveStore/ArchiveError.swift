public import EventSchema
public import SQLiteStore
public import SystemPackage

/// Why an archive could not do what it was asked; nothing was changed.
public enum ArchiveError: Error, Sendable, CustomStringConvertible {
    /// There is no file.
    case absent(FilePath)
    /// The file is empty: an archiver is about to make it, or never came to it.
    case empty(FilePath)
    /// The file itself could not be used.
    case store(StoreError)
    /// Something stands where a file was to be made.
    case exists(FilePath)
    /// A copy was to be made in the place of its own source.
    case itself(FilePath)
    /// Records of a stream are missing between those stored and those offered.
    case hole(expected: SequenceNumber, found: SequenceNumber, stream: StreamID, path: FilePath)
    /// A record was offered whose place is taken by a record with other bytes.
    case conflict(SequenceNumber, stream: StreamID, path: FilePath)
    /// A sequence number beyond ``ArchiveLimits/sequenceMax``, or too many streams.
    case tooMany(String, path: FilePath)
    /// The words of a search cannot be read.
    case words(String)

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .absent(let path): "there is no archive at \(path)"
        case .empty(let path):
            "\(path) is empty: an archiver is just making it, or was stopped before it could"
        case .store(let error): error.description
        case .exists(let path): "\(path) exists already"
        case .itself(let path): "\(path) is the archive itself"
        case .hole(let expected, let found, let stream, let path):
            "record \(expected) of stream \(stream) is the next for \(path), but \(found) was offered"
        case .conflict(let sequence, let stream, let path):
            "\(path) holds other bytes as record \(sequence) of stream \(stream) than were offered"
        case .tooMany(let what, let path): "\(path) cannot hold \(what)"
        case .words(let words): "nothing can be searched for with \(words.debugDescription.prefix(80))"
        }
    }

    /// - Parameter path: The file, which SQLite does not name.
    init(_ error: any Error, path: FilePath) {
        self =
            switch error {
            case let error as ArchiveError: error
            case is EventSchema.RecordError: .store(.damaged(path, "\(error)"))
            default: .store(StoreError(error, path: path))
            }
    }
}
