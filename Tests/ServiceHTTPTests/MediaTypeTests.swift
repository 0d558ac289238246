import Testing

@testable import ServiceHTTP

@Suite struct MediaTypeTests {
    @Test(arguments: [
        ("application/json", "application/json", true), ("Application/JSON", "application/json", true),
        (" application/json ; charset=UTF-8", "application/json", true),
        ("application/json;charset=\"utf-8\"", "application/json", true),
        ("application/json; charset=latin1", "application/json", false),
        ("application/json; boundary", "application/json", true),
    ])
    func isReadWithItsParameters(_ text: String, _ essence: String, _ isUTF8: Bool) throws {
        let type = try #require(MediaType(text))
        #expect(type.essence == essence)
        #expect(type.isUTF8 == isUTF8)
    }

    @Test(arguments: ["", "json", "/json", "application/", "a/b/c", "a b/c", ";charset=utf-8"])
    func anythingElseIsNone(_ text: String) {
        #expect(MediaType(text) == nil)
    }

    @Test(arguments: [
        ([], "a/x"), (["*/*"], "a/x"), (["a/y"], "a/y"), (["a/*"], "a/x"), (["a/y, a/x;q=0.5"], "a/y"),
        (["a/x;q=0.5", "a/y;q=0.6"], "a/y"), (["a/x;q=0, */*"], "a/y"), (["b/z"], nil), (["a/*;q=0"], nil),
        (["*/*;q=0.1, a/y;q=0"], "a/x"),
    ])
    func theClientChooses(_ fields: [String], _ expected: String?) {
        #expect(Acceptance(fields).best(of: ["a/x", "a/y"]) == expected)
    }
}

@Suite struct PercentCodingTests {
    @Test(arguments: [
        ("", ""), ("abc", "abc"), ("a%20b", "a b"), ("Zo%C3%AB%25", "Zoë%"), ("1+2", "1+2"), ("%41%62", "Ab"),
    ])
    func isDecodedOnce(_ text: String, _ expected: String) {
        #expect(PercentCoding.decode(text) == expected)
    }

    @Test(arguments: ["%", "%4", "%G0", "a%0", "%FF", "%C3"])
    func isRefusedWhenItIsBroken(_ text: String) {
        #expect(PercentCoding.decode(text) == nil)
    }

    @Test func decodesWhatItEncodes() {
        for text in ["", "a b&c=d/é%", "55e0e380:17:0123abcd", "\u{0}~"] {
            let encoded = PercentCoding.encode(text)
            #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x26 })
            #expect(PercentCoding.decode(encoded) == text)
        }
    }
}
