import EventSchema
import Testing

/// The JSON reader by way of documents, which is how every author meets it.
@Suite struct JSONTests {
    private func value(_ text: String) throws -> JSONValue? {
        try CloudEvent.parse(Array(("{\"v\":" + text + "}").utf8))["v"]
    }

    @Test(arguments: ["0", "-0", "1.50", "1e400", "-12.3E-7", "123456789012345678901234567890"])
    func keepsNumbersAsWritten(number: String) throws {
        #expect(try value(number) == .number(number))
        #expect(try value(number)?.text == Array(number.utf8))
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83d\ude93""#, "🚓"),
        (#""é🚓""#, "é🚓"),
        (#""""#, ""),
    ])
    func readsStrings(text: String, as string: String) throws {
        #expect(try value(text) == .string(string))
    }

    @Test func escapesWhatCouldDriveATerminal() {
        let value = JSONValue.string("\u{1B}\u{7F}\u{9B}\u{A0}\n\"\\é")
        #expect(value.text == Array(#""\u001b\u007f\u009b"#.utf8) + [0xC2, 0xA0] + Array(#"\n\"\\é""#.utf8))
    }

    /// What is shown is escaped as text output does it; what is stored stays the same in every version.
    @Test(arguments: [
        "\u{61C}", "\u{200E}", "\u{200F}", "\u{2028}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}",
    ])
    func escapesWhatTurnsTheDirection(mark: String) throws {
        let value = JSONValue.object([mark: .string("a\(mark)b")])
        let scalar = try #require(mark.unicodeScalars.first)
        let digits = String(scalar.value, radix: 16)
        let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        #expect(String(decoding: value.text, as: UTF8.self) == "{\"\(escape)\":\"a\(escape)b\"}")
        #expect(String(decoding: value.storedText, as: UTF8.self) == "{\"\(mark)\":\"a\(mark)b\"}")
        #expect(.object(try CloudEvent.parse(value.text)) == value)
    }

    /// Names are the same when their bytes are, in small objects and in large ones.
    @Test(arguments: [0, 40]) func namesAreComparedByBytes(more: Int) throws {
        let names = ["\u{E9}", "e\u{301}", "K", "\u{212A}"] + (0..<more).map { "n\($0)" }
        let members = names.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
        let object = try CloudEvent.parse(Array("{\(members)}".utf8))
        #expect(object.members.count == names.count)
        for (index, name) in names.enumerated() { #expect(object[name] == .number("\(index)")) }
    }

    @Test func keepsTheOrderOfMembers() throws {
        let text = #"{"b":1,"a":{"d":[],"c":null},"é":true}"#
        #expect(JSONValue.object(try CloudEvent.parse(Array(text.utf8))).text == Array(text.utf8))
    }

    @Test(arguments: [
        ("{\"a\":1,\n \"a\":2}", 2, 2, "the member a is given twice"),
        ("{\"é\":\n\t01}", 2, 3, "a comma or } is expected"),
        ("{\"é\": tru}", 1, 7, "a value is expected"),
        ("{\"a\":1} x", 1, 9, "text after the value"),
        ("{\"a\":1", 1, 7, "a comma or } is expected"),
        ("{\"a\"", 1, 5, "a colon is expected"),
        ("{\"a\":", 1, 6, "a value is missing"),
        ("{\"a", 1, 4, "the string does not end"),
        ("{\"a\\n", 1, 6, "the string does not end"),
        ("{\"a\\", 1, 4, "the escape does not end"),
        ("{\"a\tb\":1}", 1, 4, "a control character that is not escaped"),
        ("{\"a\\n\u{1}\":1}", 1, 6, "a control character that is not escaped"),
        ("{\"\\x\":1}", 1, 3, "an escape that JSON does not have"),
        ("{\"\\u12g4\":1}", 1, 3, "four hexadecimal digits are expected"),
        ("{\"\\ud800\":1}", 1, 3, "half a surrogate pair"),
        ("{\"\\udc00\":1}", 1, 3, "half a surrogate pair"),
        ("{\"\\ud800\\u0041\":1}", 1, 3, "half a surrogate pair"),
        ("{a:1}", 1, 2, "a member's name is expected"),
        ("{\"a\":1,}", 1, 8, "a member's name is expected"),
        ("{\"a\":[1,]}", 1, 9, "a value is expected"),
        ("{\"a\":[1 2]}", 1, 9, "a comma or ] is expected"),
        ("{\"a\":-}", 1, 7, "a digit is expected"),
        ("{\"a\":1.}", 1, 8, "a digit is expected"),
        ("{\"a\":1e+}", 1, 9, "a digit is expected"),
        ("{\"a\":NaN}", 1, 6, "a value is expected"),
        ("{\u{FEFF}}", 1, 2, "a member's name is expected"),
        ("", 1, 1, "a value is missing"),
    ])
    func saysWhereTheFaultIs(text: String, line: Int, column: Int, reason: String) throws {
        let problem = #expect(throws: EventProblem.self) { try CloudEvent.parse(Array(text.utf8)) }
        guard case .json(let fault) = problem?.fault else {
            Issue.record("\(String(describing: problem))")
            return
        }
        #expect(fault.line == line)
        #expect(fault.column == column)
        #expect(fault.reason == reason)
        #expect(problem?.description.contains("line \(line), column \(column): \(reason)") == true)
    }

    @Test func refusesBytesThatAreNotUTF8() {
        let problem = #expect(throws: EventProblem.self) {
            try CloudEvent.parse(Array("{\"a\":\"".utf8) + [0xFF])
        }
        guard case .json(let fault)? = problem?.fault else {
            Issue.record("\(String(describing: problem))")
            return
        }
        #expect(fault.column == 7)
    }

    @Test func nestsToItsLimitAndNoDeeper() throws {
        let limit = SchemaLimits.jsonDepthMax - 1
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try value(nested(limit)) != nil)
        #expect(throws: EventProblem.self) { try value(nested(limit + 1)) }
        #expect(throws: EventProblem.self) { try value(nested(100_000)) }
    }

    @Test func readsADocumentAtItsLimitAndRefusesOneBeyond() throws {
        let limit = SchemaLimits.documentByteCountMax
        let full = Array("{\"a\":\"".utf8) + [UInt8](repeating: 65, count: limit - 8) + Array("\"}".utf8)
        #expect(full.count == limit)
        #expect(try CloudEvent.parse(full)["a"] != nil)
        let problem = #expect(throws: EventProblem.self) { try CloudEvent.parse(full + [32]) }
        #expect(problem?.fault == .length(limit + 1))
    }

    @Test func comparesObjectsWhateverTheirOrder() {
        let left: JSONObject = ["a": .null, "b": .bool(true)]
        var right: JSONObject = ["b": .bool(true), "a": .null, "c": .null]
        #expect(left != right)
        right["c"] = nil
        #expect(left == right)
        #expect(right.names == ["b", "a"])
    }
}
