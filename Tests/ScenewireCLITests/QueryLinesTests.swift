import Testing

@testable import ScenewireCLI

@Suite struct QueryLinesTests {
    @Test(arguments: [
        ("=1+2", "'=1+2"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
        ("\r=1", "\"'\r=1\""), ("=\"a\",b", "\"'=\"\"a\"\",b\""),
    ])
    func aSpreadsheetComputesNothing(_ text: String, _ cell: String) {
        #expect(QueryLines.cell(text) == cell)
    }

    @Test(arguments: [
        ("", ""), ("two rounds", "two rounds"), ("a,b", "\"a,b\""), ("a \"b\"", "\"a \"\"b\"\"\""),
        ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""), ("1 = 1", "1 = 1"),
    ])
    func aCellIsAsRFC4180HasIt(_ text: String, _ cell: String) {
        #expect(QueryLines.cell(text) == cell)
    }
}
