import EventSchema

/// Says of an id that it is certainly not in a segment, or that it may be.
///
/// Blocks of 64 bytes, in each of which an id sets seven bits: one cache line for each question. With 12
/// bits for each id about one in two hundred questions is answered in vain.
struct BloomFilter: Sendable {
    static let blockByteCount = 64
    static let bitsPerID = 12
    private static let bitsPerQuestion = 7

    private(set) var bytes: [UInt8]

    init(idCount: Int) {
        let blocks = max(
            1,
            (idCount * Self.bitsPerID + Self.blockByteCount * 8 - 1) / (Self.blockByteCount * 8)
        )
        bytes = [UInt8](repeating: 0, count: blocks * Self.blockByteCount)
    }

    /// - Parameter bytes: As ``bytes`` gave them; a positive multiple of the block's size.
    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func insert(_ id: EventID) {
        var (block, bits) = place(of: id)
        for _ in 0..<Self.bitsPerQuestion {
            bytes[block + Int(bits >> 3 & 63)] |= 1 << UInt8(bits & 7)
            bits >>= 9
        }
    }

    func mayContain(_ id: EventID) -> Bool {
        var (block, bits) = place(of: id)
        for _ in 0..<Self.bitsPerQuestion {
            guard bytes[block + Int(bits >> 3 & 63)] & 1 << UInt8(bits & 7) != 0 else { return false }
            bits >>= 9
        }
        return true
    }

    /// The block's offset, and 63 bits of which each nine name one in the block.
    private func place(of id: EventID) -> (block: Int, bits: UInt64) {
        let first = Self.mixed(id.high ^ Self.mixed(id.low))
        let block = first.multipliedFullWidth(by: UInt64(bytes.count / Self.blockByteCount)).high
        return (Int(block) * Self.blockByteCount, Self.mixed(first))
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
