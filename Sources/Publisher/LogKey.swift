/// The names of the publisher's log fields.
enum LogKey {
    static let byteCount = "bytes.count"
    static let damage = "journal.damage"
    static let endpoint = "endpoint"
    static let epoch = "stream.epoch"
    static let filesMax = "files.max"
    static let memoryMax = "memory.max"
    static let peer = "peer"
    static let peerByteCount = "peer.bytes"
    static let peerCount = "peers.count"
    static let peersMax = "peers.max"
    static let failure = "journal.failure"
    static let head = "stream.head"
    static let stream = "stream.id"
    static let wasClosed = "journal.wasClosed"
}
