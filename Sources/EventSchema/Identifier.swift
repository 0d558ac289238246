/// A UUID (RFC 9562) of one kind of thing, so that a stream's never stands where an event's belongs.
public struct Identifier<Kind>: Hashable, Comparable, Sendable {
    /// The first eight bytes, as a big-endian number; in version 7 they begin with the time.
    public let high: UInt64
    /// The last eight bytes, as a big-endian number.
    public let low: UInt64

    /// The length of the binary form.
    public static var byteCount: Int { 16 }

    /// - Parameters:
    ///   - high: The first eight bytes, read big-endian.
    ///   - low: The last eight bytes, read big-endian.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the 16 bytes at `offset` in the order in which RFC 9562 writes them.
    ///
    /// - Precondition: They lie within the span.
    public init(_ bytes: RawSpan, at offset: Int = 0) {
        high = bytes.littleEndian(at: offset, as: UInt64.self).byteSwapped
        low = bytes.littleEndian(at: offset + 8, as: UInt64.self).byteSwapped
    }

    /// Reads the text form, `8-4-4-4-12` hexadecimal digits of either case; anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        guard let (high, low) = String(text).withBytes(Self.halves) else { return nil }
        (self.high, self.low) = (high, low)
    }

    /// The 16 bytes in the order of RFC 9562.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        bytes.append(littleEndian: high.byteSwapped)
        bytes.append(littleEndian: low.byteSwapped)
        return bytes
    }

    /// A new random identifier, UUID version 4.
    public static func random() -> Self {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & ~0xF000 | 0x4000
        let low = generator.next() & (.max >> 2) | 1 << 63
        return Self(high: high, low: low)
    }

    /// A new identifier that sorts by time, UUID version 7.
    public static func minted(at time: Timestamp) -> Self {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = UInt64(clamping: time.nanoseconds / 1_000_000)
        let high = milliseconds << 16 | 0x7000 | generator.next() & 0xFFF
        let low = generator.next() & (.max >> 2) | 1 << 63
        return Self(high: high, low: low)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    private static func halves(of text: UnsafeBufferPointer<UInt8>) -> (high: UInt64, low: UInt64)? {
        guard text.count == 36 else { return nil }
        var halves: (high: UInt64, low: UInt64) = (0, 0)
        for (position, byte) in text.enumerated() {
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = value(ofHexDigit: byte) else { return nil }
            // The second half begins behind the third hyphen.
            if position < 18 {
                halves.high = halves.high << 4 | digit
            } else {
                halves.low = halves.low << 4 | digit
            }
        }
        return halves
    }

    private static func value(ofHexDigit byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

extension Identifier: CustomStringConvertible {
    /// The text form in lower case.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for position in 0..<32 {
            if position == 8 || position == 12 || position == 16 || position == 20 {
                text.append(UInt8(ascii: "-"))
            }
            let half = position < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - position % 16 * 4)) & 15
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Marks identifiers of events.
public enum EventKind {}
/// Names one event for ever: version 7 when minted, version 8 when derived from a foreign key.
public typealias EventID = Identifier<EventKind>

/// Marks identifiers of streams.
public enum StreamKind {}
/// Names everything that one publisher ever recorded.
public typealias StreamID = Identifier<StreamKind>
