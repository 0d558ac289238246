import EventSchema
import IncidentState
import Testing

@testable import AlertRules

/// Which of the events of one key are told. Most come in order, which has a way of its own; the answer is the same
/// whatever the order.
@Suite struct EventMatchesTests {
    private typealias Match = EventMatches.Match

    private static func order(_ second: Int) throws -> FactOrder {
        var teller = Teller()
        try teller.tell("log.entry", at: second, #"{"text":"a note"}"#)
        var book = IncidentBook()
        for record in teller.records { book.fold(record.header, record.bytes.span.bytes) }
        return try #require(book.event(teller.ids[0])).order
    }

    private static func match(_ number: Int, at second: Int, rule: Int = 0, group: String = "R key") throws
        -> Match
    {
        Match(
            rule: rule,
            group: group,
            event: Teller.id(number),
            order: try order(second),
            quiet: Span(seconds: 60)
        )
    }

    @Test func whatComesInOrderIsToldUntilItIsQuiet() throws {
        var matches = EventMatches()
        let told = try [0, 59, 60, 100, 119, 120].enumerated().map { number, second in
            let match = try Self.match(number, at: second)
            let (begun, ceased) = matches.replace(match.event, with: [match], isOfState: false)
            #expect(ceased.isEmpty && begun.allSatisfy { $0 == match })
            return begun.count
        }
        #expect(told == [1, 0, 1, 0, 0, 1])
    }

    /// Several rules of one name may hold of one event; the first by its place tells it.
    @Test func ofTwoRulesOfOneKeyTheFirstTells() throws {
        var matches = EventMatches()
        let both = try [Self.match(1, at: 0, rule: 4), Self.match(1, at: 0, rule: 2)]
        #expect(matches.replace(Teller.id(1), with: both, isOfState: false).begun.map(\.rule) == [2])
        let other = try Self.match(2, at: 10, rule: 1, group: "R other")
        #expect(matches.replace(other.event, with: [other], isOfState: false).begun == [other])
    }

    /// What is told so far, by the steps that were taken.
    private struct Told {
        var matches = EventMatches()
        var told: Set<Match> = []

        mutating func replace(_ event: EventID, with list: [Match]) {
            let (begun, ceased) = matches.replace(event, with: list, isOfState: false)
            // A corrected value moves an event to another key, under which it is told already.
            told = told.filter { known in
                !ceased.contains { $0.event == known.event && $0.rule == known.rule }
            }
            told.formUnion(begun)
        }

        var names: Set<String> { Set(told.map { "\($0.rule) \($0.event)" }) }
    }

    /// In order every event takes the short way; in any other, and with events that come to hold no more and hold
    /// again, the long one.
    @Test(arguments: 0..<40) func theOrderChangesNothing(seed: Int) throws {
        var seeded = Seeded(seed)
        var second = 0
        let events = try (1...24).map { number in
            second += Int.random(in: 1..<50, using: &seeded)
            let group = "R \(Int.random(in: 0..<2, using: &seeded))"
            let rules = [[0], [1], [1, 0], []][Int.random(in: 0..<4, using: &seeded)]
            return try (
                Teller.id(number), rules.map { try Self.match(number, at: second, rule: $0, group: group) }
            )
        }
        var inOrder = Told()
        for (id, list) in events { inOrder.replace(id, with: list) }
        var mixed = Told()
        for (id, list) in events.shuffled(using: &seeded) {
            mixed.replace(id, with: list)
            guard Int.random(in: 0..<3, using: &seeded) == 0 else { continue }
            mixed.replace(id, with: [])
            mixed.replace(id, with: list)
        }
        #expect(mixed.names == inOrder.names)
        // What was stored goes on in the same way.
        var restored = Told(matches: EventMatches(inOrder.matches.stored), told: inOrder.told)
        let next = try Self.match(99, at: second + 1, group: "R 0")
        inOrder.replace(next.event, with: [next])
        restored.replace(next.event, with: [next])
        #expect(restored.names == inOrder.names)
    }
}
