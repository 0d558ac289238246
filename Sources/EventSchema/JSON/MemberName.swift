import Glibc

/// The name of a JSON member as the key of a dictionary, compared by its bytes.
struct MemberName: Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: Self, right: Self) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    // Strings of the same bytes have the same hash; that others may share it does no harm.
    func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }
}

extension String {
    /// Whether the UTF-8 of both is the same, where `==` asks for canonical equivalence only.
    func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes { own in
            other.withBytes { others in
                guard let own = own.baseAddress, let others = others.baseAddress else { return true }
                return memcmp(own, others, utf8.count) == 0
            }
        }
    }

    /// Gives the text's UTF-8, which must not be kept.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        // Not on Linux, where all strings are Swift's own.
        var text = self
        return text.withUTF8(body)
    }
}

extension [UInt8] {
    /// Appends text in UTF-8.
    @inline(__always)
    mutating func append(text: String) {
        text.withBytes { append(contentsOf: $0) }
    }
}
