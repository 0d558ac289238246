import EventSchema
import SQLiteStore
import SystemPackage

/// Why an outbox could not do what it was asked; nothing was changed.
public enum OutboxError: Error, Sendable, CustomStringConvertible {
    /// There is no outbox in the directory.
    case absent(FilePath)
    /// The file itself, or another one in the directory, could not be used.
    case store(StoreError)
    /// The outbox belongs to another source than the one asked for.
    case otherSource(asked: String, own: String, path: FilePath)
    /// A name that no event could carry.
    case name(String, what: String, allowed: String)
    /// This machine's clock shows a time that cannot be, and a numbering that begins now would be lost for ever.
    case clock(Timestamp)
    /// Another agent serves the directory.
    case locked(FilePath)

    /// Whether the same request may succeed later, without anybody's doing.
    public var mayPass: Bool {
        switch self {
        case .store(.busy), .store(.noSpace): true
        default: false
        }
    }

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .absent(let path): "there is no outbox in \(path)"
        case .store(let error): error.description
        case .otherSource(let asked, let own, let path):
            "\(path) is the outbox of source \(own), not of \(asked)"
        case .name(let name, let what, let allowed):
            "the \(what) is \(name.debugDescription.prefix(80)); allowed is \(allowed)"
        case .clock(let time): "this machine's clock says \(time); set it and try again"
        case .locked(let path): "another agent serves \(path)"
        }
    }

    /// - Parameter path: The file, which SQLite does not name.
    init(_ error: any Error, path: FilePath) {
        self =
            switch error {
            case let error as OutboxError: error
            case is UnreadableRow: .store(.damaged(path, "\(error)"))
            default: .store(StoreError(error, path: path))
            }
    }

    /// A system call that has just failed.
    init(_ errno: Errno, call: String, path: FilePath) {
        self = .store(.system(errno, call: call, path: path))
    }
}
