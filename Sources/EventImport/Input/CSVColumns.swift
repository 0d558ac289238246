import EventSchema

/// The names of a CSV input's columns, and how a record becomes a row by them.
struct CSVColumns {
    let names: [String]
    /// A row whose names every other one shares.
    private let template: JSONObject

    private static let empty = JSONValue.string("")

    /// - Parameter names: No two the same.
    init(_ names: [String]) {
        self.names = names
        template = names.reduce(into: JSONObject()) { $0[$1] = Self.empty }
        precondition(template.members.count == names.count, "each column has a name of its own")
    }

    /// Reads a header.
    ///
    /// - Throws: ``InvalidName`` when a name is empty, given twice or not UTF-8.
    init(header cells: [CSVScanner.Cell], in text: Span<UInt8>) throws(InvalidName) {
        var names = JSONObject()
        for (place, cell) in cells.enumerated() {
            var range = cell.start..<cell.end
            while let first = range.first, Self.isSpace(text[first]) { range.removeFirst() }
            while let last = range.last, Self.isSpace(text[last]) { range.removeLast() }
            let trimmed = CSVScanner.Cell(
                start: range.lowerBound,
                end: range.upperBound,
                hasDoubledQuotes: cell.hasDoubledQuotes
            )
            let column = "column \(place + 1)"
            guard let name = Self.string(trimmed, in: text) else {
                throw InvalidName(column: column, reason: nil)
            }
            guard !name.isEmpty else { throw InvalidName(column: column, reason: "it has no name") }
            guard names[name] == nil else {
                throw InvalidName(column: name, reason: "two columns have this name")
            }
            names[name] = Self.empty
        }
        self.init(names.names)
    }

    /// Returns the record as a row's value.
    ///
    /// - Parameters:
    ///   - cells: As many as there are columns, their places counted from the beginning of `text`.
    ///   - text: The record.
    func row(_ cells: [CSVScanner.Cell], in text: Span<UInt8>) throws(InvalidCell) -> JSONObject {
        try template.withValues { place throws(InvalidCell) in
            let cell = cells[place]
            guard cell.start < cell.end else { return Self.empty }
            guard let string = Self.string(cell, in: text) else { throw InvalidCell(column: names[place]) }
            return .string(string)
        }
    }

    /// Whether a row says the columns' names again, as where files with headers were put together.
    func isHeader(_ row: JSONObject) -> Bool {
        row.members.allSatisfy { member in
            guard case .string(let cell) = member.value, cell.utf8.count >= member.name.utf8.count else {
                return false
            }
            return Self.trimmed(cell.unicodeScalars).elementsEqual(member.name.unicodeScalars)
        }
    }

    /// The mark stands before the header of a file that was put after another.
    private static func trimmed(_ cell: String.UnicodeScalarView) -> Substring.UnicodeScalarView {
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" || scalar == "\u{FEFF}" }
        var cell = cell[...]
        while let first = cell.first, isBlank(first) { cell.removeFirst() }
        while let last = cell.last, isBlank(last) { cell.removeLast() }
        return cell
    }

    /// Why a header is none.
    struct InvalidName: Error {
        /// The column's name, or which one it is.
        let column: String
        /// What is wrong; `nil` when it is not UTF-8.
        let reason: String?
    }

    /// A cell that is not UTF-8.
    struct InvalidCell: Error {
        /// The column's name.
        let column: String
    }

    /// Returns a cell's text, `nil` when it is not UTF-8.
    private static func string(_ cell: CSVScanner.Cell, in text: Span<UInt8>) -> String? {
        guard cell.hasDoubledQuotes else { return string(text.extracting(cell.start..<cell.end)) }
        var bytes: [UInt8] = []
        var place = cell.start
        while place < cell.end {
            bytes.append(text[place])
            // Within the cell each quote is one of two.
            place += text[place] == UInt8(ascii: "\"") ? 2 : 1
        }
        return string(bytes.span)
    }

    private static func string(_ bytes: Span<UInt8>) -> String? {
        // Which byte is wrong matters to nobody: the reason names the column.
        guard let text = try? UTF8Span(validating: bytes) else { return nil }
        return String(copying: text)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
