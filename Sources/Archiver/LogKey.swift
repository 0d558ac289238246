/// The names of the archiver's log fields.
enum LogKey {
    static let byteCount = "archive.bytes"
    static let path = "archive.path"
    static let unindexed = "archive.unindexed"
}
