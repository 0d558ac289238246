import AlertRules
import Testing

/// What a file of rules says of deliveries: how long they are tried, and where they go.
@Suite struct DeliveryRuleTests {
    private func book(
        expires: String? = nil,
        audience: String? = nil,
        destination: String? = nil
    ) throws(RuleFaults) -> RuleBook {
        let rule = "{id: R01, name: Shots, event: shots.fired, severity: Extreme, text: Shots"
        let text = """
            version: 1
            destinations: [\(destination ?? "")]
            rules:
              - \(rule)\(expires.map { ", expires: \($0)" } ?? "")\(audience.map { ", audience: \($0)" } ?? "")}
            """
        return try RuleBook(Array(text.utf8), file: "rules.yml")
    }

    @Test(arguments: [(nil, 1_800), ("1 s", 1), ("90 s", 90), ("10 min", 600), ("24 h", 86_400)])
    func aRuleSaysHowLongDeliveriesAreTried(expires: String?, seconds: Int) throws {
        #expect(try book(expires: expires).rules.map(\.expires.seconds) == [seconds])
    }

    @Test(arguments: ["soon", "0 s", "-5 min", "86401 s", "25 h", "[1 s]", "30"])
    func anythingElseIsAFaultWithItsPlace(expires: String) throws {
        let faults = #expect(throws: RuleFaults.self) { try book(expires: expires) }
        let fault = try #require(faults?.faults.first)
        #expect(faults?.faults.count == 1)
        #expect(fault.key == "rules[0].expires")
        #expect(fault.line == 4)
        #expect((fault.column ?? 0) > 70)
    }

    @Test(arguments: ["all", "[\(String(repeating: "é", count: 128)), duty officer]"])
    func anAudienceIsWordsThatAnEventCanHold(audience: String) throws {
        #expect(try book(audience: audience).rules.first?.audience.isEmpty == false)
    }

    @Test(arguments: [
        String(repeating: "a", count: 129), "[all, \(String(repeating: "a", count: 129))]",
        #""two\nlines""#, #"[all, "\e[2J"]"#, #"["\x9b"]"#, #"[all, ""]"#,
    ])
    func anyOtherAudienceIsAFaultWithItsPlace(audience: String) throws {
        let faults = #expect(throws: RuleFaults.self) { try book(audience: audience) }
        let fault = try #require(faults?.faults.first)
        #expect(faults?.faults.count == 1)
        #expect(fault.key == "rules[0].audience")
        #expect(fault.line == 4)
        #expect((fault.column ?? 0) > 70)
    }

    @Test func alertmanagerHasAURLAndNothingElse() throws {
        let good = "{name: am, kind: alertmanager, url: \"http://127.0.0.1:9093\", exercises: true}"
        let destinations = try book(destination: good).destinations
        #expect(destinations.map(\.channel) == [.alertmanager(url: "http://127.0.0.1:9093")])
        #expect(destinations.first?.takesExercises == true)
    }

    @Test(arguments: [
        ("{name: am, kind: alertmanager}", "destinations[0].url"),
        ("{name: am, kind: alertmanager, url: \"http://example.org\"}", "destinations[0].url"),
        (
            "{name: am, kind: alertmanager, url: \"https://a.example\", secret_file: x}",
            "destinations[0].secret_file"
        ),
        (
            "{name: am, kind: alertmanager, url: \"https://a.example\", command: [/bin/true]}",
            "destinations[0].command"
        ),
        ("{name: am, kind: pager}", "destinations[0].kind"),
    ])
    func aWrongDestinationIsAFault(destination: String, key: String) throws {
        let faults = #expect(throws: RuleFaults.self) { try book(destination: destination) }
        #expect(faults?.faults.map(\.key) == [key])
    }
}
