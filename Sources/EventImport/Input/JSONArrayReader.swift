import EventSchema

/// Reads the elements of one array in a JSON document, each an object, however long the document is.
///
/// An element that is no object is a fault of its own. Where the array is broken, the place is one fault, and reading
/// goes on at the next element that begins a line as the elements before it did; where none does, or the document is
/// broken elsewhere, the fault says how much was not read. Documents may follow each other.
public struct JSONArrayReader: RowReader {
    /// The longest element, in bytes of UTF-8.
    public static let elementByteCountMax = 8 * 1_024 * 1_024
    /// The longest name of a member that is looked at, in bytes.
    static let nameByteCountMax = 64 * 1_024

    private enum Expected {
        case value, valueOrEnd, name, nameOrEnd, colon, commaOrEnd
    }

    /// A value that is being passed over.
    private struct Passing {
        enum Role { case element, name, other }
        let role: Role
        let place: TextPlace
        var scanner: JSONValueScanner
        /// Where in the chunk that is read its text goes on.
        var start: Int
        var byteCount = 0
        /// What is kept of it: all of an element or a name within its limit, and nothing of other values.
        var text: [UInt8] = []
    }

    private var decoder: TextDecoder
    private var path: JSONArrayPath
    private var place = TextPlace()
    private var expected = Expected.value
    private var passing: Passing?
    private var memberName: String?
    private var documentLine = 1
    private var documentCount = 0
    private var hasTarget = false
    /// Where the document was broken; `nil` while it is not.
    private var damage: JSONDamage?
    /// Whether nothing but blanks stands before the place on its line.
    private var isLineBlank = true
    /// How many blanks stand before an element that begins its line.
    private var indentation = 0
    /// The last byte that is no blank.
    private var lastByte: UInt8 = 0
    /// Whether a line since the last element began has a bracket where the array itself may have ended.
    private var mayHaveLeftArray = false

    /// - Parameters:
    ///   - pointer: A JSON pointer to the array, empty where the document is the array.
    ///   - encoding: What the input is in when it has no byte order mark.
    public init(at pointer: String, encoding: TextEncoding = .utf8) {
        decoder = TextDecoder(encoding)
        path = JSONArrayPath(pointer)
    }

    /// Whether a text may be given as the pointer.
    public static func isPointer(_ text: String) -> Bool {
        JSONArrayPath.isPointer(text)
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func take(_ chunk: [UInt8]) -> [ReadItem] {
        var items: [ReadItem] = []
        read(decoder.decode(chunk), &items)
        return items
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public mutating func finish() -> [ReadItem] {
        var items: [ReadItem] = []
        read(decoder.finish(), &items)
        // A number or a word that is the whole document ends only here.
        if path.containers.isEmpty, passing?.scanner.isScalar == true { endValue(&items) }
        if documentCount == 0, damage == nil, passing == nil {
            items.append(.fault(ImportFault(line: 1, reason: "is empty, and a JSON document is expected")))
        } else if damage == nil, !path.containers.isEmpty || passing != nil {
            stop("the document ends too early")
        }
        if let damage { items.append(.fault(damage.fault(atEnd: place.line))) }
        return items
    }

    private mutating func read(_ text: [UInt8], _ items: inout [ReadItem]) {
        passing?.start = 0
        for (offset, byte) in text.enumerated() {
            if byte == UInt8(ascii: "{"), isElementsBeginning { endDamaged(text, at: offset, &items) }
            if damage == nil { read(byte, of: text, at: offset, &items) }
            damage?.byteCount += 1
            advance(over: byte)
        }
        keep(text, to: text.count)
    }

    private mutating func read(_ byte: UInt8, of text: [UInt8], at offset: Int, _ items: inout [ReadItem]) {
        switch passing?.scanner.take(byte) {
        case nil: handle(byte, at: offset, &items)
        case .within: break
        case .last:
            keep(text, to: offset + 1)
            endValue(&items)
        case .after:
            keep(text, to: offset)
            endValue(&items)
            handle(byte, at: offset, &items)
        case .broken(let reason):
            keep(text, to: offset)
            stop(reason)
        }
    }

    private mutating func advance(over byte: UInt8) {
        if isLineBlank { noteEnd(byte) }
        place.advance(over: byte)
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): isLineBlank = true
        case UInt8(ascii: " "), UInt8(ascii: "\t"): break
        default: (isLineBlank, lastByte) = (false, byte)
        }
    }

    /// Looks whether a bracket that begins a line may end the array: one to the left of its elements, or a square one
    /// right below them.
    private mutating func noteEnd(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "]") where place.column <= indentation + 1: mayHaveLeftArray = true
        case UInt8(ascii: "}") where place.column <= indentation: mayHaveLeftArray = true
        default: break
        }
    }

    /// Whether a brace at the place can only begin an element, though the one before it has no end.
    private var isElementsBeginning: Bool {
        guard isLineBlank, place.column == indentation + 1, !mayHaveLeftArray else { return false }
        // What begins behind a bracket is the first of another array. Where nothing is indented, only a comma tells
        // an element from the next document.
        guard lastByte != UInt8(ascii: "["), indentation > 0 || lastByte == UInt8(ascii: ",") else {
            return false
        }
        if let damage { return damage.isWithinArray }
        return passing?.role == .element && passing?.scanner.forbidsObject == true
    }

    /// Goes on with the element that begins here.
    private mutating func endDamaged(_ text: [UInt8], at offset: Int, _ items: inout [ReadItem]) {
        if damage == nil {
            keep(text, to: offset)
            stop("the element before this line has no end")
        }
        if let damage { items.append(.fault(damage.fault(resumedAt: place.line))) }
        damage = nil
        expected = .value
    }

    /// Takes a byte that belongs to no value that is passed over.
    private mutating func handle(_ byte: UInt8, at offset: Int, _ items: inout [ReadItem]) {
        if [9, 10, 13, 32].contains(byte) || path.containers.isEmpty && [0xEF, 0xBB, 0xBF].contains(byte) {
            // A byte order mark stands before a document that was put after another.
            return
        }
        switch (expected, byte) {
        case (.valueOrEnd, UInt8(ascii: "]")), (.nameOrEnd, UInt8(ascii: "}")): closeContainer(byte, &items)
        case (.value, _), (.valueOrEnd, _): beginValue(byte, at: offset, &items)
        case (.name, UInt8(ascii: "\"")), (.nameOrEnd, UInt8(ascii: "\"")): begin(.name, byte, at: offset)
        case (.name, _), (.nameOrEnd, _): stop("a member's name is expected")
        case (.colon, UInt8(ascii: ":")): expected = .value
        case (.colon, _): stop("a colon is expected")
        case (.commaOrEnd, UInt8(ascii: ",")):
            expected = path.isWithinObject ? .name : .value
            path.countElement()
        case (.commaOrEnd, UInt8(ascii: "}")), (.commaOrEnd, UInt8(ascii: "]")): closeContainer(byte, &items)
        case (.commaOrEnd, UInt8(ascii: "{")) where path.isWithinTarget:
            note("a comma is expected before this element", &items)
            beginValue(byte, at: offset, &items)
        case (.commaOrEnd, _): stop("a comma or a closing bracket is expected")
        }
    }

    private mutating func beginValue(_ byte: UInt8, at offset: Int, _ items: inout [ReadItem]) {
        if byte == UInt8(ascii: "]"), path.isWithinTarget {
            note("a value is expected after the comma", &items)
            return closeContainer(byte, &items)
        }
        guard ![UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte)
        else {
            return stop("a value is expected")
        }
        if path.containers.isEmpty {
            documentCount += 1
            documentLine = place.line
            hasTarget = false
        }
        if path.isWithinTarget {
            if isLineBlank { indentation = place.column - 1 }
            mayHaveLeftArray = false
            return begin(.element, byte, at: offset)
        }
        var stepCount = path.stepCount(ofMember: memberName)
        if stepCount != nil, path.follow() {
            let reason = "the member \(memberName ?? "") is given twice, and only the first is read"
            items.append(.fault(ImportFault(line: place.line, reason: reason)))
            stepCount = nil
        }
        let isTarget = stepCount.map(path.isTarget) ?? false
        if isTarget { hasTarget = byte == UInt8(ascii: "[") }
        if let stepCount, byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") && !isTarget {
            path.open(isObject: byte == UInt8(ascii: "{"), stepCount: stepCount)
            expected = byte == UInt8(ascii: "{") ? .nameOrEnd : .valueOrEnd
        } else {
            begin(.other, byte, at: offset)
        }
    }

    private mutating func begin(_ role: Passing.Role, _ byte: UInt8, at offset: Int) {
        passing = Passing(role: role, place: place, scanner: JSONValueScanner(first: byte), start: offset)
    }

    /// Keeps the part of the text that belongs to the value that is passed over.
    private mutating func keep(_ text: [UInt8], to end: Int) {
        guard var passing else { return }
        // So that appending does not copy what is kept already.
        self.passing = nil
        defer { self.passing = passing }
        passing.byteCount += end - passing.start
        let byteCountMax =
            switch passing.role {
            case .element: Self.elementByteCountMax
            case .name: Self.nameByteCountMax
            case .other: 0
            }
        if passing.byteCount <= byteCountMax {
            passing.text.append(contentsOf: text[passing.start..<end])
        } else {
            let room = ImportFault.textByteCountMax - passing.text.count
            passing.text.append(contentsOf: text[passing.start..<end].prefix(max(room, 0)))
            passing.text = Array(passing.text.prefix(ImportFault.textByteCountMax))
        }
    }

    private mutating func endValue(_ items: inout [ReadItem]) {
        guard let value = passing else { return }
        passing = nil
        switch value.role {
        case .element:
            items.append(item(value))
            expected = .commaOrEnd
        case .name:
            // A name that is no string is no step of the pointer either.
            memberName = value.byteCount <= Self.nameByteCountMax ? Self.string(value.text) : nil
            expected = .colon
        case .other: endMember(&items)
        }
    }

    private static func string(_ text: [UInt8]) -> String? {
        let object = Array("{".utf8) + text + Array(":0}".utf8)
        return (try? JSONObject.parse(object, depthMax: 1))?.names.first
    }

    private func item(_ value: Passing) -> ReadItem {
        guard value.byteCount <= Self.elementByteCountMax else {
            let reason = "longer than \(Self.elementByteCountMax) bytes"
            return .fault(ImportFault(line: value.place.line, reason: reason, text: value.text))
        }
        let row = JSONRow(
            line: value.place.line,
            column: value.place.column,
            invalidReason: decoder.invalidReason
        )
        return row.read(value.text)
    }

    private mutating func closeContainer(_ byte: UInt8, _ items: inout [ReadItem]) {
        guard path.isWithinObject == (byte == UInt8(ascii: "}")) else {
            return stop("a bracket that does not match")
        }
        path.close()
        endMember(&items)
    }

    private mutating func endMember(_ items: inout [ReadItem]) {
        expected = .commaOrEnd
        guard path.containers.isEmpty else { return }
        expected = .value
        if !hasTarget {
            let reason =
                "the document has no array \(path.pointer.isEmpty ? "as its value" : "at \(path.pointer)")"
            items.append(.fault(ImportFault(line: documentLine, reason: reason)))
        }
    }

    /// Makes the place a fault that costs nothing else.
    private func note(_ reason: String, _ items: inout [ReadItem]) {
        let reason = "line \(place.line), column \(place.column): \(reason)"
        items.append(.fault(ImportFault(line: place.line, reason: reason)))
    }

    /// Reads nothing more from the place on, until an element begins that can be told.
    private mutating func stop(_ reason: String) {
        let isElement = passing?.role == .element
        damage = JSONDamage(
            place: place,
            reason: reason,
            isWithinArray: path.isWithinTarget && (passing == nil || isElement),
            text: isElement ? passing?.text ?? [] : [],
            byteCount: isElement ? passing?.byteCount ?? 0 : 0
        )
        passing = nil
    }
}
