/// The names of the publisher's log fields.
enum LogKey {
    static let byteCount = "bytes.count"
    static let damage = "journal.damage"
    static let endpoint = "endpoint"
    static let epoch = "stream.epoch"
    static let failure = "journal.failure"
    static let head = "stream.head"
    static let stream = "stream.id"
    static let wasClosed = "journal.wasClosed"
}
