import EventSchema

/// Reads CSV (RFC 4180): each record is a row whose cells are strings by the names of their columns.
///
/// Lines end in LF, CRLF or CR, mixed too; quoted cells may hold line ends; blank lines are passed over; empty
/// cells are empty strings. A record that is none, because a quote is not closed or its cells are not as many as
/// the columns, is a fault, and reading goes on at the line after the one on which it began: a stray quote loses
/// one line and not the file.
public struct CSVReader: RowReader {
    /// The longest record, in bytes of UTF-8.
    public static let rowByteCountMax = 1_024 * 1_024
    /// The most columns.
    public static let columnCountMax = 1_024

    private let delimiter: UInt8
    private var decoder: TextDecoder
    private var scanner: CSVScanner
    private var columns: CSVColumns?
    /// Whether the header cannot be used, and so nothing after it.
    private var isUnusable = false
    private var buffer = LineBuffer()

    /// - Parameters:
    ///   - delimiter: The byte between cells: ASCII, but no quote, no line end and not zero.
    ///   - header: The names of the columns, no two the same, where the input has no header of its own.
    ///   - encoding: What the input is in when it has no byte order mark.
    public init(delimiter: UInt8 = UInt8(ascii: ","), header: [String]? = nil, encoding: TextEncoding = .utf8)
    {
        precondition(Self.isDelimiter(delimiter), "a delimiter is ASCII, no quote, no line end and not zero")
        self.delimiter = delimiter
        decoder = TextDecoder(encoding)
        columns = header.map(CSVColumns.init)
        scanner = Self.scanner(delimiter, columns)
    }

    /// Whether a byte may stand between cells.
    public static func isDelimiter(_ byte: UInt8) -> Bool {
        (1..<0x80).contains(byte)
            && ![UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(byte)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func take(_ chunk: [UInt8]) -> [ReadItem] {
        guard !isUnusable else { return [] }
        buffer.append(decoder.decode(chunk))
        var items: [ReadItem] = []
        read(&items)
        buffer.dropUsed()
        return items
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func finish() -> [ReadItem] {
        guard !isUnusable else { return [] }
        buffer.append(decoder.finish())
        var items: [ReadItem] = []
        read(&items)
        while !buffer.isEmpty, !isUnusable {
            handle(scanner.finish(), &items)
            read(&items)
        }
        append(buffer.finishSkipping().map(ReadItem.fault), &items)
        return items
    }

    private mutating func read(_ items: inout [ReadItem]) {
        while !isUnusable {
            while let fault = buffer.finishLine() { append(.fault(fault), &items) }
            guard !buffer.isEmpty, !isUnusable else { return }
            let outcome = scanner.scan(buffer)
            guard outcome != .incomplete else { return }
            handle(outcome, &items)
        }
    }

    private mutating func handle(_ outcome: CSVScanner.Outcome, _ items: inout [ReadItem]) {
        switch outcome {
        case .incomplete: return
        case .broken(let reason): giveUp(reason, &items)
        case .record(let end):
            if let reason = countReason, scanner.firstLineEnd != nil {
                giveUp(reason, &items)
                break
            }
            let range = buffer.start..<buffer.start + end
            let innerLineCount = scanner.innerLineCount
            if !isBlank(range) { append(item(range), &items) }
            buffer.useRecord(to: end, innerLineCount: innerLineCount)
        }
        scanner.reset()
    }

    /// Makes a fault of the record's first line, which may not have been read to its end yet.
    private mutating func giveUp(_ reason: String, _ items: inout [ReadItem]) {
        if let end = scanner.firstLineEnd {
            append(.fault(ImportFault(line: buffer.line, reason: reason, text: buffer.prefix(end))), &items)
            buffer.useRecord(to: end)
        } else {
            buffer.beginSkipping(after: scanner.offset, reason: reason)
        }
    }

    private mutating func append(_ item: ReadItem?, _ items: inout [ReadItem]) {
        guard let item else { return }
        if columns == nil { isUnusable = true }
        items.append(item)
    }

    private var countReason: String? {
        guard let columns, columns.names.count != scanner.cellCount else { return nil }
        let cells = scanner.cellCount == 1 ? "1 cell" : "\(scanner.cellCount) cells"
        let names = columns.names.count == 1 ? "is 1 column" : "are \(columns.names.count) columns"
        return "has \(cells), and there \(names)"
    }

    private func isBlank(_ range: Range<Int>) -> Bool {
        range.isEmpty || scanner.cellCount == 1 && buffer.bytes[range].allSatisfy { $0 == UInt8(ascii: " ") }
    }

    /// Returns what becomes of a whole record; `nil` when it is the header.
    private mutating func item(_ range: Range<Int>) -> ReadItem? {
        if columns == nil { return readHeader(range) }
        if let reason = countReason ?? nulReason { return fault(range, reason: reason) }
        return rowItem(range)
    }

    private func rowItem(_ range: Range<Int>) -> ReadItem? {
        guard let columns else { return nil }
        do throws(CSVColumns.InvalidCell) {
            let value = try columns.row(scanner.cells, in: buffer.bytes.span.extracting(range))
            guard !columns.isHeader(value) else { return fault(range, reason: "repeats the columns' names") }
            return .row(ImportRow(line: buffer.line, value: value))
        } catch {
            return fault(range, field: error.column, reason: decoder.invalidReason)
        }
    }

    private mutating func readHeader(_ range: Range<Int>) -> ReadItem? {
        let prefix = "the header cannot be used, and so nothing after it: "
        if let reason = nulReason { return fault(range, reason: prefix + reason) }
        guard scanner.cellCount <= Self.columnCountMax else {
            return fault(
                range,
                reason: prefix + "\(scanner.cellCount) columns, the limit is \(Self.columnCountMax)"
            )
        }
        do throws(CSVColumns.InvalidName) {
            let header = try CSVColumns(header: scanner.cells, in: buffer.bytes.span.extracting(range))
            columns = header
            scanner = Self.scanner(delimiter, header)
            return nil
        } catch {
            return fault(range, field: error.column, reason: prefix + (error.reason ?? decoder.invalidReason))
        }
    }

    private static func scanner(_ delimiter: UInt8, _ columns: CSVColumns?) -> CSVScanner {
        CSVScanner(
            delimiter: delimiter,
            byteCountMax: rowByteCountMax,
            cellCountMax: columns?.names.count ?? columnCountMax
        )
    }

    private var nulReason: String? {
        scanner.hasNUL
            ? "has a byte that is zero, which text does not have; if the input is UTF-16, say encoding: utf-16"
            : nil
    }

    private func fault(_ range: Range<Int>, field: String = "", reason: String) -> ReadItem {
        .fault(ImportFault(line: buffer.line, field: field, reason: reason, text: buffer.bytes[range]))
    }
}
