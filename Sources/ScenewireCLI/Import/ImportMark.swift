import EventSchema
import SystemPackage

/// What stands before one place of a file, which tells the file from another under the same name.
struct ImportMark: Equatable, Sendable {
    /// How much of what stands there counts, in bytes.
    private static let byteCountMax: Int64 = 4_096

    /// The place, in bytes from the file's start.
    let end: Int64
    /// The CRC-32C of what stands before it.
    let checksum: UInt32

    init(end: Int64, checksum: UInt32) {
        (self.end, self.checksum) = (end, checksum)
    }

    /// Reads it, wherever the file is read at the moment; it blocks.
    ///
    /// - Returns: `nil` when the file is shorter.
    /// - Throws: `Errno`.
    init?(of file: FileDescriptor, end: Int64) throws {
        guard end >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(min(end, Self.byteCountMax)))
        var count = 0
        while count < bytes.count {
            let place = end - Int64(bytes.count - count)
            let part = try bytes.withUnsafeMutableBytes {
                try file.read(
                    fromAbsoluteOffset: place,
                    into: UnsafeMutableRawBufferPointer(rebasing: $0[count...])
                )
            }
            guard part > 0 else { return nil }
            count += part
        }
        self.init(end: end, checksum: CRC32C.checksum(of: bytes.span.bytes))
    }
}
