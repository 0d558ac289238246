/// The text of an XML input from which reading may have to begin anew, and what follows it.
struct XMLBuffer {
    private(set) var bytes: [UInt8] = []
    /// Where in ``bytes`` reading goes on.
    private(set) var next = 0
    /// Where the document begins, from the first of ``bytes``: below zero where that was dropped.
    private var documentStart = 0
    /// Where the document begins in the input.
    private(set) var documentPlace = TextPlace()
    /// How many of ``bytes`` ``countedPlace`` is after.
    private var countedByteCount = 0
    private var countedPlace = TextPlace()

    /// Whether everything was read.
    var isUsed: Bool { next == bytes.count }

    /// How many bytes of the document were read.
    var documentOffset: Int { next - documentStart }

    mutating func append(_ text: [UInt8]) { bytes += text }

    mutating func goOn(at place: Int) { next = place }

    mutating func goOn(atDocumentOffset offset: Int) { next = min(documentStart + offset, bytes.count) }

    /// Passes over what may stand between documents: white space and a byte order mark.
    mutating func skipSpace() {
        while next < bytes.count, [9, 10, 13, 32, 0xEF, 0xBB, 0xBF].contains(bytes[next]) { next += 1 }
    }

    /// Begins a document where reading goes on.
    mutating func beginDocument() {
        count(to: next)
        documentStart = next
        documentPlace = countedPlace
    }

    /// The place in the input of one in the document.
    func inputPlace(line: Int, column: Int) -> (line: Int, column: Int) {
        (documentPlace.line + line - 1, line == 1 ? documentPlace.column + column - 1 : column)
    }

    /// The beginning of a piece of the document that was not dropped, no more than a fault keeps.
    func text(fromDocumentOffset start: Int, to end: Int) -> [UInt8] {
        let place = documentStart + start
        return Array(
            bytes[place..<max(place, min(documentStart + end, bytes.count))].prefix(
                ImportFault.textByteCountMax
            )
        )
    }

    /// Forgets what is before a place of the document.
    mutating func drop(toDocumentOffset offset: Int) { drop(min(documentStart + offset, next)) }

    /// Forgets what was read.
    mutating func dropUsed() { drop(next) }

    private mutating func drop(_ byteCount: Int) {
        guard byteCount > 0 else { return }
        count(to: byteCount)
        bytes.removeSubrange(..<byteCount)
        next -= byteCount
        documentStart -= byteCount
        countedByteCount -= byteCount
    }

    private mutating func count(to place: Int) {
        guard place > countedByteCount else { return }
        for byte in bytes[countedByteCount..<place] { countedPlace.advance(over: byte) }
        countedByteCount = place
    }
}
