/// A record's place in its stream: 1, 2, 3 … without a hole.
public struct SequenceNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 0 is before the first record.
    public let value: UInt64

    /// Before the first record: what a consumer that has nothing starts after.
    public static let zero = SequenceNumber(0)

    /// - Parameter value: From 1; 0 stands before the first record.
    @inlinable
    public init(_ value: UInt64) {
        self.value = value
    }

    /// Reads decimal digits, without sign; anything else, or more than 64 bits, is `nil`.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let value = UInt64(text)
        else { return nil }
        self.init(value)
    }

    /// The number `count` places on.
    @inlinable
    public func advanced(by count: Int) -> Self {
        Self(value &+ UInt64(count))
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.value < right.value
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public var description: String { String(value) }
}
