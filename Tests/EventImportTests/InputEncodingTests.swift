import EventImport
import EventSchema
import Testing

@Suite struct InputEncodingTests {
    private let text = "{\"a\":\"Åre – 5 € 🚒\"}\n{\"a\":\"plain\"}\n"

    @Test(arguments: [true, false]) func recognisesUTF16ByItsMark(isLittleEndian: Bool) {
        let items = readItems(utf16(text, isLittleEndian: isLittleEndian), .lines)
        #expect(items == readItems(text, .lines))
        #expect(items.rows.count == 2)
    }

    @Test(arguments: [true, false]) func readsUTF16WithoutAMarkWhereItIsAskedFor(isLittleEndian: Bool) {
        let bytes = Array(utf16(text, isLittleEndian: isLittleEndian).dropFirst(2))
        #expect(readItems(bytes, .lines, encoding: .utf16) == readItems(text, .lines))
    }

    @Test(arguments: TextEncoding.allCases) func believesAMarkMoreThanTheCaller(encoding: TextEncoding) {
        #expect(readItems("\u{FEFF}" + text, .lines, encoding: encoding) == readItems(text, .lines))
        #expect(readItems(utf16(text), .lines, encoding: encoding) == readItems(text, .lines))
    }

    @Test func readsEncodingsOfOneByteForEachCharacter() {
        let bytes = Array("{\"a\":\"".utf8) + [0xC5, 0x96, 0x80, 0xFF] + Array("\"}\n".utf8)
        #expect(readItems(bytes, .lines, encoding: .windows1252).rows == [["a": .string("Å–€ÿ")]])
        #expect(readItems(bytes, .lines, encoding: .latin1).rows == [["a": .string("Å\u{96}\u{80}ÿ")]])
    }

    @Test func saysWhichRecordHasHalfASurrogatePair() {
        var bytes = utf16("{\"a\":\"x\"}\n{\"a\":1}\n")
        bytes.replaceSubrange(14..<16, with: [0x3D, 0xD8])
        #expect(
            shown(readItems(bytes, .lines)) == [
                "1! column 7: is not UTF-16: half a surrogate pair or half a character", #"2 {"a":1}"#,
            ]
        )
    }

    @Test func saysWhereUTF16EndsWithinACharacter() {
        let items = readItems(Array(utf16("{\"a\":1}\n{\"a\":2}").dropLast()), .lines)
        #expect(items.rows == [["a": .number("1")]])
        #expect(items.faults.map(\.line) == [2])
    }
}
