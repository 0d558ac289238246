import AlertRules
import EventSchema
import Testing

/// The shipped rules on the two scenarios: every alert that must come, at its time, and no other.
@Suite struct ScenarioAlertTests {
    /// `RULE TIME` when raised, `RULE TIME over` when resolved.
    private static func lines(_ name: String) throws -> [String] {
        try AlertEngine.steps(Files.rules(), Files.records(name)).map { step in
            let time = step.at.rfc3339.dropFirst(11).prefix(8)
            return "\(time) \(step.alert.rule)" + (step.kind == .resolved ? " over" : "")
        }
    }

    @Test func theStandoffsAlertsAreTheOracles() throws {
        let expected = [
            "14:21:48 R17", "14:24:30 R06", "14:25:20 R05", "14:27:50 R17 over", "14:39:05 R01",
            "14:46:50 R22", "14:46:50 R01 over", "14:51:48 R09", "14:56:00 R18", "14:58:20 R09 over",
            "15:03:40 R22", "15:06:20 R18 over", "15:30:00 R10", "15:40:00 R10", "15:45:00 R10",
            "15:45:10 R10 over", "15:45:10 R10 over", "15:45:10 R10 over", "16:04:38 R01", "16:40:20 R12",
            "16:41:20 R03", "16:41:20 R12 over", "16:47:10 R13", "16:56:20 R12", "16:58:30 R21",
            "16:58:30 R12 over", "16:58:30 R13 over", "16:58:31 R21", "17:26:50 R22", "17:55:20 R12",
            "18:00:20 R12 over", "18:06:48 R16", "18:30:20 R08", "18:31:00 R15", "18:38:40 R08 over",
            "19:06:40 R03", "19:15:00 R10", "19:25:00 R10", "19:28:40 R10 over", "19:28:40 R10 over",
            "19:29:23 R25", "19:31:13 R25 over", "19:58:20 R15 over",
        ]
        #expect(try Self.lines(Files.standoff) == expected)
        #expect(expected.filter { !$0.hasSuffix("over") }.count == 27)
    }

    @Test func theRobberysAlertsAreTheOracles() throws {
        let expected = [
            "09:15:50 R06", "09:16:20 R05", "09:26:50 R10", "09:27:10 R17", "09:35:00 R10", "09:40:00 R10",
            "09:40:00 R14", "09:41:40 R01", "09:42:00 R11", "09:42:00 R03", "09:42:10 R05",
            "09:42:20 R10 over", "09:42:20 R10 over", "09:42:20 R10 over", "09:42:20 R11 over",
            "09:43:40 R04", "09:43:55 R04", "09:44:10 R17 over", "09:46:20 R03", "10:22:20 R12",
            "10:31:20 R12 over", "10:31:20 R14 over",
        ]
        #expect(try Self.lines(Files.robbery) == expected)
        #expect(expected.filter { !$0.hasSuffix("over") }.count == 15)
    }

    /// Everything that people see of an alert, in three lines.
    private static func shown(_ name: String) throws -> String {
        try AlertEngine.steps(Files.rules(), Files.records(name)).filter { $0.kind == .raised }.map { step in
            let alert = step.alert
            let words = [
                "\(step.at.rfc3339.dropFirst(11).prefix(8))", alert.rule, alert.severity.word,
                alert.status.word, alert.tlp.word, alert.needsAcknowledgement ? "acknowledge" : "-",
                alert.key,
            ]
            let audience = alert.audience.isEmpty ? "all" : alert.audience.joined(separator: ", ")
            return [words.joined(separator: " "), "  \(alert.text)", "  to \(audience)"].joined(
                separator: "\n"
            )
        }.joined(separator: "\n")
    }

    @Test func theirWordsAreTheOracles() throws {
        #expect(try Self.shown(Files.standoff) == ScenarioAlerts.standoff)
        #expect(try Self.shown(Files.robbery) == ScenarioAlerts.robbery)
    }

    @Test(arguments: [Files.standoff, Files.robbery])
    func theSameStreamGivesTheSameKeys(_ name: String) throws {
        let (rules, records) = (try Files.rules(), try Files.records(name))
        let first = AlertEngine.steps(rules, records)
        #expect(first == AlertEngine.steps(rules, records))
        let raised = first.filter { $0.kind == .raised }.map(\.alert.id)
        #expect(Set(raised).count == raised.count)
        #expect(first.allSatisfy { $0.alert.status == .exercise })
    }

    /// Time may pass in any pieces between the records.
    @Test(arguments: [Files.standoff, Files.robbery])
    func stepsDoNotDependOnHowTimePasses(_ name: String) throws {
        let (rules, records) = (try Files.rules(), try Files.records(name))
        var engine = AlertEngine(rules)
        var steps: [AlertStep] = []
        for record in records {
            while let clock = engine.clock(of: record.header.stream),
                clock.nanoseconds + 7_000_000_000 < record.header.publishedAt.nanoseconds
            {
                steps += engine.advance(
                    record.header.stream,
                    to: Timestamp(nanoseconds: clock.nanoseconds + 7_000_000_000)
                )
            }
            steps += engine.fold(record.header, record.bytes.span.bytes)
        }
        #expect(steps == AlertEngine.steps(rules, records))
    }

    @Test func aRecordThatComesAgainChangesNothing() throws {
        let records = try Files.records(Files.robbery)
        var engine = AlertEngine(try Files.rules())
        var steps: [AlertStep] = []
        for record in records {
            for _ in 0..<2 { steps += engine.fold(record.header, record.bytes.span.bytes) }
        }
        #expect(steps == AlertEngine.steps(try Files.rules(), records))
    }
}
