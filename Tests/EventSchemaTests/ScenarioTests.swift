// swift-format-ignore-file: each line of a scenario is one event, however long.
import EventSchema
import Testing

/// The two invented incidents of the domain's description, line by line: the schema can say all of it, and the
/// trend is the one in their tables.
@Suite struct ScenarioTests {
    /// Type, trend (`+` escalation, `-` de-escalation, `.` neutral) and the document's `data`.
    private static let surrender = #"""
        incident.declared + {"class":"DVA","complexity":"Type5","persons":[{"ref":"S1","role":"subject","ageGroup":"adult"}],"weapon":"handgun","narrative":"Caller left the house."}
        resource.status.changed . {"resources":[{"id":"412","kind":"patrolUnit"},{"id":"415","kind":"patrolUnit"}],"status":"Dispatched"}
        resource.status.changed . {"resources":[{"id":"412"}],"status":"OnScene"}
        subject.observed + {"subject":{"ref":"S1"},"observation":"At the front window, tells officers to leave.","weapon":"handgun","weaponChange":"firstSeen"}
        incident.reclassified + {"fromClass":"DVA","toClass":"BARICADE","fromComplexity":"Type5","toComplexity":"Type4","basis":"Operation 100 called"}
        incident.phase.changed . {"from":"reported","to":"containment"}
        command.established . {"commander":{"id":"p.sergeant","role":"patrolSupervisor"},"talkgroups":["TAC-3"]}
        resource.requested . {"needs":[{"kind":"swatTeam","quantity":1},{"kind":"negotiationTeam","quantity":1}],"neededBy":"2025-05-20T15:00:00Z"}
        protective.action.changed + {"action":"Evacuate","state":"ordered","structuresTotal":6}
        hostage.reported + {"count":3,"juveniles":2,"reportedBy":"caller"}
        incident.reclassified + {"fromClass":"BARICADE","toClass":"HOSTAGE","fromComplexity":"Type4","toComplexity":"Type4"}
        perimeter.changed . {"ring":"inner","state":"established","sidesCovered":4}
        perimeter.changed . {"ring":"outer","state":"established","posts":3}
        incident.phase.changed . {"from":"containment","to":"negotiation"}
        negotiation.contact.attempted . {"channel":"publicAddress","result":"noResponse"}
        protective.action.changed . {"action":"Evacuate","state":"inProgress","structuresTotal":6,"structuresDone":4,"persons":9}
        shots.fired + {"by":"unknown","rounds":1}
        command.transferred . {"from":{"id":"p.sergeant","role":"patrolSupervisor"},"to":{"id":"duty.major","role":"incidentCommander"},"briefed":true}
        resource.status.changed . {"resources":[{"id":"SWAT","kind":"swatTeam"}],"status":"Arrived"}
        record.retracted . {"reason":"notAsReported","explanation":"Body-worn audio shows a slamming garage door."}
        resource.status.changed . {"resources":[{"id":"CNT","kind":"negotiationTeam"}],"status":"Arrived"}
        negotiation.contact.attempted . {"channel":"existingPhone","result":"noAnswer"}
        negotiation.contact.established - {"channel":"existingPhone","party":{"ref":"S1"}}
        record.corrected . {"changes":[{"pointer":"/data/count","value":2},{"pointer":"/data/persons","value":[{"ref":"H1","ageGroup":"adult"},{"ref":"H2","ageGroup":"juvenile"}]}],"reason":"The second child is at school."}
        negotiation.contact.lost + {"reason":"subjectHungUp","talkTimeSeconds":370}
        protective.action.changed . {"action":"Evacuate","state":"completed","structuresTotal":6,"structuresDone":6,"persons":14}
        decision.recorded . {"decision":"Negotiate; no entry unless harm is imminent.","kind":"negotiateFirst","authority":{"id":"duty.major","role":"incidentCommander"}}
        negotiation.contact.established - {"channel":"existingPhone","party":{"ref":"S1"}}
        demand.made . {"demandId":"D1","text":"Police vehicles leave the street."}
        deadline.set + {"deadlineId":"DL1","due":"2025-05-20T15:45:00Z","by":"subject","demandId":"D1","consequence":"unclear"}
        negotiation.contact.lost + {"reason":"subjectHungUp","talkTimeSeconds":370}
        status.reported . {"number":1,"kind":"initial","phase":"negotiation","counts":{"hostagesHeld":2,"injuries":0}}
        public.information.released . {"channels":["socialMedia","pressBriefing"],"text":"Avoid the area.","action":"Avoid"}
        negotiation.contact.established - {"channel":"existingPhone","party":{"ref":"S1"}}
        deadline.resolved - {"deadlineId":"DL1","resolution":"passedWithoutAction"}
        negotiation.progress.assessed . {"trend":"STABLE","assessment":"Outbursts are shorter.","number":1,"indicators":["outburstsDecline"]}
        demand.made . {"demandId":"D2","text":"To speak to a relative."}
        subject.observed . {"subject":{"ref":"S1"},"observation":"Rear bedroom, handgun in the waistband.","weapon":"handgun","weaponChange":"none","others":[{"ref":"H1"}],"othersCondition":"uninjured"}
        shots.fired + {"by":"subject","rounds":2,"direction":"into the ceiling"}
        negotiation.contact.lost + {"reason":"lineDropped","talkTimeSeconds":2015}
        threat.assessed + {"level":"extreme","previous":"high","weapon":"handgun","accessToHostages":true}
        decision.recorded + {"decision":"Emergency entry plan on standby.","kind":"emergencyEntryStandby","conditions":["further shots","a cry for help"],"authority":{"id":"duty.major","role":"incidentCommander"}}
        resource.requested . {"needs":[{"kind":"ambulanceALS","quantity":2}],"neededBy":"2025-05-20T16:20:00Z"}
        negotiation.contact.established - {"channel":"existingPhone","party":{"ref":"S1"},"narrative":"Answered after a call by loud-hailer."}
        resource.status.changed . {"resources":[{"id":"ALS","kind":"ambulanceALS","quantity":2}],"status":"Staging"}
        negotiation.contact.lost + {"reason":"batteryDead","talkTimeSeconds":495}
        tactical.action.executed + {"kind":"robotApproach","result":"completed"}
        delivery.made . {"items":["throwPhone"],"by":"robot","accepted":true}
        negotiation.contact.established - {"channel":"throwPhone","party":{"ref":"S1"},"recorded":true}
        injury.reported + {"role":"officer","severity":"minor","cause":"accident","treatment":"onScene"}
        subject.observed - {"subject":{"ref":"S1"},"observation":"In the kitchen, not holding the weapon.","weapon":"noneSeen","weaponChange":"noLongerHeld","others":[{"ref":"H2"}]}
        perimeter.changed . {"ring":"inner","state":"adjusted","sides":["C"],"narrative":"Side C moved back 15 m."}
        decision.recorded . {"decision":"Search warrant issued.","kind":"warrant","authority":{"id":"court","role":"court"},"reference":"W-1"}
        demand.made . {"demandId":"D3","text":"Food and cigarettes.","for":{"ref":"H2"}}
        delivery.made . {"items":["food","cigarettes"],"exchangeFor":{"ref":"H2"},"accepted":true}
        hostage.released - {"count":1,"manner":"released","persons":[{"ref":"H2","ageGroup":"juvenile"}],"condition":"uninjured","handedTo":"EMS"}
        negotiation.progress.assessed - {"trend":"DECREA","assessment":"The risk is falling.","number":2}
        record.redacted . {"pointers":["/data/narrative"],"basis":"juvenile","visibleTo":"RED"}
        status.reported . {"number":2,"kind":"update","counts":{"hostagesHeld":1,"hostagesReleased":1,"subjectRounds":2,"forceApplications":0}}
        personnel.relieved . {"post":"inner perimeter","timeOnPostSeconds":12720,"relief":{"id":"team B"}}
        personnel.relieved . {"post":"primaryNegotiator","narrative":"The coach steps up."}
        negotiation.contact.lost + {"reason":"noResponse","talkTimeSeconds":6610}
        decision.recorded + {"decision":"Chemical agent plan approved.","kind":"chemicalAgentAuthorised","executed":false,"conditions":["commander's word"],"authority":{"id":"duty.major","role":"incidentCommander"}}
        negotiation.contact.attempted . {"channel":"publicAddress","result":"noResponse"}
        negotiation.contact.established - {"channel":"throwPhone","party":{"ref":"S1"}}
        deadline.set - {"deadlineId":"DL2","due":"2025-05-20T19:30:00Z","by":"subject","nature":"commitment"}
        hostage.released - {"count":1,"manner":"released","persons":[{"ref":"H1","ageGroup":"adult"}],"condition":"minor"}
        injury.reported + {"role":"hostage","severity":"minor","cause":"subject","beforePoliceArrival":true}
        incident.reclassified - {"fromClass":"HOSTAGE","toClass":"BARICADE","fromComplexity":"Type4","toComplexity":"Type4"}
        negotiation.progress.assessed - {"trend":"DECREA","assessment":"A surrender plan is agreed.","number":3}
        deadline.resolved - {"deadlineId":"DL2","resolution":"met"}
        subject.surrendered - {"subject":{"ref":"S1"},"exit":{"label":"LOC-T","side":"A"},"weaponStatus":"left in the kitchen"}
        subject.incustody - {"subject":{"ref":"S1"},"force":"none","talkTimeSeconds":3045}
        incident.phase.changed . {"from":"negotiation","to":"custodyAndClear"}
        scene.cleared - {"area":"LOC-T","result":"found","weapons":1}
        protective.action.changed - {"action":"AllClear","state":"lifted"}
        perimeter.changed - {"ring":"outer","state":"released"}
        public.information.released . {"channels":["pressBriefing"],"text":"Resolved, no serious injuries."}
        resource.status.changed . {"resources":[{"id":"SWAT"},{"id":"CNT"}],"status":"Cleared"}
        incident.closed - {"outcome":"negotiatedSurrender","endedAt":"2025-05-20T20:31:30Z","dispositionCode":"03","summary":{"forceApplications":0,"officerRounds":0,"injuries":2}}
        """#

    private static let rescue = #"""
        incident.declared + {"class":"ROBBERY","complexity":"Type5","narrative":"Shop, panic alarm."}
        subject.observed + {"subject":{"ref":"S1"},"observation":"Behind the counter.","weapon":"longGun","weaponChange":"firstSeen"}
        hostage.reported + {"count":4}
        incident.reclassified + {"fromClass":"ROBBERY","toClass":"HOSTAGE","fromComplexity":"Type5","toComplexity":"Type4"}
        perimeter.changed . {"ring":"inner","state":"partial","sidesCovered":2}
        command.established . {"commander":{"id":"p.sergeant","role":"patrolSupervisor"}}
        resource.requested . {"needs":[{"kind":"swatTeam","quantity":1},{"kind":"negotiationTeam","quantity":1}],"neededBy":"2025-06-03T09:40:00Z"}
        protective.action.changed + {"action":"Shelter","state":"ordered","structuresTotal":2}
        negotiation.contact.established - {"channel":"existingPhone","party":{"ref":"S1"},"by":{"id":"412","role":"patrolOfficer"}}
        demand.made . {"demandId":"D1","text":"A vehicle."}
        deadline.set + {"deadlineId":"DL1","due":"2025-06-03T09:40:00Z","by":"subject","consequence":"threat to a hostage"}
        hostage.released - {"count":1,"manner":"released"}
        negotiation.contact.lost + {"reason":"subjectHungUp","talkTimeSeconds":815}
        shots.fired + {"by":"subject","rounds":3}
        injury.reported + {"role":"hostage","severity":"serious","cause":"subject"}
        incident.reclassified + {"fromClass":"HOSTAGE","toClass":"ACTSHOOT"}
        deadline.resolved + {"deadlineId":"DL1","resolution":"passedWithAction"}
        decision.recorded + {"decision":"Immediate entry by the contact team.","kind":"entryAuthorised","rationale":"Shots, injured hostage.","authority":{"id":"p.sergeant","role":"patrolSupervisor"}}
        tactical.action.executed + {"kind":"entry","result":"completed"}
        lesslethal.deployed + {"tool":"impact40mm","rounds":1,"effect":"effective"}
        force.used + {"kind":"physicalControl","by":{"id":"contact team"},"on":{"ref":"S1"}}
        subject.incustody - {"subject":{"ref":"S1"},"force":"ref","forceEvents":["0196ed9e-9c40-7000-8000-000000000002"]}
        hostage.released - {"count":3,"manner":"rescued"}
        injury.reported + {"role":"subject","severity":"minor","cause":"lessLethal","linkedForce":"0196ed9e-9c40-7000-8000-000000000002"}
        scene.cleared - {"area":"shop","result":"found","weapons":1}
        incident.closed - {"outcome":"hostageRescue","endedAt":"2025-06-03T10:31:00Z","summary":{"lessLethalRounds":1,"forceApplications":1,"injuries":2,"injuriesSerious":1}}
        """#

    /// Checks every line and counts the trends: up, down, neither.
    private func counts(_ scenario: String) throws -> [Int] {
        var counts = [0, 0, 0]
        for (index, line) in scenario.split(separator: "\n").enumerated() {
            let parts = line.split(separator: " ", maxSplits: 2)
            var data = try CloudEvent.parse(Array(parts[2].utf8))
            data["location"] = .object([
                "label": .string("LOC-T"), "longitude": .number("0.001"), "latitude": .number("0.002"),
            ])
            var draft = EventDraft(["type": .string(String(parts[0])), "data": .object(data)])
            draft.complete(at: Timestamp(nanoseconds: 1_747_750_008_000_000_000), defaults: Self.defaults)
            if parts[0].hasPrefix("record.") { draft.document["amends"] = .string(Sample.other.description) }
            let event = try draft.event()
            #expect(!event.outline.carriesUnknown, "line \(index + 1)")
            let found = trend(of: try event.decoded())
            let expected: Trend = parts[1] == "+" ? .escalation : parts[1] == "-" ? .deescalation : .neutral
            #expect(found == expected, "line \(index + 1)")
            counts[found == .escalation ? 0 : found == .deescalation ? 1 : 2] += 1
        }
        return counts
    }

    private static let defaults: JSONObject = [
        "source": .string("cp1"), "sourceepoch": .number("1"), "sequence": .string("1"),
        "agency": .string("expd"), "subject": .string("2025-0520-001"), "status": .string("Exercise"),
        "tlp": .string("AMBER+STRICT"), "time": .string("2025-05-20T14:06:48Z"),
        "authorid": .string("a.recorder"), "authorrole": .string("commandPostRecorder"),
    ]

    @Test func peacefulSurrenderIsSaidWhole() throws {
        #expect(try counts(Self.surrender) == [20, 21, 39])
    }

    @Test func hostageRescueIsSaidWhole() throws {
        #expect(try counts(Self.rescue) == [16, 6, 4])
    }
}
