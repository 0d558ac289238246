import Testing

@testable import EventBus

@Suite struct InterestTests {
    @Test(arguments: [
        ("", Interest.everything),
        ("expd/", .agency("expd")),
        ("expd/17/", .incident("17", agency: "expd")),
        ("expd/~/", .incident("~", agency: "expd")),
    ])
    func wholeLevelsAreAnInterest(prefix: String, interest: Interest) {
        #expect(Interest(topicPrefix: prefix) == interest)
        #expect(interest.topicPrefix == prefix)
    }

    @Test(arguments: [
        "~stream/", "~heartbeat/", "~/", "~/17/", "EXPD/", "expd/~17/", "expd/a b/", "expd", "/", "expd//",
        "expd/17", "expd/17/x", "expd/17/x/", String(repeating: "a", count: 200) + "/",
    ])
    func anythingElseIsNone(prefix: String) {
        #expect(Interest(topicPrefix: prefix) == nil)
    }

    @Test func topicsHoldWholeNames() throws {
        let batch = try TestRecords().batch(from: 1, incidents: ["17", "170", "17", ""])
        #expect(
            batch.bytesByTopic().map { String(decoding: $0.topic, as: UTF8.self) } == [
                "expd/17/", "expd/170/", "expd/~/",
            ]
        )
        let chosen = try RecordBatchCheck.sequences(batch.bytes(withTopicPrefix: Array("expd/17/".utf8)))
        #expect(chosen == [1, 3])
    }
}
