import EventSchema
internal import FileLocking
import SystemPackage

/// Why the journal could not do what it was asked.
public enum JournalError: Error, Sendable, CustomStringConvertible {
    /// A system call failed.
    ///
    /// From ``Journal/append(_:from:publishedAt:flags:)`` it means that nobody can say whether the events
    /// are on disk: the journal refuses everything from then on, and the process should end. The next
    /// start finds out.
    case system(Errno, call: String, path: FilePath)
    /// Bytes that were acknowledged are not what was written; only an operator can say what to do.
    case damaged(JournalDamage)
    /// Another process, or another journal in this one, holds the directory.
    case locked(FilePath)
    /// The directory, the segment in use or the lock was taken away: nothing is acknowledged any more.
    case moved(FilePath)
    /// No room for another segment: nothing was written, reads go on, a later append may succeed.
    case full(FilePath)
    /// The file was made by a version of the format that this one does not know.
    case format(UInt16, path: FilePath)
    /// There is no journal in the directory.
    case absent(FilePath)
    /// This machine's clock shows a time that cannot be; an epoch that is taken from it could never be undone.
    case clock(Timestamp, path: FilePath)
    /// A start with a wrong clock has taken the last epoch that there is; only a fork can go on.
    case noEpochLeft(FilePath)
    /// The journal was closed.
    case closed

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .system(let errno, let call, let path):
            "\(call) failed on \(path): \(errno)\(Self.advice(errno))"
        case .damaged(let damage): damage.description
        case .locked(let path): "\(path) is held by another process"
        case .moved(let path): FileError.moved(path)
        case .full(let path): "no space for another segment in \(path)"
        case .format(let version, let path): "\(path) has format \(version), known is \(SegmentHeader.format)"
        case .absent(let path): "there is no journal in \(path)"
        case .clock(let time, let path):
            "this machine's clock says \(time); \(path) is not opened before the clock is set"
        case .noEpochLeft(let path):
            """
            \(path) was once started with a clock beyond 2106 and has no epoch left; \
            scenewire journal fork gives it a new stream
            """
        case .closed: "the journal is closed"
        }
    }

    private static func advice(_ errno: Errno) -> String {
        errno == .readOnlyFileSystem
            ? "; the disk cannot be written, so use a copy of the whole directory on another one" : ""
    }

    init(_ error: FileError) {
        self =
            switch error {
            case .locked(let path): .locked(path)
            case .moved(let path): .moved(path)
            case .system(let errno, let call, let path): .system(errno, call: call, path: path)
            }
    }
}
