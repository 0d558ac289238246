import Testing

@testable import EventBus

@Suite struct SubscriptionsTests {
    private func subscriptions(to prefixes: [String]) -> Subscriptions {
        var subscriptions = Subscriptions()
        for prefix in prefixes { _ = subscriptions.receive([1] + Array(prefix.utf8)) }
        return subscriptions
    }

    @Test(arguments: [
        (["~stream/"], "~stream/", true),
        (["~stream/"], "expd/17/", false),
        (["expd/17/"], "expd/17/", true),
        (["expd/17/"], "expd/170/", false),
        (["expd/"], "expd/17/", true),
        (["e"], "expd/17/", true),
        ([""], "anything/", true),
        ([], "expd/17/", false),
    ])
    func want(prefixes: [String], topic: String, expected: Bool) {
        #expect(subscriptions(to: prefixes).want(Array(topic.utf8)) == expected)
    }

    @Test func partsAreMadeOnlyForThoseWhoFollowAPart() {
        #expect(!subscriptions(to: ["~stream/", "~heartbeat/"]).wantParts)
        #expect(subscriptions(to: ["~stream/", "expd/"]).wantParts)
        #expect(subscriptions(to: [""]).wantParts)
    }

    @Test func nobodyCanUnsubscribeAnother() {
        var subscriptions = subscriptions(to: ["expd/"])
        let isNewcomer = subscriptions.receive([0] + Array("expd/".utf8))
        #expect(!isNewcomer)
        #expect(subscriptions.want(Array("expd/17/".utf8)))
        #expect(subscriptions.wantParts)
    }

    @Test(arguments: [[], [2], [255, 1, 2]] as [[UInt8]]) func otherBytesAreNoSubscription(message: [UInt8]) {
        var subscriptions = Subscriptions()
        let isNewcomer = subscriptions.receive(message)
        #expect(!isNewcomer)
        #expect(subscriptions.count == 0)
    }

    @Test func morePrefixesThanTheLimitAreAFlood() {
        var subscriptions = Subscriptions()
        for number in 0..<BusLimits.subscriptionsMax {
            _ = subscriptions.receive([1] + Array("agency-\(number)/".utf8))
        }
        #expect(!subscriptions.isFlooded)
        _ = subscriptions.receive([1] + Array("agency-0/".utf8))
        #expect(!subscriptions.isFlooded)
        _ = subscriptions.receive([1] + Array("somebody-else/".utf8))
        #expect(subscriptions.isFlooded)
    }
}
