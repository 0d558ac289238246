/// Reads XML: each element with one name, wherever it is in the document, is a row.
///
/// Attributes and children are members by their names without prefixes; a name that is there more than once is an
/// array; an element that holds only text is a string; text beside attributes and children is the member `text`.
/// White space around texts is left out. An element within one of the same name belongs to the outer one.
///
/// Documents may follow each other, as messages do in a stream. Nothing outside the input is read, and a document
/// that declares entities is refused. What is broken is one fault, after which nothing can be read. Copies of a
/// reader share one parser, so that only one of them may be used.
public struct XMLReader: RowReader {
    /// The longest element that becomes a row, in bytes.
    public static let elementByteCountMax = 1_024 * 1_024
    /// The longest tag, comment or other piece that must be in memory as a whole, in bytes.
    static let tokenByteCountMax = 2 * elementByteCountMax
    /// How much is read at once, so that a token's length is looked at in the same places however the chunks are cut.
    private static let blockByteCount = 64 * 1_024

    private let elementName: String
    private var decoder: TextDecoder
    private var parser: ExpatParser?
    /// How many bytes of the document were read.
    private var position = 0
    /// The line on which the document begins, less 1.
    private var linesBefore = 0
    private var place = TextPlace()
    private var documentCount = 0
    private var isBroken = false

    /// - Parameters:
    ///   - element: The name of the elements that become rows, without a prefix.
    ///   - encoding: What the input is in when it has no byte order mark; with ``TextEncoding/utf8`` its XML
    ///     declaration is believed, which may name windows-1252 and what expat knows.
    public init(element: String, encoding: TextEncoding = .utf8) {
        elementName = element
        decoder = TextDecoder(encoding)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func take(_ chunk: [UInt8]) -> [ReadItem] {
        guard !isBroken else { return [] }
        var items: [ReadItem] = []
        read(decoder.decode(chunk), &items)
        return items
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func finish() -> [ReadItem] {
        guard !isBroken else { return [] }
        var items: [ReadItem] = []
        read(decoder.finish(), &items)
        guard !isBroken else { return items }
        if parser != nil {
            parse([], isLast: true, &items)
        } else if documentCount == 0 {
            items.append(.fault(ImportFault(line: 1, reason: "is empty, and an XML document is expected")))
        }
        return items
    }

    private mutating func read(_ text: [UInt8], _ items: inout [ReadItem]) {
        var rest = text[...]
        while !isBroken {
            if parser == nil { skipSpace(&rest) }
            guard !rest.isEmpty else { return }
            beginDocument(&items)
            let block = rest.prefix(Self.blockByteCount - position % Self.blockByteCount)
            let usedByteCount = parse(block, &items)
            for byte in block.prefix(usedByteCount) { place.advance(over: byte) }
            rest = rest.dropFirst(usedByteCount)
        }
    }

    /// Passes over what may stand between documents: white space and a byte order mark.
    private mutating func skipSpace(_ rest: inout ArraySlice<UInt8>) {
        while let byte = rest.first, [9, 10, 13, 32, 0xEF, 0xBB, 0xBF].contains(byte) {
            place.advance(over: byte)
            rest.removeFirst()
        }
    }

    private mutating func beginDocument(_ items: inout [ReadItem]) {
        guard parser == nil else { return }
        parser = ExpatParser(elementName: elementName, isUTF8: decoder.isTranscoding)
        position = 0
        linesBefore = place.line - 1
        if parser == nil { stop(line: place.line, "there is no memory for reading XML", &items) }
    }

    /// Returns how many of the bytes belong to the document.
    @discardableResult private mutating func parse(
        _ block: ArraySlice<UInt8>,
        isLast: Bool = false,
        _ items: inout [ReadItem]
    ) -> Int {
        guard let parser else { return 0 }
        let outcome = parser.parse(block, isLast: isLast)
        items += parser.takeItems()
        let start = position
        position += block.count
        switch outcome {
        case .ongoing(let metByteCount):
            if position % Self.blockByteCount == 0, position - metByteCount > Self.tokenByteCountMax {
                let reason = "a tag or comment is longer than \(Self.tokenByteCountMax) bytes"
                stop(line: place.line, reason, &items)
            }
        case .ended(let offset):
            documentCount += 1
            self.parser = nil
            return offset - start
        case .empty where documentCount > 0: break
        case .empty: stop(line: place.line, "no element is there", &items)
        case .failed(let line, let column, let reason):
            stop(line: linesBefore + line, "line \(linesBefore + line), column \(column): \(reason)", &items)
        }
        return block.count
    }

    private mutating func stop(line: Int, _ reason: String, _ items: inout [ReadItem]) {
        isBroken = true
        parser = nil
        items.append(.fault(ImportFault(line: line, reason: reason + "; nothing after it can be read")))
    }
}
