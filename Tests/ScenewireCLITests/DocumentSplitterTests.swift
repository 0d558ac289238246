import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct DocumentSplitterTests {
    private func pieces(
        _ text: String,
        format: EventBatch.Format? = nil,
        chunkByteCount: Int = .max
    ) -> [InputPiece] {
        var splitter = DocumentSplitter(format: format)
        var pieces: [InputPiece] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            pieces += splitter.take(rest.prefix(chunkByteCount))
            rest = rest.dropFirst(chunkByteCount)
        }
        return pieces + (splitter.finish().map { [$0] } ?? [])
    }

    private func document(_ text: String, _ place: InputPlace) -> InputPiece {
        .document(Array(text.utf8), place)
    }

    @Test func readsADocumentOnEachLine() {
        let expected = [
            document("{\"a\":1}", .line(1)), document("{\"b\":2}", .line(3)), document("x", .line(4)),
        ]
        #expect(pieces("{\"a\":1}\n\n{\"b\":2}\nx") == expected)
        #expect(pieces("{\"a\":1}\n\n{\"b\":2}\nx\n") == expected)
    }

    @Test func countsBlankLinesBeforeTheFirstDocument() {
        #expect(pieces("\n \t\r\n{}\n{}\n") == [document("{}", .line(3)), document("{}", .line(4))])
    }

    @Test func givesALineAsSoonAsItEnds() {
        var splitter = DocumentSplitter(format: nil)
        #expect(splitter.take(Array("{}".utf8)).isEmpty)
        #expect(splitter.take(Array("\n".utf8)) == [document("{}", .line(1))])
    }

    @Test(arguments: ["{\"a\":\n 1}\n", "{\n}", "{\"a\":\"}\",\n\"b\":{}}", "{\"a\\\"{}\":[\n1]}"])
    func readsOneDocumentOverSeveralLines(_ text: String) {
        #expect(pieces(text) == [document(text, .document)])
    }

    @Test func readsOneDocumentWithoutALineEnd() {
        #expect(pieces("{\"a\":1}") == [document("{\"a\":1}", .document)])
    }

    @Test(arguments: ["[{},\n{}]\n", " \n[1,2]", "[\n"])
    func readsAnArrayWhole(_ text: String) {
        let expected = text.drop { " \n".contains($0) }
        let found = pieces(text)
        guard case .array(let bytes) = found.first, found.count == 1 else {
            Issue.record("not an array: \(found)")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self).drop { " \n".contains($0) } == expected)
    }

    @Test func readsAsItIsTold() {
        #expect(pieces("{\n}\n", format: .lines) == [document("{", .line(1)), document("}", .line(2))])
        #expect(pieces("{}\n{}\n", format: .single) == [document("{}\n{}\n", .document)])
        #expect(pieces("{}\n", format: .array) == [.array(Array("{}\n".utf8))])
    }

    @Test(arguments: ["", "\n", " \r\n\t"])
    func findsNothingInBlankInput(_ text: String) {
        for format in [nil, .lines, .single, .array] as [EventBatch.Format?] {
            #expect(pieces(text, format: format) == [])
        }
    }

    @Test func passesOverAByteOrderMark() {
        #expect(pieces("\u{FEFF}{}\n{}") == [document("{}", .line(1)), document("{}", .line(2))])
    }

    @Test func reportsALineThatIsTooLongAndGoesOn() {
        let limit = SchemaLimits.documentByteCountMax
        let long = String(repeating: "x", count: limit + 1)
        let whole = String(repeating: "x", count: limit)
        let expected = [
            document("{}", .line(1)), .tooLong(.line(2), byteCountMax: limit), document("{}", .line(3)),
            document(whole, .line(4)),
        ]
        #expect(pieces("{}\n\(long)\n{}\n\(whole)", chunkByteCount: 65_536) == expected)
        #expect(pieces("\(long)\n{}") == [.tooLong(.line(1), byteCountMax: limit), document("{}", .line(2))])
    }

    @Test func reportsADocumentThatIsTooLong() {
        let limit = SchemaLimits.documentByteCountMax
        let long = "{\n" + String(repeating: " ", count: limit) + "}"
        #expect(pieces(long) == [.tooLong(.document, byteCountMax: limit)])
    }

    /// How a pipe cuts its bytes must not matter.
    @Test func givesTheSameHoweverTheInputIsCut() {
        let texts = ["{\"a\":1}\n\n{\"b\":2}\nx\n", "\u{FEFF}\n{\n\"é\":1}", "\n[{},\n{}]\n", "{}"]
        for text in texts {
            let whole = pieces(text)
            for byteCount in 1...text.utf8.count {
                #expect(
                    pieces(text, chunkByteCount: byteCount) == whole,
                    "\(text.debugDescription) by \(byteCount)"
                )
            }
        }
    }
}
