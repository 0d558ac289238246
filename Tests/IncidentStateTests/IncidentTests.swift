import EventSchema
import IncidentState
import Testing

/// What single events do to the state.
@Suite struct IncidentTests {
    private static let declared = #"{"class":"ROBBERY","complexity":"Type5","location":{"label":"LOC-T"}}"#

    private static func contact(_ channel: String) -> String {
        #"{"channel":"\#(channel)","party":{"ref":"S1"}}"#
    }

    private func incident(_ tell: (inout Teller) throws -> Void) throws -> Incident {
        var teller = Teller()
        try teller.tell("incident.declared", at: 0, Self.declared)
        try tell(&teller)
        return try #require(try teller.incident())
    }

    /// A late entry must not overwrite newer news.
    @Test func theLatestByObservedTimeStands() throws {
        let incident = try incident {
            try $0.tell("incident.reclassified", at: 90, #"{"fromClass":"BARICADE","toClass":"HOSTAGE"}"#)
            try $0.tell("incident.reclassified", at: 60, #"{"fromClass":"ROBBERY","toClass":"BARICADE"}"#)
        }
        #expect(incident.incidentClass == .hostage)
    }

    /// An author's clock that runs ahead counts no further than the time of publishing.
    @Test func aTimeInTheFutureIsTheTimeOfPublishing() throws {
        var teller = Teller(lag: -3_600)
        try teller.tell("incident.declared", at: 3_600, Self.declared)
        #expect(try teller.incident()?.declaredAt == Teller.time(0))
    }

    @Test func aNewContactEndsTheOneBefore() throws {
        let incident = try incident {
            try $0.tell("negotiation.contact.established", at: 10, Self.contact("existingPhone"))
            try $0.tell("negotiation.contact.established", at: 40, Self.contact("throwPhone"))
        }
        #expect(incident.negotiation.channel == .throwPhone)
        let talk = incident.negotiation.talkSeconds(at: Teller.time(100))
        #expect(talk == [.existingPhone: 30, .throwPhone: 60])
    }

    @Test func theEndOfTheIncidentEndsTalkAndPosts() throws {
        let incident = try incident {
            try $0.tell("perimeter.changed", at: 5, #"{"ring":"inner","state":"established"}"#)
            try $0.tell("negotiation.contact.established", at: 10, Self.contact("faceToFace"))
            try $0.tell(
                "incident.closed",
                at: 70,
                #"{"outcome":"disengaged","endedAt":"2025-05-20T20:31:30Z"}"#
            )
        }
        #expect(incident.negotiation.talkSeconds(at: Teller.time(900)) == [.faceToFace: 60])
        #expect(incident.posts == [:])
        #expect(incident.isPeaceful == true)
    }

    @Test func aReopenedIncidentIsOpen() throws {
        let incident = try incident {
            try $0.tell("incident.closed", at: 70, #"{"outcome":"escaped","endedAt":"2025-05-20T20:31:30Z"}"#)
            try $0.tell("incident.phase.changed", at: 80, #"{"from":"closed","to":"reopened"}"#)
        }
        #expect(incident.isOpen)
        #expect(incident.outcome == nil && incident.isPeaceful == nil)
    }

    @Test func anExtendedDeadlineRunsOn() throws {
        let incident = try incident {
            try $0.tell(
                "deadline.set",
                at: 10,
                #"{"deadlineId":"DL1","due":"2025-05-20T15:45:00Z","by":"subject"}"#
            )
            try $0.tell(
                "deadline.resolved",
                at: 20,
                #"{"deadlineId":"DL1","resolution":"extended","newDue":"2025-05-20T16:00:00Z"}"#
            )
        }
        #expect(incident.deadlines["DL1"]?.isOpen == true)
        #expect(try incident.deadlines["DL1"]?.due == Timestamp(rfc3339: "2025-05-20T16:00:00Z"))
    }

    @Test func moreHostagesMayComeFreeThanWereKnown() throws {
        let incident = try incident {
            try $0.tell("hostage.reported", at: 10, #"{"count":1}"#)
            try $0.tell("hostage.released", at: 20, #"{"count":3,"manner":"rescued"}"#)
        }
        #expect(incident.hostages.held == 0)
        #expect(incident.hostages.freed == 3)
    }

    @Test func aReliefStartsThePostsClockAnew() throws {
        let incident = try incident {
            try $0.tell("perimeter.changed", at: 5, #"{"ring":"inner","state":"established"}"#)
            try $0.tell("perimeter.changed", at: 6, #"{"ring":"outer","state":"established"}"#)
            try $0.tell("personnel.relieved", at: 50, #"{"post":"inner perimeter"}"#)
            try $0.tell("perimeter.changed", at: 60, #"{"ring":"outer","state":"released"}"#)
        }
        #expect(incident.posts.keys.sorted() == ["inner perimeter"])
        #expect(incident.posts["inner perimeter"]?.since == Teller.time(50))
        #expect(incident.posts["inner perimeter"]?.reliefs == 1)
    }

    @Test func aBreachIsOverWhenItIsResolvedOrTheRingStandsAgain() throws {
        let breach = #"{"ring":"outer","direction":"in","party":"media"}"#
        let open = try incident { try $0.tell("perimeter.breached", at: 5, breach) }
        #expect(open.perimeters[.outer]?.breachedAt == Teller.time(5))
        let standing = try incident {
            try $0.tell("perimeter.breached", at: 5, breach)
            try $0.tell("perimeter.changed", at: 9, #"{"ring":"outer","state":"established"}"#)
        }
        #expect(standing.perimeters[.outer]?.breachedAt == nil)
    }

    @Test func arrivalsFillTheOldestRequestThatWaits() throws {
        let arrival = #"{"resources":[{"id":"SWAT","kind":"swatTeam"}],"status":"Staging"}"#
        let incident = try incident {
            try $0.tell("resource.requested", at: 5, id: 50, #"{"needs":[{"kind":"swatTeam","quantity":1}]}"#)
            try $0.tell("resource.requested", at: 6, id: 51, #"{"needs":[{"kind":"swatTeam","quantity":1}]}"#)
            try $0.tell("resource.status.changed", at: 20, arrival)
            try $0.tell(
                "resource.status.changed",
                at: 25,
                #"{"resources":[{"id":"SWAT","kind":"swatTeam"}],"status":"OnScene"}"#
            )
        }
        #expect(incident.requests[Teller.id(50)]?.filledAt == Teller.time(20))
        #expect(incident.requests[Teller.id(51)]?.filledAt == nil)
    }

    @Test func linkedIncidentsAreKeptByRelation() throws {
        let incident = try incident {
            try $0.tell("incident.linked", at: 5, #"{"relation":"merged","incidents":["EX-2"]}"#)
            try $0.tell("incident.linked", at: 6, #"{"relation":"merged","incidents":["EX-3","EX-2"]}"#)
        }
        #expect(incident.links == [.merged: ["EX-2", "EX-3"]])
    }

    /// It may be a new version's software that writes them, which must not hide that people have gone silent.
    @Test func eventsOfUnknownTypesAreCountedAndNotTakenForPeoples() throws {
        let incident = try incident { try $0.tell("something.new", at: 30, #"{"what":1}"#) }
        #expect(incident.recorded.events == 2)
        #expect(incident.recorded.unknownTypeEvents == 1)
        #expect(incident.lastEvent?.at == Teller.time(30))
        #expect(incident.lastAuthored?.at == Teller.time(0))
    }

    @Test func anOfficersShotsAreNotPeaceful() throws {
        let closed = #"{"outcome":"negotiatedSurrender","endedAt":"2025-05-20T20:31:30Z"}"#
        for (shooter, isPeaceful) in [("officer", false), ("subject", true), ("unknown", true)] {
            let incident = try incident {
                try $0.tell("shots.fired", at: 10, #"{"by":"\#(shooter)"}"#)
                try $0.tell("incident.closed", at: 20, closed)
            }
            #expect(incident.isPeaceful == isPeaceful, "\(shooter)")
        }
    }

    @Test func harmAfterPoliceArrivedIsNotPeaceful() throws {
        let closed = #"{"outcome":"negotiatedSurrender","endedAt":"2025-05-20T20:31:30Z"}"#
        for (injury, isPeaceful) in [
            (#"{"role":"officer","severity":"minor","cause":"accident"}"#, true),
            (#"{"role":"hostage","severity":"serious","cause":"priorToPolice"}"#, true),
            (#"{"role":"hostage","severity":"serious","cause":"subject"}"#, false),
            (#"{"role":"subject","severity":"minor","cause":"selfInflicted"}"#, false),
        ] {
            let incident = try incident {
                try $0.tell("injury.reported", at: 10, injury)
                try $0.tell("incident.closed", at: 20, closed)
            }
            #expect(incident.isPeaceful == isPeaceful, "\(injury)")
        }
    }
}
