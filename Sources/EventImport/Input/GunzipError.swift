/// Why compressed data cannot be read on. Everything before it was given.
public enum GunzipError: Error, Equatable, CustomStringConvertible {
    /// The bytes are not what gzip writes, or their checksum is wrong.
    case corrupt(offset: Int, reason: String)
    /// The data ends within a member, as after a broken download.
    case truncated(offset: Int)
    /// There is no memory for the decompressor.
    case outOfMemory

    /// One line: the place in the compressed file, from 0, and the reason.
    public var description: String {
        switch self {
        case .corrupt(let offset, let reason): "the gzip data is broken at byte \(offset): \(reason)"
        case .truncated(let offset): "the gzip data ends too early, at byte \(offset)"
        case .outOfMemory: "no memory for reading gzip data"
        }
    }
}
