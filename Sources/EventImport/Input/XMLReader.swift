/// Reads XML: each element with one name, wherever it is in the document, is a row.
///
/// Attributes and children are members by their names without prefixes; a name that is there more than once is an
/// array; an element that holds only text is a string; text beside attributes and children is the member `text`.
/// White space around texts is left out. An element within one of the same name belongs to the outer one.
///
/// Documents may follow each other, as messages do in a stream. Nothing outside the input is read, and a document
/// that declares entities is stopped there. Where a document is broken, or a row longer than it may be, reading
/// goes on at the next element that becomes a row, within the broken one too, so that an end tag that is missing
/// loses one row. Copies of a reader share one parser, so that only one of them may be used.
public struct XMLReader: RowReader {
    /// The longest element that becomes a row, in bytes of UTF-8.
    public static let elementByteCountMax = 1_024 * 1_024
    /// How deep elements may nest in a document.
    public static let depthMax = 64
    /// The longest tag, comment or other piece that must be in memory as a whole, in bytes.
    static let tokenByteCountMax = 2 * elementByteCountMax
    /// How much is parsed at once: a token's length is looked at in the same places however the chunks are cut.
    private static let blockByteCount = 64 * 1_024

    private enum Phase {
        /// White space may come, and then a document.
        case between
        case document(ExpatParser)
        /// Something was broken.
        case searching
    }

    private let elementName: String
    private let search: XMLTagSearch
    private var decoder: TextDecoder
    private var buffer = XMLBuffer()
    private var phase = Phase.between
    /// Whether neither a document nor a fault was there.
    private var isEmpty = true
    /// Whether something was broken, and no other document has begun by a declaration.
    private var isRecovering = false
    /// The encoding that the broken document declared.
    private var declaredEncoding: String?

    /// - Parameters:
    ///   - element: The name of the elements that become rows; a prefix means nothing.
    ///   - encoding: What the input is in when it has no byte order mark; with ``TextEncoding/utf8`` its XML
    ///     declaration is believed, which may name windows-1252 and what expat knows.
    public init(element: String, encoding: TextEncoding = .utf8) {
        elementName = XMLRowBuilder.localName(element)
        search = XMLTagSearch(elementName: elementName)
        decoder = TextDecoder(encoding)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func take(_ chunk: [UInt8]) -> [ReadItem] {
        buffer.append(decoder.decode(chunk))
        var items: [ReadItem] = []
        read(isLast: false, &items)
        if case .document(let parser) = phase {
            buffer.drop(toDocumentOffset: parser.keptOffset)
        } else {
            buffer.dropUsed()
        }
        return items
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func finish() -> [ReadItem] {
        buffer.append(decoder.finish())
        var items: [ReadItem] = []
        read(isLast: true, &items)
        if isEmpty {
            items.append(.fault(ImportFault(line: 1, reason: "is empty, and an XML document is expected")))
        }
        return items
    }

    private mutating func read(isLast: Bool, _ items: inout [ReadItem]) {
        while true {
            switch phase {
            case .between:
                buffer.skipSpace()
                guard !buffer.isUsed else { return }
                beginDocument(&items)
            case .searching:
                guard findBeginning(isLast: isLast) else { return }
                beginDocument(&items)
            case .document(let parser):
                guard !buffer.isUsed || isLast else { return }
                parse(parser, isLast: isLast, &items)
            }
        }
    }

    /// Goes to where a row or another document begins, and says whether there is one.
    private mutating func findBeginning(isLast: Bool) -> Bool {
        switch search.search(buffer.bytes, from: buffer.next, isLast: isLast) {
        case .nothing(let place):
            buffer.goOn(at: place)
            return false
        case .row(let place):
            buffer.goOn(at: place)
        case .declaration(let place):
            buffer.goOn(at: place)
            isRecovering = false
            declaredEncoding = nil
        }
        return true
    }

    private mutating func beginDocument(_ items: inout [ReadItem]) {
        buffer.beginDocument()
        let line = buffer.documentPlace.line
        let encoding = decoder.isTranscoding ? "UTF-8" : declaredEncoding
        guard let parser = ExpatParser(elementName: elementName, firstLine: line, encoding: encoding) else {
            // What comes is lost with it: without memory there is nothing to read on with.
            buffer.goOn(at: buffer.bytes.count)
            isEmpty = false
            items.append(.fault(ImportFault(line: line, reason: "there is no memory for reading XML")))
            return
        }
        phase = .document(parser)
    }

    private mutating func parse(_ parser: ExpatParser, isLast: Bool, _ items: inout [ReadItem]) {
        let position = buffer.documentOffset
        let block = buffer.bytes[buffer.next...].prefix(Self.blockByteCount - position % Self.blockByteCount)
        let outcome = parser.parse(block, isLast: isLast && block.endIndex == buffer.bytes.count)
        buffer.goOn(at: block.endIndex)
        items += parser.takeItems()
        switch outcome {
        case .ongoing where isLast && buffer.isUsed:
            // Not to be: expat says of each document that ends too early that it does.
            phase = .searching
        case .ongoing:
            let isBlockEnd = buffer.documentOffset % Self.blockByteCount == 0
            if isBlockEnd, buffer.documentOffset - parser.metOffset > Self.tokenByteCountMax {
                let reason = "a tag or comment is longer than \(Self.tokenByteCountMax) bytes"
                recover(parser, at: parser.metOffset, line: buffer.documentPlace.line, reason, &items)
            }
        case .ended(let offset):
            isEmpty = false
            buffer.goOn(atDocumentOffset: offset)
            phase = isRecovering ? .searching : .between
        case .empty: phase = .between
        case .failed(let failure):
            let (line, column) = buffer.inputPlace(line: failure.line, column: failure.column)
            let reason = "line \(line), column \(column): \(failure.reason)"
            recover(parser, at: failure.offset, line: line, reason, &items)
        }
    }

    /// Makes a fault of the row or the place where the document is broken, and looks for the next row.
    private mutating func recover(
        _ parser: ExpatParser,
        at offset: Int,
        line: Int,
        _ reason: String,
        _ items: inout [ReadItem]
    ) {
        let row = parser.row
        let isTooLong = row.map { offset - $0.offset > Self.elementByteCountMax } ?? false
        let text = row.map { buffer.text(fromDocumentOffset: $0.offset, to: offset) } ?? []
        let cause = isTooLong ? "longer than \(Self.elementByteCountMax) bytes" : reason
        let fault = ImportFault(
            line: row?.line ?? line,
            reason: "\(cause); reading goes on at the next <\(elementName)>",
            text: text
        )
        items.append(.fault(fault))
        if !isRecovering { declaredEncoding = parser.declaredEncoding }
        isEmpty = false
        isRecovering = true
        phase = .searching
        buffer.goOn(atDocumentOffset: row.map { $0.offset + 1 } ?? max(offset, 1))
    }
}
