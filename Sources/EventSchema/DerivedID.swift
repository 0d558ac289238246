import Crypto

extension EventID {
    /// An identifier that is the same for the same parts: UUID version 8 of their SHA-256.
    ///
    /// - Parameter parts: Their lengths go into the hash, so that no two lists give the same bytes.
    public static func derived(from parts: String...) -> EventID {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(0) { $0 + MemoryLayout<UInt64>.size + $1.utf8.count })
        for part in parts {
            bytes.append(littleEndian: UInt64(part.utf8.count))
            bytes.append(text: part)
        }
        let id = SHA256.hash(data: bytes).withUnsafeBytes { EventID($0.bytes) }
        return EventID(high: id.high & ~0xF000 | 0x8000, low: id.low & (.max >> 2) | 1 << 63)
    }
}
