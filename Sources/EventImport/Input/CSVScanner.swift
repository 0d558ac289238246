/// Finds where the cells and the end of one CSV record are (RFC 4180), going on wherever the text was cut.
///
/// Places are counted from the record's first byte. A quote within a cell that does not begin with one stands
/// for itself, as in `5" hose`.
struct CSVScanner {
    /// Where a cell's text is, without the quotes around it.
    struct Cell {
        var start: Int
        var end: Int
        /// Whether there are quotes within it, which are doubled.
        var hasDoubledQuotes = false
    }

    /// How a scan ended.
    enum Outcome: Equatable {
        /// The text ends within the record.
        case incomplete
        /// The record is whole; its line end is the byte at this place.
        case record(end: Int)
        /// What was scanned cannot be the beginning of a record.
        case broken(reason: String)
    }

    private enum State {
        case cellStart, unquoted, quoted, quoteWithinQuoted
    }

    private let delimiter: UInt8
    private let byteCountMax: Int
    /// The most cells that are kept, and that a record of several lines may have.
    let cellCountMax: Int

    private var state = State.cellStart
    private var cell = Cell(start: 0, end: 0)
    /// The cells that ended.
    private(set) var cells: [Cell] = []
    /// How many cells ended, with those that are not kept.
    private(set) var cellCount = 0
    /// How much of the record was scanned.
    private(set) var offset = 0
    /// Where the record's first line ends, within a quoted cell; `nil` until it does.
    private(set) var firstLineEnd: Int?
    /// How many lines end within quoted cells.
    private(set) var innerLineCount = 0
    /// Whether a byte is zero.
    private(set) var hasNUL = false

    init(delimiter: UInt8, byteCountMax: Int, cellCountMax: Int) {
        self.delimiter = delimiter
        self.byteCountMax = byteCountMax
        self.cellCountMax = cellCountMax
    }

    /// Begins another record.
    mutating func reset() {
        state = .cellStart
        cells.removeAll(keepingCapacity: true)
        cellCount = 0
        offset = 0
        firstLineEnd = nil
        innerLineCount = 0
        hasNUL = false
    }

    /// Goes on in the record with which the buffer begins.
    mutating func scan(_ buffer: borrowing LineBuffer) -> Outcome {
        let text = buffer.bytes.span
        let start = buffer.start
        // One byte more than the limit, because it may be the line end.
        let limit = min(text.count - start, byteCountMax + 1)
        while offset < limit {
            let byte = text[start + offset]
            switch state {
            case .cellStart:
                let isQuoted = byte == UInt8(ascii: "\"")
                state = isQuoted ? .quoted : .unquoted
                if isQuoted { offset += 1 }
                cell = Cell(start: offset, end: offset)
            case .unquoted:
                skipUnquoted(text, start, limit)
                guard offset < limit else { break }
                cell.end = offset
                if let outcome = endCell(at: text[start + offset]) { return outcome }
            case .quoted:
                if let outcome = skipQuoted(text, start, limit) { return outcome }
            case .quoteWithinQuoted:
                switch byte {
                case UInt8(ascii: "\""):
                    cell.hasDoubledQuotes = true
                    state = .quoted
                    offset += 1
                case delimiter, UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                    if let outcome = endCell(at: byte) { return outcome }
                default: return .broken(reason: "text follows the quote that closes cell \(cellCount + 1)")
                }
            }
        }
        return offset > byteCountMax ? .broken(reason: tooLongReason) : .incomplete
    }

    /// Ends the record where the input ends.
    mutating func finish() -> Outcome {
        switch state {
        case .cellStart: cell = Cell(start: offset, end: offset)
        case .unquoted: cell.end = offset
        case .quoted: return .broken(reason: "the quote that opens cell \(cellCount + 1) is not closed")
        case .quoteWithinQuoted: break
        }
        return endCell(at: UInt8(ascii: "\n")) ?? .record(end: offset)
    }

    private var tooLongReason: String {
        state == .quoted
            ? "the quote that opens cell \(cellCount + 1) is not closed within \(byteCountMax) bytes"
            : "longer than \(byteCountMax) bytes"
    }

    private mutating func endCell(at byte: UInt8) -> Outcome? {
        cellCount += 1
        if cellCount <= cellCountMax { cells.append(cell) }
        state = .cellStart
        guard byte == delimiter else { return .record(end: offset) }
        offset += 1
        return tooManyCells(cellCount + 1)
    }

    /// Stops a record of several lines that is none, so that a stray quote does not make each line be scanned
    /// again and again.
    private func tooManyCells(_ count: Int) -> Outcome? {
        firstLineEnd != nil && count > cellCountMax
            ? .broken(reason: "more than \(cellCountMax) cells, over more than one line") : nil
    }

    private mutating func skipUnquoted(_ text: Span<UInt8>, _ start: Int, _ limit: Int) {
        var place = start + offset
        let end = start + limit
        while place < end {
            let byte = text[place]
            if byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if byte == 0 { hasNUL = true }
            place += 1
        }
        offset = place - start
    }

    private mutating func skipQuoted(_ text: Span<UInt8>, _ start: Int, _ limit: Int) -> Outcome? {
        while offset < limit {
            let byte = text[start + offset]
            switch byte {
            case UInt8(ascii: "\""):
                cell.end = offset
                state = .quoteWithinQuoted
                offset += 1
                return nil
            case UInt8(ascii: "\n") where text[start + offset - 1] == UInt8(ascii: "\r"): break
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                innerLineCount += 1
                firstLineEnd = firstLineEnd ?? offset
                if let outcome = tooManyCells(cellCount + 1) { return outcome }
            case 0: hasNUL = true
            default: break
            }
            offset += 1
        }
        return nil
    }
}
