import EventSchema

/// Makes rows of the elements with one name, from what a parser meets in a document.
struct XMLRowBuilder {
    /// An element that becomes a row and has not ended.
    struct Row {
        fileprivate let depth: Int
        /// The line of the input on which it begins, from 1.
        let line: Int
        /// Where it begins, in bytes from the document's beginning.
        let offset: Int
    }

    private let elementName: String
    private let firstLine: Int
    private var depth = 0
    /// The elements of the row that is read, from its own to the innermost.
    private var nodes: [XMLNode] = []
    /// The row that is read, `nil` between rows.
    private(set) var row: Row?
    private var rowProblem: String?

    /// What was read and not yet fetched.
    var items: [ReadItem] = []
    /// Where the document's own element ended, in bytes from the document's beginning; `nil` until it does.
    private(set) var documentEnd: Int?
    /// Why the document must not be read on.
    private(set) var stopReason: String?
    /// Whether an element has begun.
    private(set) var hasBegun = false

    /// - Parameters:
    ///   - elementName: The name of rows without a prefix.
    ///   - firstLine: The line of the input on which the document begins, from 1.
    init(elementName: String, firstLine: Int) {
        self.elementName = elementName
        self.firstLine = firstLine
    }

    var isDone: Bool { documentEnd != nil || stopReason != nil }

    mutating func stop(_ reason: String) { stopReason = stopReason ?? reason }

    /// Begins an element.
    ///
    /// - Parameters:
    ///   - name: Its name as it is written, and its attributes by theirs.
    ///   - line: The line of the document on which its tag begins, from 1.
    ///   - offset: Where its tag begins, in bytes from the document's beginning.
    mutating func begin(_ name: String, _ attributes: [(name: String, value: String)], line: Int, offset: Int)
    {
        hasBegun = true
        depth += 1
        guard depth <= XMLReader.depthMax else {
            return stop("elements nest deeper than \(XMLReader.depthMax)")
        }
        let name = Self.localName(name)
        if row == nil {
            guard name == elementName else { return }
            row = Row(depth: depth, line: firstLine + line - 1, offset: offset)
            rowProblem = nil
        }
        checkLength(offset)
        guard rowProblem == nil, stopReason == nil else { return }
        let own = attributes.filter { $0.name != "xmlns" && !$0.name.hasPrefix("xmlns:") }
        nodes.append(XMLNode(name: name, attributes: own.map { (Self.localName($0.name), $0.value) }))
    }

    /// Adds text to the innermost element.
    mutating func add(text: UnsafeRawBufferPointer, offset: Int) {
        guard row != nil else { return }
        checkLength(offset)
        guard rowProblem == nil, stopReason == nil else { return }
        unsafe nodes[nodes.count - 1].add(text: text)
    }

    /// Ends the innermost element, `offset` bytes from the document's beginning.
    mutating func end(offset: Int) {
        checkLength(offset)
        guard stopReason == nil else { return }
        if let row, rowProblem == nil, var node = nodes.popLast() {
            if depth > row.depth {
                nodes[nodes.count - 1].add(node.name, node.value())
            } else {
                items.append(.row(ImportRow(line: row.line, value: node.object())))
            }
        }
        if let row, depth == row.depth {
            if let rowProblem { items.append(.fault(ImportFault(line: row.line, reason: rowProblem))) }
            self.row = nil
            nodes = []
        }
        depth -= 1
        if depth == 0 { documentEnd = offset }
    }

    /// Makes the row that is read a fault.
    mutating func spoilRow(_ reason: String) {
        guard row != nil, rowProblem == nil else { return }
        rowProblem = reason
        nodes = []
    }

    private mutating func checkLength(_ offset: Int) {
        guard let row, offset - row.offset > XMLReader.elementByteCountMax else { return }
        stop("longer than \(XMLReader.elementByteCountMax) bytes")
    }

    /// A name without its prefix.
    static func localName(_ name: String) -> String {
        guard let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")) else { return name }
        return String(name[name.utf8.index(after: colon)...])
    }
}
