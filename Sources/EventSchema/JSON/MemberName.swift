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
        self == other && utf8.elementsEqual(other.utf8)
    }
}
