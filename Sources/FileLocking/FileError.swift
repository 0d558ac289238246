public import SystemPackage

/// Why a file is not the caller's.
public enum FileError: Error, Sendable, CustomStringConvertible {
    /// Another process, or another lock in this one, holds it.
    case locked(FilePath)
    /// The path does not lead any more to the file that was opened under it.
    case moved(FilePath)
    /// A system call failed.
    case system(Errno, call: String, path: FilePath)

    /// What happened and where, in one line.
    public var description: String {
        switch self {
        case .locked(let path): "\(path) is held by another process"
        case .moved(let path): Self.moved(path)
        case .system(let errno, let call, let path): "\(call) failed on \(path): \(errno)"
        }
    }

    /// The sentence for a file that was taken away, for the errors of other rooms.
    public static func moved(_ path: FilePath) -> String {
        "\(path) was moved, removed or replaced while it was in use"
    }
}
