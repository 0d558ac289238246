import EventSchema

/// Cuts a body that comes in pieces into lines, and holds no more of it than one line may be long.
struct LineReader {
    /// One line that is not blank.
    struct Line: Equatable {
        /// Counted from 1.
        let number: Int
        /// The line without its end. Of a line that is too long there is one byte more than
        /// ``LineReader/lengthMax``, so that whoever reads it refuses it for its length.
        let text: [UInt8]
    }

    /// The longest line, in bytes.
    static let lengthMax = SchemaLimits.documentByteCountMax
    /// How much of a longer line is passed over to find its end, in bytes.
    static let passedOverMax = 8 << 20

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// How many lines have ended, blank ones included.
    private var endedCount = 0
    /// The beginning of the line that has not ended.
    private var rest: [UInt8] = []
    /// How long that line is so far, also where it is too long to be kept.
    private var length = 0

    /// Whether a line is so long that its end is not looked for any more.
    var isEndless: Bool { length > Self.lengthMax + Self.passedOverMax }

    /// Takes the next piece, and returns the lines that end in it.
    mutating func append(_ piece: some Collection<UInt8>) -> [Line] {
        var lines: [Line] = []
        var start = piece.startIndex
        while let place = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
            keep(piece[start..<place])
            start = piece.index(after: place)
            if let line = end() { lines.append(line) }
        }
        keep(piece[start...])
        return lines
    }

    /// Ends the last line, which need not have an end of its own.
    mutating func end() -> Line? {
        defer { (rest, length) = ([], 0) }
        endedCount += 1
        let text = rest.starts(with: Self.byteOrderMark) ? rest[Self.byteOrderMark.count...] : rest[...]
        let isBlank = length <= Self.lengthMax && text.allSatisfy { $0 == 9 || $0 == 13 || $0 == 32 }
        return isBlank ? nil : Line(number: endedCount, text: rest)
    }

    private mutating func keep(_ bytes: some Collection<UInt8>) {
        length += bytes.count
        rest.append(contentsOf: bytes.prefix(Self.lengthMax + 1 - rest.count))
    }
}
