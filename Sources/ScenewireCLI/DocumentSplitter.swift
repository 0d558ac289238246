import EventSchema

/// Where an event stands in the input, counted from 1.
enum InputPlace: Hashable, Sendable, CustomStringConvertible {
    /// A line of NDJSON.
    case line(Int)
    /// An element of an array.
    case element(Int)
    /// The only document.
    case document

    var description: String {
        switch self {
        case .line(let number): "line \(number)"
        case .element(let number): "element \(number)"
        case .document: "the document"
        }
    }
}

/// A piece of the input that can be read by itself.
enum InputPiece: Equatable, Sendable {
    /// The text of one document.
    case document([UInt8], InputPlace)
    /// The text of an array of documents.
    case array([UInt8])
    /// A document or array that is longer than is allowed; its text is gone.
    case tooLong(InputPlace, byteCountMax: Int)
}

/// Cuts input into documents as it comes, without keeping more than one of them.
///
/// Which form it has is seen at its start: `[` begins an array; otherwise a first line that ends within an
/// object or a string begins a single document over several lines; anything else is a document on each line.
struct DocumentSplitter: Sendable {
    private enum Mode {
        case undecided, lines, single, array
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private var mode: Mode
    /// The text that belongs to the next piece; in undecided input, all of it.
    private var text: [UInt8] = []
    private var isTooLong = false
    private var lineNumber = 1
    private var isAtStart = true

    /// - Parameter format: The form of the input; `nil` looks at its start.
    init(format: EventBatch.Format?) {
        mode =
            switch format {
            case nil: .undecided
            case .lines: .lines
            case .single: .single
            case .array: .array
            }
    }

    /// Takes what was read next.
    ///
    /// - Returns: The documents that are whole now.
    mutating func take(_ chunk: some Collection<UInt8>) -> [InputPiece] {
        var pieces: [InputPiece] = []
        for run in chunk.split(separator: Self.lineFeed, omittingEmptySubsequences: false).enumerated() {
            // Before every run but the first stood a line feed.
            if run.offset > 0, let piece = endLine() { pieces.append(piece) }
            append(run.element)
        }
        return pieces
    }

    /// Takes the end of the input.
    ///
    /// - Returns: The document that ended with it, if any.
    mutating func finish() -> InputPiece? {
        if mode == .undecided { decide(isAtEnd: true) }
        if mode == .lines { return takeLine() }
        if isTooLong { return .tooLong(.document, byteCountMax: byteCountMax) }
        guard !Self.isBlank(text) else { return nil }
        return mode == .array ? .array(text) : .document(text, .document)
    }

    private var byteCountMax: Int {
        mode == .array ? SchemaLimits.batchByteCountMax : SchemaLimits.documentByteCountMax
    }

    private mutating func append(_ run: some Collection<UInt8>) {
        guard !isTooLong, text.count + run.count <= byteCountMax else {
            text = []
            isTooLong = true
            // What has no end within the longest document is no document over several lines either.
            if mode == .undecided { mode = .lines }
            return
        }
        text.append(contentsOf: run)
        if isAtStart, text.count >= Self.byteOrderMark.count {
            isAtStart = false
            if text.starts(with: Self.byteOrderMark) { text.removeFirst(Self.byteOrderMark.count) }
        }
        if mode == .undecided, text.first(where: { !Self.isSpace($0) }) == UInt8(ascii: "[") { mode = .array }
    }

    private mutating func endLine() -> InputPiece? {
        if mode == .undecided { decide(isAtEnd: false) }
        switch mode {
        case .lines:
            defer { lineNumber += 1 }
            return takeLine()
        case .undecided:
            // Only blank lines so far.
            lineNumber += 1
            text = []
        case .single, .array:
            append(CollectionOfOne(Self.lineFeed))
        }
        return nil
    }

    private mutating func takeLine() -> InputPiece? {
        defer { (text, isTooLong) = ([], false) }
        if isTooLong {
            return .tooLong(.line(lineNumber), byteCountMax: SchemaLimits.documentByteCountMax)
        }
        return Self.isBlank(text) ? nil : .document(text, .line(lineNumber))
    }

    private mutating func decide(isAtEnd: Bool) {
        if Self.isBlank(text) { return }
        if Self.isUnfinished(text) {
            mode = .single
        } else {
            mode = isAtEnd && lineNumber == 1 ? .single : .lines
        }
    }

    /// Whether the text ends within an object, an array or a string.
    private static func isUnfinished(_ text: [UInt8]) -> Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for byte in text {
            if isEscaped {
                isEscaped = false
            } else if isInString {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
            }
        }
        return depth > 0
    }

    private static func isBlank(_ text: [UInt8]) -> Bool {
        text.allSatisfy(isSpace)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        [0x09, 0x0A, 0x0D, 0x20].contains(byte)
    }
}
