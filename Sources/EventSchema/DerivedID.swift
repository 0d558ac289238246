import Crypto

extension EventID {
    /// An identifier that is the same for the same parts: UUID version 8 of their SHA-256.
    ///
    /// - Parameter parts: Their lengths go into the hash, so that no two lists give the same bytes.
    public static func derived(from parts: String...) -> EventID {
        var hash = SHA256()
        for part in parts {
            let bytes = Array(part.utf8)
            withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: bytes)
        }
        let digest = Array(hash.finalize())
        let id = EventID(digest.span.bytes)
        return EventID(high: id.high & ~0xF000 | 0x8000, low: id.low & (.max >> 2) | 1 << 63)
    }
}
