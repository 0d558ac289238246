import EventSchema
import Foundation

/// Records back to back in a file, of which only the end may be unfinished.
final class RecordFile {
    /// The last whole record; `nil` for an empty file.
    let cursor: Cursor?

    private let handle: FileHandle

    /// Opens or makes the file, and cuts off what an earlier life did not finish writing.
    init(_ path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let bytes = try [UInt8](handle.readToEnd() ?? Data())
        var (end, last) = (0, RecordHeader?.none)
        while end < bytes.count, let header = try? RecordHeader(verifying: bytes.span.bytes, at: end) {
            (end, last) = (end + header.recordByteCount, header)
        }
        cursor = last.map { Cursor($0) }
        try handle.truncate(atOffset: UInt64(end))
    }

    func append(_ batch: RecordBatch) throws {
        try handle.write(contentsOf: batch.bytes)
    }
}
