import EventImport
import EventSchema
import Testing

@Suite struct InputJSONArrayTests {
    @Test func readsTheElementsOfTheDocument() {
        #expect(
            shown(readItems(" [ {\"a\":1},\n{\"a\":[2]}\n ] \n", .array(at: ""))) == [
                #"1 {"a":1}"#, #"2 {"a":[2]}"#,
            ]
        )
        #expect(readItems("[]", .array(at: "")).isEmpty)
    }

    @Test(arguments: [
        ("/features", #"{"type":"x","features":[{"a":1}],"n":[{"a":2}]}"#),
        ("/a~1b/c~0d", #"{"c~d":[{"a":2}],"a/b":{"x":{"c~d":[{"a":2}]},"c~d":[{"a":1}]}}"#),
        ("/1/rows", #"[{"rows":[{"a":2}]},{"rows":[{"a":1}]},{"rows":[{"a":2}]}]"#),
        ("/\u{E5}", #"{"\u00e5":[{"a":1}]}"#),
        ("/", #"{"":[{"a":1}],"b":"]}"}"#),
    ])
    func followsAPointer(pointer: String, text: String) {
        #expect(shown(readItems(text, .array(at: pointer))) == [#"1 {"a":1}"#])
    }

    @Test func saysWhereAnElementIsNoObject() {
        let text = "[1, \"x\",\n {\"a\":1}, {\"a\" 1}, [2],\n {\"a\":NaN}, null, {\"b\":\n  +1}, {\"a\":2}]"
        #expect(
            shown(readItems(text, .array(at: ""))) == [
                "1! line 1, column 2: an object is expected, and this is a number",
                "1! line 1, column 5: an object is expected, and this is a string",
                #"2 {"a":1}"#,
                "2! line 2, column 16: a colon is expected",
                "2! line 2, column 20: an object is expected, and this is an array",
                "3! line 3, column 7: a value is expected",
                "3! line 3, column 13: an object is expected, and this is null",
                "3! line 4, column 3: a value is expected",
                #"4 {"a":2}"#,
            ]
        )
    }

    @Test(arguments: [
        (
            "[{\"a\":1},{\"b\":2",
            "1! line 1, column 16: the document ends too early; nothing after it can be read, 6 bytes up to line 1"
        ),
        (
            "[{\"a\":1},",
            "1! line 1, column 10: the document ends too early; nothing after it can be read, 0 bytes up to line 1"
        ),
        (
            "[{\"a\":1} 5,{\"a\":2}]",
            "1! line 1, column 10: a comma or a closing bracket is expected; nothing after it can be read, 10 bytes up "
                + "to line 1"
        ),
        ("[{\"a\":1},]", "1! line 1, column 10: a value is expected after the comma"),
        (
            "[{\"a\":1},\n{\"b\":2]\n]",
            "2! line 2, column 7: a bracket that does not match; nothing after it can be read, 9 bytes up to line 3"
        ),
        (
            "[{\"a\":1}}",
            "1! line 1, column 9: a bracket that does not match; nothing after it can be read, 1 bytes up to line 1"
        ),
    ])
    func givesTheElementsBeforeTheDocumentBreaks(text: String, fault: String) {
        #expect(shown(readItems(text, .array(at: ""))) == [#"1 {"a":1}"#, fault])
    }

    @Test(arguments: [
        // A bracket of the wrong kind, none, a string without its end, one bracket too many, a comma too few.
        (
            "{\"b\":[2},",
            "2! line 2, column 8: a bracket that does not match; the 10 bytes before line 3 are passed over"
        ),
        (
            "{\"b\":{\"c\":2},",
            "3! line 3, column 1: the element before this line has no end; the 14 bytes before line 3 are passed over"
        ),
        (
            "{\"b\":\"2},",
            "3! line 3, column 1: the element before this line has no end; the 10 bytes before line 3 are passed over"
        ),
        (
            "{\"b\":2}},",
            "2! line 2, column 8: a bracket that does not match; the 3 bytes before line 3 are passed over"
        ),
        ("{\"b\":2}", "3! line 3, column 1: a comma is expected before this element"),
    ])
    func findsTheElementOnTheNextLineAgain(broken: String, fault: String) {
        for indentation in ["", "  ", "\t"] {
            let lines = ["{\"a\":1},", broken, "{\"a\":[{\n\"x\":{}}]},", "{\"a\":4}"]
            let text = "[\n\(lines.map { "\(indentation)\($0)\n" }.joined())]"
            let items = readItems(text, .array(at: ""))
            #expect(items.rows.count { $0["a"] != nil } == 3, "\(shown(items))")
            #expect(items.faults.count == 1)
            guard indentation.isEmpty else { continue }
            let said = shown(items).filter { $0.contains("!") }
            // The lines count from the bracket's.
            #expect(said == [fault].map { shifted($0) })
        }
    }

    /// What looks like an element may be one of the next array.
    @Test(arguments: [
        "{\"calls\":[\n  {\"x\":1},\n  {\"x\":2]}\n],\n\"units\":[\n  {\"y\":1},\n  {\"y\":2}\n]}",
        "{\"calls\":[\n  {\"x\":1},\n  {\"x\":\"2}\n],\n\"units\":[\n  {\"y\":1},\n  {\"y\":2}\n]}",
        "{\"calls\":[\n{\"x\":1},\n{\"x\":2]}\n],\n\"units\":[\n{\"y\":1},\n{\"y\":2}\n]}",
        "{\"calls\":[\n{\"x\":1},\n{\"x\":2]],\"units\":[\n{\"y\":1}\n]}",
        "{\"calls\":[\n  {\"x\":1},\n  {\"x\":2]},\n  \"units\":[\n  {\"y\":1}\n]}",
        "{\"calls\":[\n{\"x\":1},\n{\"x\":2]]}\n{\"units\":1}",
    ])
    func goesOnInNoOtherArray(text: String) {
        let items = readItems(text, .array(at: "/calls"))
        #expect(items.rows.count == 1 && items.rows.first?["x"] != nil, "\(shown(items))")
        #expect(items.faults.count == 1, "\(shown(items))")
        #expect(shown(items).last?.contains("nothing after it can be read") == true, "\(shown(items))")
    }

    /// Each line of the text one further.
    private func shifted(_ fault: String) -> String {
        fault.replacing(/(^|line )(\d+)/) { "\($0.1)\((Int($0.2) ?? 0) + 1)" }
    }

    /// What only looks like another element is a part of one.
    @Test func takesAnElementWhoseObjectsBeginLinesForOne() {
        let text = "[\n{\n\"a\":\n{\n\"b\":[\n{\"c\":1},\n{\"c\":2}\n]}\n},\n{\"a\":3}\n]"
        #expect(
            shown(readItems(text, .array(at: ""))) == [#"2 {"a":{"b":[{"c":1},{"c":2}]}}"#, #"10 {"a":3}"#]
        )
    }

    @Test(arguments: [
        ("{}", "", "1! the document has no array as its value"),
        ("\n{\"a\":1}", "/a", "2! the document has no array at /a"),
        ("{\"b\":{\"a\":[]}}", "/a", "1! the document has no array at /a"),
        ("12", "", "1! the document has no array as its value"),
        ("", "", "1! is empty, and a JSON document is expected"),
        (" \n", "/a", "1! is empty, and a JSON document is expected"),
        (
            "{1:2}", "/a",
            "1! line 1, column 2: a member's name is expected; nothing after it can be read, 4 bytes up to line 1"
        ),
        (
            "{\"a\" 2}", "/a",
            "1! line 1, column 6: a colon is expected; nothing after it can be read, 2 bytes up to line 1"
        ),
        (
            "}\n{\"a\":[]}", "/a",
            "1! line 1, column 1: a value is expected; nothing after it can be read, 10 bytes up to line 2"
        ),
    ])
    func saysWhereThereIsNoArray(text: String, pointer: String, fault: String) {
        #expect(shown(readItems(text, .array(at: pointer))) == [fault])
    }

    @Test func readsOnlyTheFirstOfTwoMembersOfOneName() {
        let text = #"{"n":12,"rows":[{"a":1}],"rows":[{"a":2}],"t":true}"#
        #expect(
            shown(readItems(text, .array(at: "/rows"))) == [
                #"1 {"a":1}"#, "1! the member rows is given twice, and only the first is read",
            ]
        )
    }

    @Test func readsDocumentsAfterEachOther() {
        let text = "{\"r\":[{\"a\":1}]}\n{\"s\":1}\n\u{FEFF}{\"r\":[{\"a\":2}]}"
        #expect(
            shown(readItems(text, .array(at: "/r"))) == [
                #"1 {"a":1}"#, "2! the document has no array at /r", #"3 {"a":2}"#,
            ]
        )
    }

    @Test func readsAnElementOfTheLimitAndNoneBeyond() {
        let long = String(repeating: "x", count: JSONArrayReader.elementByteCountMax - 8)
        let text = "[{\"a\":\"\(long)\"},{\"a\":\"\(long)x\"},{\"b\":1}]"
        let items = readItems(Array(text.utf8), .array(at: "")) { 65_536 }
        #expect(items.rows.count == 2)
        #expect(shown(items).suffix(2) == ["1! longer than 8388608 bytes", #"1 {"b":1}"#])
        #expect(items.faults.first?.text.count == ImportFault.textByteCountMax)
    }

    @Test func stopsWhereTheDocumentNestsTooDeep() {
        let brackets = String(repeating: "[", count: 1_026)
        #expect(
            shown(readItems(brackets, .array(at: ""))) == [
                "1! line 1, column 1026: arrays and objects nest deeper than 1024; nothing after it can be read, "
                    + "1025 bytes up to line 1"
            ]
        )
        let text = "[\(String(repeating: "[", count: 65) + String(repeating: "]", count: 65)),{\"a\":1}]"
        #expect(
            shown(readItems(text, .array(at: ""))) == [
                "1! line 1, column 66: arrays and objects nest deeper than 64", #"1 {"a":1}"#,
            ]
        )
    }

    @Test func refusesWhatIsNoPointer() async {
        await #expect(processExitsWith: .failure) { _ = JSONArrayReader(at: "features") }
        #expect(JSONArrayReader.isPointer("/features") && JSONArrayReader.isPointer(""))
        #expect(!JSONArrayReader.isPointer("features"))
    }
}
