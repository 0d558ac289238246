import Foundation
import Testing

@testable import EventImport

/// The listed offsets are those that Foundation gives.
@Suite struct ZoneRulesTests {
    @Test(arguments: [
        "America/Los_Angeles", "Europe/Stockholm", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Gaza",
        "America/Boa_Vista", "Pacific/Apia", "Asia/Kathmandu", "UTC",
    ])
    func areFoundations(name: String) throws {
        let rules = try #require(ZoneRules(name))
        let zone = try #require(TimeZone(identifier: name))
        // Every 19 hours and some from 1968 to 2101, and the seconds before and after each change that this meets.
        var offset = 0
        for seconds in stride(from: Int64(-63_072_000), to: 4_133_980_800, by: 70_001) {
            let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
            #expect(rules.offset(at: seconds) == expected)
            if expected != offset { expectChange(seconds - 70_001, seconds, rules, zone) }
            offset = expected
        }
    }

    private func expectChange(_ before: Int64, _ after: Int64, _ rules: ZoneRules, _ zone: TimeZone) {
        var (before, after) = (before, after)
        let last = { (seconds: Int64) in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        }
        let new = last(after)
        while after - before > 1 {
            let middle = (before + after) / 2
            if last(middle) == new { after = middle } else { before = middle }
        }
        #expect(rules.offset(at: after) == last(after))
        #expect(rules.offset(at: after - 1) == last(after - 1))
    }
}
