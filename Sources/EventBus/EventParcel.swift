import EventSchema

/// Encoded events on their way to a publisher, each preceded by its byte count as a protobuf varint.
public struct EventParcel: Sendable {
    /// The most events that one request carries.
    public static let countMax = 10_000
    /// A varint of a 32-bit count.
    private static let prefixByteCountMax = 5

    /// The byte counts and the events, as they travel.
    public private(set) var bytes: [UInt8] = []
    /// Where each event lies in ``bytes``.
    public private(set) var ranges: [Range<Int>] = []

    /// No events.
    public init() {}

    /// Reads a payload as it travelled.
    ///
    /// - Returns: `nil` when the byte counts do not add up or there are more than ``countMax`` events.
    package init?(payload: [UInt8]) {
        bytes = payload
        var offset = 0
        while offset < payload.count {
            guard let count = Self.readPrefix(of: payload, at: &offset), ranges.count < Self.countMax,
                payload.count - offset >= count
            else { return nil }
            ranges.append(offset..<offset + count)
            offset += count
        }
    }

    /// How many events there are.
    public var count: Int { ranges.count }

    /// Appends an encoded event.
    ///
    /// - Returns: `false`, and the batch is as before, when a request would be too long with it.
    public mutating func append(_ event: [UInt8]) -> Bool {
        guard ranges.count < Self.countMax,
            bytes.count + Self.prefixByteCountMax + event.count <= BusLimits.publishByteCountMax
        else { return false }
        var rest = UInt32(event.count)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        ranges.append(bytes.count..<bytes.count + event.count)
        bytes.append(contentsOf: event)
        return true
    }

    private static func readPrefix(of bytes: [UInt8], at offset: inout Int) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 7 * prefixByteCountMax, by: 7) {
            guard offset < bytes.count else { return nil }
            let byte = bytes[offset]
            offset += 1
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
