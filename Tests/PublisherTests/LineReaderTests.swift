import EventSchema
import Testing

@testable import Publisher

/// However a body is cut into pieces, its lines are the same.
@Suite struct LineReaderTests {
    private func lines(_ text: String, pieces: Int) -> [LineReader.Line] {
        let bytes = Array(text.utf8)
        var reader = LineReader()
        var lines: [LineReader.Line] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            lines += reader.append(bytes[start..<min(start + pieces, bytes.count)])
        }
        if let last = reader.end() { lines.append(last) }
        return lines
    }

    @Test(arguments: 1...9) func cutsAtLineEnds(pieces: Int) {
        let expected = [
            LineReader.Line(number: 1, text: Array("{\"a\":1}\r".utf8)),
            LineReader.Line(number: 4, text: Array("x".utf8)),
            LineReader.Line(number: 5, text: Array("last".utf8)),
        ]
        #expect(lines("{\"a\":1}\r\n\n \t\r\nx\nlast", pieces: pieces) == expected)
        #expect(lines("", pieces: pieces) == [])
        #expect(lines("\u{FEFF}\n\u{FEFF}{}", pieces: pieces).map(\.number) == [2])
    }

    @Test func aLineHasALimitAndTheNextGoesOn() throws {
        let long = String(repeating: "x", count: LineReader.lengthMax)
        let found = lines("\(long)\n\(long)y\nz\n", pieces: 10_000)
        #expect(found.map(\.number) == [1, 2, 3])
        #expect(found.map(\.text.count) == [LineReader.lengthMax, LineReader.lengthMax + 1, 1])
        let problem = #expect(throws: EventProblem.self) { try CloudEvent.parse(found[1].text) }
        #expect(problem?.fault == .length(LineReader.lengthMax + 1))
    }

    @Test func theEndOfALineIsNotLookedForForEver() {
        var reader = LineReader()
        let piece = [UInt8](repeating: 0x20, count: 1 << 20)
        var count = 0
        while !reader.isEndless {
            #expect(reader.append(piece) == [])
            count += piece.count
        }
        #expect(count <= LineReader.lengthMax + LineReader.passedOverMax + piece.count)
        #expect(reader.end()?.text.count == LineReader.lengthMax + 1)
    }
}
