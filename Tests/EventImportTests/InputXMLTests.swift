import EventImport
import EventSchema
import Testing

@Suite struct InputXMLTests {
    private let goesOn = "; reading goes on at the next <r>"

    @Test(arguments: ["\"\n<r a='1'/>", "<!-- c --> 'x <r a='1'/>", "\"<r a=\"1\"/>"])
    func aQuoteBeforeADocumentCostsNoRow(text: String) {
        for byteCount in [1, 5, 1_000] {
            let items = readItems(Array(text.utf8), .xml(element: "r")) { byteCount }
            #expect(items.rows == [["a": .string("1")]], "\(shown(items))")
            #expect(!items.faults.isEmpty)
        }
    }

    @Test(arguments: [
        ("<a><r id='1' k='&lt;'/></a>", #"{"id":"1","k":"<"}"#),
        ("<r><a>one</a><b/><a> two\n</a></r>", #"{"a":["one","two"],"b":""}"#),
        ("<r id='1'>text &amp; <b>more</b> text</r>", #"{"id":"1","b":"more","text":"text &  text"}"#),
        ("<r> <![CDATA[<plain>]]> </r>", #"{"text":"<plain>"}"#),
        ("<r/>", "{}"),
        ("<r a='1'><a>2</a><a x='3'>4</a></r>", #"{"a":["1","2",{"x":"3","text":"4"}]}"#),
        ("<x:r xmlns='u' xmlns:x='v' x:id='1'><y:a>2</y:a></x:r>", #"{"id":"1","a":"2"}"#),
        ("<r><a><b><r><c/></r></b></a></r>", #"{"a":{"b":{"r":{"c":""}}}}"#),
        ("<r><text>a</text>b</r>", #"{"text":["a","b"]}"#),
        (
            "<?xml version='1.0'?>\n<!DOCTYPE r>\n<!-- c --><r>&#229;&#x1F692;</r><!-- c --> ",
            #"{"text":"å🚒"}"#
        ),
    ])
    func makesARowOfAnElement(text: String, row: String) {
        let items = readItems(text, .xml(element: "r"))
        #expect(shown(items).map { $0.split(separator: " ", maxSplits: 1).last.map(String.init) } == [row])
        #expect(items.faults.isEmpty)
    }

    @Test func readsElementsWhateverTheirPrefix() {
        let items = readItems("<a><x:r>1</x:r><r>2</r></a>", .xml(element: "y:r"))
        #expect(items.rows.map { $0["text"] } == [.string("1"), .string("2")])
    }

    @Test func keepsNamesApartThatOnlyLookTheSame() {
        let items = readItems("<r \u{E9}='1' e\u{301}='2'/>", .xml(element: "r"))
        #expect(items.rows.first?.names.count == 2)
    }

    @Test func readsDocumentsAfterEachOther() {
        let text =
            "<?xml version='1.0'?><r>1</r>\n\n<?xml version='1.0'?>\r\n<a><r>2</r>\n<r>3</r></a><r>4</r>\u{FEFF}<r>5</r> <!-- c -->"
        #expect(
            shown(readItems(text, .xml(element: "r"))) == [
                #"1 {"text":"1"}"#, #"4 {"text":"2"}"#, #"5 {"text":"3"}"#, #"5 {"text":"4"}"#,
                #"5 {"text":"5"}"#,
            ]
        )
    }

    @Test func refusesDeclaredEntities() {
        let bomb = """
            <!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
            <r>&b;</r>
            """
        #expect(
            shown(readItems(bomb, .xml(element: "r"))) == [
                "1! line 1, column 25: entities are declared, and such documents are not read\(goesOn)",
                "2! line 2, column 4: undefined entity\(goesOn)",
            ]
        )
        let outside = "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r>&a;</r>"
        #expect(readItems(outside, .xml(element: "r")).rows.isEmpty)
    }

    @Test func saysWhichRowNamesAnEntityThatIsElsewhere() {
        let text = "<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a><r>x &b; y</r><r>1</r></a>"
        #expect(
            shown(readItems(text, .xml(element: "r"))) == [
                "1! the entity &b; is not defined in the document", #"1 {"text":"1"}"#,
            ]
        )
    }

    @Test func losesOnlyARowThatIsBroken() {
        let text = "<a>\n<r>1</r>\n<r>2</x></r>\n<r>3</r>\n<r k=4/>\n<r>5 & 6</r>\n<r>7</r></a>"
        let items = readItems(text, .xml(element: "r"))
        let hint = "such as an & that is not &amp; or a byte that the declared encoding does not have"
        #expect(
            shown(items) == [
                #"2 {"text":"1"}"#, "3! line 3, column 7: mismatched tag\(goesOn)", #"4 {"text":"3"}"#,
                "5! line 5, column 6: not well-formed (invalid token), \(hint)\(goesOn)",
                "6! line 6, column 7: not well-formed (invalid token), \(hint)\(goesOn)", #"7 {"text":"7"}"#,
            ]
        )
        #expect(items.faults.first.map { String(decoding: $0.text, as: UTF8.self) } == "<r>2</")
    }

    @Test func losesOnlyARowWhoseEndTagIsMissing() {
        let text = "<?xml version='1.0'?><a><r>1<b>\n<r>2</r>\n<r>3</r>\n</a>"
        let items = readItems(text, .xml(element: "r"))
        #expect(items.rows == [["text": .string("2")], ["text": .string("3")]])
        #expect(items.faults.map(\.line) == [1])
        let stream = "<r>1\n<r>2</r>\n<?xml version='1.0'?><r>3</r><r>4</r>"
        #expect(
            readItems(stream, .xml(element: "r")).rows.map { $0["text"] }
                == ["2", "3", "4"].map { .string($0) }
        )
    }

    @Test func remembersTheEncodingWhereItReadsOn() {
        let text = "<?xml version='1.0' encoding='ISO-8859-1'?><a><r>1</x></r><r>".utf8
        let items = readItems(Array(text) + [0xE5] + Array("</r></a>".utf8), .xml(element: "r"))
        #expect(items.rows == [["text": .string("å")]])
    }

    @Test func readsTheEncodingThatIsDeclaredOrSaid() {
        let row: [UInt8] = Array("<r>".utf8) + [0x80, 0xC5] + Array("</r>".utf8)
        let declared = Array("<?xml version='1.0' encoding='Windows-1252'?>".utf8) + row
        #expect(readItems(declared, .xml(element: "r")).rows == [["text": .string("€Å")]])
        #expect(readItems(row, .xml(element: "r"), encoding: .windows1252).rows == [["text": .string("€Å")]])
        let other = "<?xml version='1.0' encoding='utf-16'?><r>å</r>"
        #expect(readItems(utf16(other), .xml(element: "r")).rows == [["text": .string("å")]])
        #expect(
            shown(readItems("<?xml version='1.0' encoding='x-none'?><r/><r>1</r>", .xml(element: "r"))) == [
                "1! line 1, column 31: unknown encoding\(goesOn)",
                "1! line 1, column 40: unknown encoding\(goesOn)",
                "1! line 1, column 44: unknown encoding\(goesOn)",
            ]
        )
    }

    @Test func readsARowOfTheLimitAndNoneBeyond() {
        let long = String(repeating: "x", count: XMLReader.elementByteCountMax - 7)
        let text = "<a><r>\(long)</r><r>\(long)x</r><r k='\(long)'/><r>1</r></a>"
        for chunkByteCount in [.max, 65_536, 1_000] {
            let items = readItems(Array(text.utf8), .xml(element: "r")) { chunkByteCount }
            #expect(items.rows.map { $0["text"] } == [.string(long), .string("1")])
            #expect(
                items.faults.map(\.reason)
                    == [String](repeating: "longer than 1048576 bytes\(goesOn)", count: 2)
            )
            #expect(items.faults.allSatisfy { $0.text.count == ImportFault.textByteCountMax })
        }
    }

    @Test func givesUpATagThatNeverEnds() {
        let text = "<a><r>1</r><!--" + String(repeating: "-x", count: 1_500_000)
        let items = readItems(Array(text.utf8), .xml(element: "r")) { 10_000 }
        #expect(items.rows.count == 1)
        #expect(items.faults.map(\.reason) == ["a tag or comment is longer than 2097152 bytes\(goesOn)"])
    }

    @Test func stopsWhereElementsNestTooDeep() {
        func nested(_ depth: Int) -> String {
            String(repeating: "<b>", count: depth) + String(repeating: "</b>", count: depth)
        }
        #expect(readItems("<r>\(nested(63))</r>", .xml(element: "r")).faults.isEmpty)
        let items = readItems("<a><r>\(nested(63))</r><r>1</r></a>", .xml(element: "r"))
        #expect(
            shown(items) == [
                "1! line 1, column 196: elements nest deeper than 64\(goesOn)", #"1 {"text":"1"}"#,
            ]
        )
    }

    /// Each tag that is not closed is the beginning of a row that is read again to the limit.
    @Test(.timeLimit(.minutes(1))) func isNotSlowedByTagsThatAreNeverClosed() {
        let text = String(repeating: "<r>", count: 2_000)
        #expect(readItems(text, .xml(element: "r")).faults.count == 2_000)
    }

    @Test(arguments: ["", " \n", "<!-- only this -->"]) func saysThatAnInputIsEmpty(text: String) {
        #expect(
            shown(readItems(text, .xml(element: "r"))) == ["1! is empty, and an XML document is expected"]
        )
    }
}
