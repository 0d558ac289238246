import EventSchema

/// Reads JSON Lines, also called NDJSON: each line is a JSON object. Blank lines are passed over.
public struct JSONLinesReader: RowReader {
    /// The longest line, in bytes of UTF-8.
    public static let lineByteCountMax = 8 * 1_024 * 1_024

    private var decoder: TextDecoder
    private var buffer = LineBuffer()
    /// How much of the line was searched for its end.
    private var offset = 0

    /// - Parameter encoding: What the input is in when it has no byte order mark.
    public init(encoding: TextEncoding = .utf8) {
        decoder = TextDecoder(encoding)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func take(_ chunk: [UInt8]) -> [ReadItem] {
        buffer.append(decoder.decode(chunk))
        var items: [ReadItem] = []
        read(&items)
        buffer.dropUsed()
        return items
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func finish() -> [ReadItem] {
        buffer.append(decoder.finish())
        var items: [ReadItem] = []
        read(&items)
        if !buffer.isEmpty { useLine(&items) }
        if let fault = buffer.finishSkipping() { items.append(.fault(fault)) }
        return items
    }

    private mutating func read(_ items: inout [ReadItem]) {
        while true {
            while let fault = buffer.finishLine() { items.append(.fault(fault)) }
            guard !buffer.isEmpty else { return }
            if findLineEnd() {
                useLine(&items)
            } else if offset > Self.lineByteCountMax {
                buffer.beginSkipping(after: offset, reason: "longer than \(Self.lineByteCountMax) bytes")
                offset = 0
            } else {
                return
            }
        }
    }

    /// Moves ``offset`` to the line end, to the byte after the limit or to the end of the text.
    private mutating func findLineEnd() -> Bool {
        let end = min(buffer.bytes.count, buffer.start + Self.lineByteCountMax + 1)
        let place = Self.lineEnd(buffer.bytes.span, buffer.start + offset, end)
        offset = place - buffer.start
        return place < end
    }

    private static func lineEnd(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var place = start
        while place < end, text[place] != UInt8(ascii: "\n"), text[place] != UInt8(ascii: "\r") { place += 1 }
        return place
    }

    private mutating func useLine(_ items: inout [ReadItem]) {
        let text = Array(buffer.bytes[buffer.start..<buffer.start + offset])
        if let item = item(text) { items.append(item) }
        buffer.useRecord(to: offset)
        offset = 0
    }

    private func item(_ text: [UInt8]) -> ReadItem? {
        guard let first = text.first(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else {
            return nil
        }
        // A byte order mark stands before the first line of a file that was put after another.
        let json = first == 0xEF && text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
        return JSONRow(line: buffer.line, column: nil, invalidReason: decoder.invalidReason).read(json)
    }
}
