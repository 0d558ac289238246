import EventImport
import EventSchema
import Testing

@Suite struct InputCSVTests {
    @Test func readsCellsByTheNamesOfTheirColumns() {
        let text = "call_number, unit_id,note\n180130001,E07,\"stairs, 3rd floor\"\n\n180130002,T03,\n"
        #expect(
            shown(readItems(text, .commaSeparated)) == [
                #"2 {"call_number":"180130001","unit_id":"E07","note":"stairs, 3rd floor"}"#,
                #"4 {"call_number":"180130002","unit_id":"T03","note":""}"#,
            ]
        )
    }

    @Test func takesTheNamesFromTheCallerWhereThereIsNoHeader() {
        let format = InputFormat.csv(delimiter: UInt8(ascii: ";"), columns: ["call", "unit"])
        #expect(
            shown(readItems("1;E07\r\n2;\"T;03\"", format)) == [
                #"1 {"call":"1","unit":"E07"}"#, #"2 {"call":"2","unit":"T;03"}"#,
            ]
        )
    }

    @Test func readsQuotesAndLineEndsWithinCells() {
        let text = "a,b\n\"say \"\"now\"\"\",\"one\ntwo\r\nthree\rfour\"\n5\" hose,\"\"\n"
        #expect(
            shown(readItems(text, .commaSeparated)) == [
                #"2 {"a":"say \"now\"","b":"one\ntwo\r\nthree\rfour"}"#, #"6 {"a":"5\" hose","b":""}"#,
            ]
        )
    }

    @Test func readsMixedLineEnds() {
        #expect(
            shown(readItems("a,b\r1,2\r\n3,4\n\r\n\r5,6", .commaSeparated)) == [
                #"2 {"a":"1","b":"2"}"#, #"3 {"a":"3","b":"4"}"#, #"6 {"a":"5","b":"6"}"#,
            ]
        )
    }

    @Test func saysWhichRowsHaveTooFewOrTooManyCells() {
        let items = readItems("a,b\n1\n1,2,3\n1,2\n", .commaSeparated)
        #expect(
            shown(items) == [
                "2! has 1 cell, and there are 2 columns", "3! has 3 cells, and there are 2 columns",
                #"4 {"a":"1","b":"2"}"#,
            ]
        )
        #expect(items.faults.map { String(decoding: $0.text, as: UTF8.self) } == ["1", "1,2,3"])
    }

    @Test(arguments: [
        (
            "a,a\n1,2\n",
            "1! a: the header cannot be used, and so nothing after it: two columns have this name"
        ),
        (
            "a, \n1,2\n",
            "1! column 2: the header cannot be used, and so nothing after it: it has no name"
        ),
        ("\"a\n1,2\n", "1! the quote that opens cell 1 is not closed"),
        ("a\"b,\"c\"d\n1,2\n", "1! text follows the quote that closes cell 2"),
    ])
    func readsNothingAfterAHeaderThatCannotBeUsed(text: String, fault: String) {
        #expect(shown(readItems(text, .commaSeparated)) == [fault])
    }

    @Test func losesOnlyTheLineOfAQuoteThatIsNotClosed() {
        let items = readItems("a,b\n1,\"open\n2,x\n3,\"y\"\n4,z\n", .commaSeparated)
        #expect(
            shown(items) == [
                "2! text follows the quote that closes cell 2", #"3 {"a":"2","b":"x"}"#,
                #"4 {"a":"3","b":"y"}"#,
                #"5 {"a":"4","b":"z"}"#,
            ]
        )
        #expect(
            shown(readItems("a,b\n1,\"open\r\n2,x\r\n3,y\r\n", .commaSeparated)) == [
                "2! the quote that opens cell 2 is not closed", #"3 {"a":"2","b":"x"}"#,
                #"4 {"a":"3","b":"y"}"#,
            ]
        )
    }

    @Test func closesNoRowOverTheLinesOfOthers() {
        // The stray quote of line 2 is closed by that of line 4, and the cells between them are too many.
        let items = readItems("a,b\n1,\"x\n2,y\n3,z\",4\n5,6\n", .commaSeparated)
        #expect(items.rows.map { $0["a"] } == [.string("2"), .string("5")])
        #expect(items.faults.map(\.line) == [2, 4])
    }

    @Test func readsARowOfTheLimitAndNoneBeyond() {
        let limit = CSVReader.rowByteCountMax
        let long = String(repeating: "x", count: limit - 2)
        let items = readItems("a,b\n1,\(long)\n2,\(long)x\n3,\"\(long)\"\n4,y\n", .commaSeparated)
        #expect(items.rows.map { $0["a"] } == [.string("1"), .string("4")])
        #expect(
            shown(items).suffix(3).prefix(2) == [
                "3! longer than 1048576 bytes",
                "4! the quote that opens cell 2 is not closed within 1048576 bytes",
            ]
        )
        #expect(items.faults.allSatisfy { $0.text.count == ImportFault.textByteCountMax })
    }

    @Test func givesTheRowsAfterAQuoteThatIsNotClosedWithinTheLimit() {
        let rows = (1...100_000).map { "\($0),text" }.joined(separator: "\n")
        let items = readItems("a,b\n0,\"\n\(rows)\n", .commaSeparated)
        #expect(items.rows.count == 100_000)
        #expect(items.faults.map(\.line) == [2])
    }

    /// Each line opens a quote that only the next one closes, so that every line could be the first of a long
    /// record; a reader that looked for its end to the limit each time would take hours.
    @Test(.timeLimit(.minutes(1))) func isNotSlowedByQuotesThatNeverMatch() {
        let lines = String(repeating: "a\",\",b\n", count: 20_000)
        let items = readItems("a,b,c\n" + lines, .commaSeparated)
        #expect(items.rows.isEmpty)
        #expect(items.faults.count == 20_000)
    }

    @Test func saysWhichCellIsNotText() {
        let items = readItems(Array("a,b\n1,".utf8) + [0xE9] + Array("\n2,\0\n3,c\n".utf8), .commaSeparated)
        #expect(
            shown(items) == [
                "2! b: is not UTF-8; encoding: windows-1252 or encoding: iso-8859-1 in the mapping may be right",
                "3! has a byte that is zero, which text does not have; if the input is UTF-16, say encoding: utf-16",
                #"4 {"a":"3","b":"c"}"#,
            ]
        )
    }

    @Test func saysWhereTheColumnsNamesAreRepeated() {
        let text = "\u{FEFF}a,b\n1,2\n"
        #expect(
            shown(readItems(text + text, .commaSeparated)) == [
                #"2 {"a":"1","b":"2"}"#, "3! repeats the columns' names", #"4 {"a":"1","b":"2"}"#,
            ]
        )
    }

    @Test func readsASingleColumn() {
        #expect(
            shown(readItems("a\n1\n  \n2,3\n\"\"\n4", .commaSeparated)) == [
                #"2 {"a":"1"}"#, "4! has 2 cells, and there is 1 column", #"5 {"a":""}"#, #"6 {"a":"4"}"#,
            ]
        )
    }

    @Test func refusesAHeaderOfTooManyColumns() {
        func text(_ count: Int) -> String {
            let header = (1...count).map { "c\($0)" }.joined(separator: ",")
            return header + "\n" + String(repeating: ",", count: count - 1)
        }
        #expect(readItems(text(1_024), .commaSeparated).rows.first?.members.count == 1_024)
        #expect(
            shown(readItems(text(1_025), .commaSeparated)) == [
                "1! the header cannot be used, and so nothing after it: 1025 columns, the limit is 1024"
            ]
        )
    }

    @Test func readsMoreColumnsThanAnObjectSearchesOneByOne() {
        let names = (1...40).map { "column\($0)" }
        let items = readItems(
            names.joined(separator: ",") + "\n" + (1...40).map(String.init).joined(separator: ","),
            .commaSeparated
        )
        #expect(items.rows.first?["column37"] == .string("37"))
        #expect(items.rows.first?.names == names)
    }

    @Test func refusesADelimiterThatCannotBeOne() async {
        await #expect(processExitsWith: .failure) { _ = CSVReader(delimiter: UInt8(ascii: "\"")) }
        #expect(CSVReader.isDelimiter(UInt8(ascii: "\t")))
        #expect(!CSVReader.isDelimiter(0))
    }
}
