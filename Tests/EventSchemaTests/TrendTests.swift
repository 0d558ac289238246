import EventSchema
import SwiftProtobuf
import Testing

@Suite struct TrendTests {
    private func trendOf(_ type: String, _ payload: Event.OneOf_Payload) -> Trend {
        trend(
            of: .with {
                $0.type = type
                $0.payload = payload
            }
        )
    }

    @Test(arguments: [
        "incident.declared", "perimeter.breached", "hostage.reported", "injury.reported", "shots.fired",
        "negotiation.contact.lost", "tactical.action.executed", "lesslethal.deployed",
        "chemicalagent.deployed",
        "force.used",
    ])
    func alwaysEscalates(type: String) throws {
        #expect(trend(of: .with { $0.type = type }) == .escalation)
        #expect(try #require(SchemaTable.event(type)).trend == .fixed(.escalation))
    }

    @Test(arguments: [
        "hostage.released", "negotiation.contact.established", "subject.surrendered", "subject.incustody",
        "scene.cleared", "incident.closed",
    ])
    func alwaysDeescalates(type: String) throws {
        #expect(trend(of: .with { $0.type = type }) == .deescalation)
        #expect(try #require(SchemaTable.event(type)).trend == .fixed(.deescalation))
    }

    @Test func everythingElseIsNeutral() {
        let rest = SchemaTable.events.filter { $0.trend == .fixed(.neutral) }
        #expect(rest.allSatisfy { event in trend(of: .with { $0.type = event.type }) == .neutral })
        #expect(SchemaTable.events.filter { $0.trend == .byPayload }.count == 9)
        #expect(SchemaTable.events.count - rest.count == 16 + 9)
        #expect(trend(of: .with { $0.type = "weather.changed" }) == .neutral)
    }

    /// In the order of their rank; equal ones are side by side.
    private static let ranks: [(String, Int)] = [
        ("WELFARE", 0), ("OTHER", 0), ("SUICTHRT", 1), ("DVA", 2), ("ROBBERY", 2), ("WARRANT", 2),
        ("SHOOT", 2),
        ("WEAPON", 2), ("BARICADE", 3), ("HOSTAGE", 4), ("ACTSHOOT", 5),
    ]

    @Test func classesDecideByRank() {
        #expect(Set(Self.ranks.map(\.0)) == Set(IncidentClass.known.map(\.word)))
        for (from, low) in Self.ranks {
            for (to, high) in Self.ranks where from != to {
                let payload = IncidentReclassified.with {
                    $0.fromClass = from
                    $0.toClass = to
                    // Only looked at when the class is unchanged.
                    $0.fromComplexity = "Type1"
                    $0.toComplexity = "Type5"
                }
                let expected: Trend = high > low ? .escalation : high < low ? .deescalation : .neutral
                #expect(trendOf("incident.reclassified", .incidentReclassified(payload)) == expected)
            }
        }
    }

    @Test(arguments: [
        ("Type4", "Type3", Trend.escalation), ("Type3", "Type4", .deescalation), ("Type3", "Type3", .neutral),
        ("", "Type3", .neutral), ("Type3", "", .neutral), ("Type9", "Type3", .neutral),
    ])
    func complexityDecidesWithinAClass(from: String, to: String, expected: Trend) {
        let payload = IncidentReclassified.with {
            $0.fromClass = "HOSTAGE"
            $0.toClass = "HOSTAGE"
            $0.fromComplexity = from
            $0.toComplexity = to
        }
        #expect(trendOf("incident.reclassified", .incidentReclassified(payload)) == expected)
    }

    @Test func anUnknownClassIsNeutral() {
        let payload = IncidentReclassified.with {
            $0.fromClass = "DVA"
            $0.toClass = "PIRACY"
        }
        #expect(trendOf("incident.reclassified", .incidentReclassified(payload)) == .neutral)
    }

    @Test func decisionsDecideByKind() {
        let up = [
            "emergencyEntryStandby", "entryAuthorised", "lessLethalAuthorised", "chemicalAgentAuthorised",
            "forceAuthorised",
        ]
        for kind in DecisionKind.known.map(\.word) + ["newKind"] {
            let expected: Trend =
                up.contains(kind)
                ? .escalation : ["disengage", "standDown"].contains(kind) ? .deescalation : .neutral
            let payload = DecisionRecorded.with { $0.kind = kind }
            #expect(trendOf("decision.recorded", .decisionRecorded(payload)) == expected, "\(kind)")
        }
    }

    @Test func onlyTheReleaseOfAPerimeterDeescalates() {
        for state in PerimeterState.known {
            let payload = PerimeterChanged.with { $0.state = state.word }
            let expected: Trend = state == .released ? .deescalation : .neutral
            #expect(trendOf("perimeter.changed", .perimeterChanged(payload)) == expected)
        }
    }

    @Test func protectiveActionsDecideByActionAndState() {
        for action in ProtectiveAction.known {
            for state in ProtectiveActionState.known {
                let payload = ProtectiveActionChanged.with {
                    $0.action = action.word
                    $0.state = state.word
                }
                let expected: Trend =
                    if action == .allClear || state == .lifted {
                        .deescalation
                    } else if state == .ordered, [.evacuate, .shelter, .avoid].contains(action) {
                        .escalation
                    } else {
                        .neutral
                    }
                #expect(trendOf("protective.action.changed", .protectiveActionChanged(payload)) == expected)
            }
        }
    }

    @Test(arguments: [
        ("handgun", "firstSeen", "", Trend.escalation),
        ("", "firstSeen", "", .escalation),
        ("noneSeen", "firstSeen", "", .neutral),
        ("handgun", "none", "", .neutral),
        ("handgun", "", "", .neutral),
        ("", "", "threatening", .escalation),
        ("", "", "aiming", .escalation),
        ("", "noLongerHeld", "threatening", .escalation),
        ("handgun", "firstSeen", "calm", .escalation),
        ("", "", "calm", .deescalation),
        ("handgun", "noLongerHeld", "", .deescalation),
        ("", "", "agitated", .neutral),
        ("", "", "asleep", .neutral),
        ("", "", "", .neutral),
    ])
    func sightingsDecideByWeaponAndBehaviour(
        weapon: String,
        change: String,
        behaviour: String,
        expected: Trend
    ) {
        let payload = SubjectObserved.with {
            if !weapon.isEmpty { $0.weapon = weapon }
            if !change.isEmpty { $0.weaponChange = change }
            if !behaviour.isEmpty { $0.behaviour = behaviour }
        }
        #expect(trendOf("subject.observed", .subjectObserved(payload)) == expected)
    }

    @Test(arguments: [
        ("high", "extreme", "", Trend.escalation), ("high", "low", "", .deescalation),
        ("high", "high", "", .neutral),
        ("high", "high", "increasing", .escalation), ("", "high", "decreasing", .deescalation),
        ("", "high", "stable", .neutral), ("low", "high", "decreasing", .escalation),
        ("", "extreme", "", .neutral),
    ])
    func threatsDecideByLevelThenTrend(previous: String, level: String, own: String, expected: Trend) {
        let payload = ThreatAssessed.with {
            $0.level = level
            if !previous.isEmpty { $0.previous = previous }
            if !own.isEmpty { $0.trend = own }
        }
        #expect(trendOf("threat.assessed", .threatAssessed(payload)) == expected)
    }

    @Test(arguments: [("", Trend.escalation), ("threat", .escalation), ("commitment", .deescalation)])
    func deadlinesDecideByNature(nature: String, expected: Trend) {
        let payload = DeadlineSet.with { if !nature.isEmpty { $0.nature = nature } }
        #expect(trendOf("deadline.set", .deadlineSet(payload)) == expected)
    }

    @Test(arguments: [
        ("passedWithAction", Trend.escalation), ("met", .deescalation), ("extended", .deescalation),
        ("withdrawn", .deescalation), ("passedWithoutAction", .deescalation), ("forgotten", .neutral),
    ])
    func resolutionsDecide(resolution: String, expected: Trend) {
        let payload = DeadlineResolved.with { $0.resolution = resolution }
        #expect(trendOf("deadline.resolved", .deadlineResolved(payload)) == expected)
    }

    @Test(arguments: [
        ("INCREA", Trend.escalation), ("DECREA", .deescalation), ("STABLE", .neutral), ("X", .neutral),
    ])
    func positionPapersDecideByRisk(risk: String, expected: Trend) {
        let payload = ProgressAssessed.with { $0.trend = risk }
        #expect(trendOf("negotiation.progress.assessed", .negotiationProgressAssessed(payload)) == expected)
    }

    /// What is read from the bytes in one walk is what decoding the whole event gives.
    @Test func theOutlineSaysTheSameAsTheWholeEvent() throws {
        var generator = EventGenerator(seed: 11, oddities: [.words, .fields, .order])
        var trends: Set<Trend> = []
        for description in SchemaTable.events {
            for _ in 0..<20 {
                let bytes = generator.event(description.type)
                let event = try Event(eventBytes: bytes)
                let outline = try EventOutline.check(bytes.span.bytes)
                trends.insert(trend(of: event))
                #expect(outline.trend(in: bytes.span.bytes) == trend(of: event), "\(event)")
                #expect(Array(bytes[outline.narrativeRange]) == Array(event.narrative.utf8))
            }
        }
        #expect(trends == Set(Trend.allCases))
    }
}
