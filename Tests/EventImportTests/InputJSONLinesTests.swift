import EventImport
import EventSchema
import Testing

@Suite struct InputJSONLinesTests {
    @Test func readsAnObjectOnEachLine() {
        #expect(
            shown(readItems("{\"a\":1}\n\n \t\n{\"b\":\"x\"}\r\n{\"c\":[]}", .lines)) == [
                #"1 {"a":1}"#, #"4 {"b":"x"}"#, #"5 {"c":[]}"#,
            ]
        )
    }

    @Test func saysWhereALineIsNoObject() {
        let items = readItems("{\"a\" 1}\n[1]\n{\"a\":1,\"a\":2}\n{\"a\":\n{\"a\":1}\n", .lines)
        #expect(
            shown(items) == [
                "1! column 6: a colon is expected",
                "2! column 1: an object is expected, and this is an array",
                "3! column 8: the member a is given twice", "4! column 6: a value is missing", #"5 {"a":1}"#,
            ]
        )
        #expect(items.faults.first.map { String(decoding: $0.text, as: UTF8.self) } == #"{"a" 1}"#)
    }

    @Test func readsALineOfTheLimitAndNoneBeyond() {
        let limit = JSONLinesReader.lineByteCountMax
        let long = String(repeating: "x", count: limit - 8)
        let items = readItems("{\"a\":\"\(long)\"}\n{\"a\":\"\(long)x\"}\n{\"b\":1}\n", .lines)
        #expect(items.rows.count == 2)
        #expect(shown(items).suffix(2) == ["2! longer than 8388608 bytes", #"3 {"b":1}"#])
    }

    @Test func saysWhichEncodingMayHelp() {
        let items = readItems(Array("{\"a\":\"".utf8) + [0xE9] + Array("\"}\n{\"a\":1}\n".utf8), .lines)
        #expect(
            shown(items) == [
                "1! column 7: is not UTF-8; encoding: windows-1252 or encoding: iso-8859-1 in the mapping may be right",
                #"2 {"a":1}"#,
            ]
        )
    }

    @Test func stopsWhereObjectsNestTooDeep() {
        let text = String(repeating: "{\"a\":", count: 65) + "1" + String(repeating: "}", count: 65)
        #expect(
            readItems(text, .lines).faults.map(\.reason) == [
                "column 321: arrays and objects nest deeper than 64"
            ]
        )
    }
}
