/// Finds where reading may begin anew in XML that was broken: at the next element that becomes a row, or at the
/// declaration of another document.
struct XMLTagSearch {
    /// The longest name of a tag that is looked at, in bytes.
    static let nameByteCountMax = 1_024

    private let elementName: [UInt8]

    /// - Parameter elementName: The name of rows without a prefix.
    init(elementName: String) {
        self.elementName = Array(elementName.utf8)
    }

    /// Where the search ended.
    enum Outcome: Equatable {
        /// A row's tag begins here.
        case row(Int)
        /// A declaration begins here.
        case declaration(Int)
        /// Nothing before this place is one; the rest is too short to say.
        case nothing(before: Int)
    }

    /// Searches the text from a place on.
    ///
    /// - Parameter isLast: Whether nothing follows the text.
    func search(_ text: [UInt8], from start: Int, isLast: Bool) -> Outcome {
        var place = start
        while let opening = text[place...].firstIndex(of: UInt8(ascii: "<")) {
            let names = text[(opening + 1)...].prefix(Self.nameByteCountMax + 1)
            guard let end = names.firstIndex(where: Self.endsName) else {
                if names.count <= Self.nameByteCountMax, !isLast { return .nothing(before: opening) }
                place = opening + 1
                continue
            }
            let name = names[..<end]
            if name.elementsEqual("?xml".utf8) { return .declaration(opening) }
            let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
            if local.elementsEqual(elementName) { return .row(opening) }
            place = opening + 1
        }
        return .nothing(before: text.count)
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        switch byte {
        case 9, 10, 13, 32, UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "<"): true
        default: false
        }
    }
}
