import EventSchema
import Testing

@Suite struct UnknownWordTests {
    private static let words = ["subject", "police", "unknown", "negotiatedSurrender"]

    @Test(arguments: [
        ("sbject", "subject"), ("subjcet", "subject"), ("SUBJECTS", "subject"), ("unkown", "unknown"),
        ("negotiatedsurender", "negotiatedSurrender"),
    ])
    func findsWhatWasMeant(_ text: String, _ word: String) {
        #expect(SpellingDistance.nearest(to: text, among: Self.words) == word)
    }

    @Test(arguments: ["", "sniper", "x", String(repeating: "subject", count: 20)])
    func guessesNothingFarAway(_ text: String) {
        #expect(SpellingDistance.nearest(to: text, among: Self.words) == nil)
    }

    @Test func listsTheWordsThatAFieldMayHold() throws {
        let event = try ValidEvent(checking: Sample.event { $0.shotsFired.by = "sbject" }.serializedBytes())
        let words = event.outline.unknownWords(of: event.bytes.span.bytes)
        #expect(words.map(\.pointer) == ["/data/by"])
        #expect(words.map(\.word) == ["sbject"])
        #expect(words.first?.nearest == "subject")
        #expect(words.first?.known.contains("subject") == true)
        #expect(
            event.outline.notes(of: event.bytes.span.bytes)
                == [#"/data/by: the word "sbject" is unknown; perhaps "subject" is meant"#]
        )
    }
}
