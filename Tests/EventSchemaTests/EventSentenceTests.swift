// Each line of the tables is one event, however long.
// swift-format-ignore-file
import EventSchema
import Foundation
import SwiftProtobuf
import Testing

@Suite struct EventSentenceTests {
    /// Type, the document's `data`, and the sentence.
    private static let examples: [(type: String, data: String, sentence: String)] = [
        ("incident.declared", #"{"class":"BARICADE","weapon":"noneSeen","reopens":"2025-0519-004","reason":"Arrest failed."}"#, "Declared BARICADE, at LOC-T, no weapon seen, reopens 2025-0519-004: Arrest failed."),
        ("incident.reclassified", #"{"fromClass":"HOSTAGE","toClass":"HOSTAGE","fromComplexity":"Type4","toComplexity":"Type3"}"#, "HOSTAGE now Type3, was Type4"),
        ("incident.phase.changed", #"{"from":"negotiation","to":"custodyAndClear"}"#, "Phase custody and clear, was negotiation"),
        ("incident.closed", #"{"outcome":"falseReport","endedAt":"2025-05-21T01:02:03Z","summary":{"hostagesHeld":0,"deaths":0}}"#, "Closed as false report, 0 held, nobody dead, ended 2025-05-21 01:02 UTC"),
        ("incident.linked", #"{"relation":"merged","incidents":["A-1","A-2"],"otherAgency":"kcpd","reason":"Same car"}"#, "Linked with A-1, A-2 of kcpd, merged: Same car"),
        ("command.established", #"{"commander":{"id":"duty.major","role":"incidentCommander"},"structure":"unified","talkgroups":["TAC-3"],"staging":{"label":"LOC-S"}}"#, "Unified command established at LOC-T by duty.major (incident commander), TAC-3, staging at LOC-S"),
        ("command.transferred", #"{"from":{"id":"a","role":"patrolSupervisor"},"to":{"id":"b","role":"incidentCommander","agency":"kcpd"},"briefed":false}"#, "Command passed from a to b of kcpd (incident commander), not briefed"),
        ("decision.recorded", #"{"decision":"Gas plan approved","kind":"chemicalAgentAuthorised","authority":{"id":"duty.major","role":"incidentCommander"},"conditions":["commander's word","no hostage near"],"rationale":"No talk.","executed":false,"expiresAt":"2025-05-20T18:00:00Z","reference":"W-1"}"#, "Decided by duty.major, chemical agent authorised, W-1, until 18:00 UTC, not carried out: Gas plan approved. Conditions: commander's word; no hostage near. Reason: No talk."),
        ("resource.requested", #"{"needs":[{"kind":"ambulanceALS","quantity":2},{"kind":"swatTeam","quantity":1,"nimsType":1}],"deliverTo":{"label":"LOC-S"},"mutualAid":true}"#, "Requested 2 ALS ambulances, 1 type 1 SWAT team at LOC-S, mutual aid"),
        ("resource.status.changed", #"{"resources":[{"id":"ALS","quantity":2},{"id":"412"},{"id":"1","agency":"kcpd"},{"id":"2"},{"id":"3"},{"id":"4"}],"status":"Transporting","facility":"St. Mary"}"#, "2 × ALS, 412, kcpd/1, 2 and 2 more transporting to St. Mary"),
        ("personnel.relieved", #"{"post":"primaryNegotiator","relieved":{"id":"team A"},"relief":{"id":"team B"},"timeOnPostSeconds":12720,"personnel":1}"#, "Primary negotiator relieved by team B for team A after 3:32:00, 1 person"),
        ("perimeter.changed", #"{"ring":"inner","state":"adjusted","posts":1,"sidesCovered":3,"sides":["B","C"]}"#, "Inner perimeter adjusted, 3 of 4 sides, sides B, C, 1 post"),
        ("perimeter.breached", #"{"ring":"outer","direction":"in","party":"relative","resolved":true}"#, "Outer perimeter breached by relative going in, LOC-T, over"),
        ("protective.action.changed", #"{"action":"Evacuate","state":"inProgress","structuresTotal":6,"structuresDone":4,"persons":9,"refusals":1}"#, "Evacuation 4 of 6 houses, 9 people, 1 refused"),
        ("public.information.released", #"{"channels":["socialMedia"],"text":"Stay inside.","action":"Shelter","capMessageType":"Update","languages":["en","es"],"releasedBy":{"id":"pio","role":"publicInformationOfficer"}}"#, "Public statement by social media to shelter, CAP Update, in en, es, released by pio: Stay inside."),
        ("subject.observed", #"{"subject":{"ref":"S1"},"observation":"At the window.","weapon":"longGun","weaponChange":"firstSeen","behaviour":"aiming","accessToHostages":false,"others":[{"ref":"H1"}],"othersCondition":"minor"}"#, "S1 seen at LOC-T, long gun first seen, aiming, no reach to hostages, with H1 (minor injuries): At the window."),
        ("threat.assessed", #"{"level":"high","previous":"high","trend":"increasing"}"#, "Threat high, unchanged, increasing"),
        ("hostage.reported", #"{"count":1,"juveniles":1,"condition":"uninjured"}"#, "1 hostage reported, uninjured: 1 juvenile"),
        ("hostage.released", #"{"count":2,"manner":"escaped","persons":[{"ref":"H1"},{"ref":"H2"}],"condition":"serious","exchange":"0196eeb7-1ca0-7001-8000-000000000037","handedTo":"EMS"}"#, "2 hostages escaped, H1, H2, serious injuries, in an exchange, handed to EMS"),
        ("injury.reported", #"{"role":"witness","severity":"critical","cause":"officerForce","count":2,"treatment":"transported"}"#, "Critical injury to 2 witnesses by officer force, taken to hospital"),
        ("shots.fired", #"{"by":"officer","direction":"at the door","weapon":"handgun","hits":false}"#, "Shots by officer at the door, LOC-T, handgun, nobody hit"),
        ("negotiation.contact.attempted", #"{"channel":"thirdParty","result":"hungUp","by":{"id":"412","role":"patrolOfficer"},"attemptNumber":3}"#, "Contact attempt 3 through a third party, hung up, 412 trying"),
        ("negotiation.contact.established", #"{"channel":"faceToFace","party":{"ref":"S1"},"recorded":true,"language":"es","thirdParty":true}"#, "In contact with S1 face to face, in es, third party on the line, recorded"),
        ("negotiation.contact.lost", #"{"reason":"planned","talkTimeSeconds":65,"expectedReturn":"2025-05-20T16:30:00Z","channel":"throwPhone"}"#, "Contact by throw phone lost: as planned after 1:05, expected back 16:30 UTC"),
        ("demand.made", #"{"demandId":"D3","text":"Food.","for":{"ref":"H2"},"substantive":true,"status":"refused"}"#, "Demand D3 for H2, substantive, refused: Food."),
        ("deadline.set", #"{"deadlineId":"DL2","due":"2025-05-21T00:30:00Z","by":"command","nature":"commitment"}"#, "Deadline DL2 at 2025-05-21 00:30 UTC by command, commitment"),
        ("deadline.resolved", #"{"deadlineId":"DL1","resolution":"extended","newDue":"2025-05-20T17:00:00Z"}"#, "Deadline DL1 extended to 17:00 UTC"),
        ("negotiation.progress.assessed", #"{"trend":"DECREA","assessment":"Calmer","status":"Talking.","recommendation":"Go on","contacts":1,"indicators":["nooneNewlyHurt"],"number":2}"#, "Position paper 2, risk decreasing, 1 contact, no one newly hurt: Calmer. Status: Talking. Recommendation: Go on"),
        ("delivery.made", #"{"items":["crisisLineCard","food"],"accepted":false,"by":"thirdParty"}"#, "Crisis line card, food offered by third party, not accepted"),
        ("tactical.action.executed", #"{"kind":"k9Deployed","result":"completed","equipment":["muzzle"]}"#, "K9 deployed, with muzzle"),
        ("lesslethal.deployed", #"{"tool":"impact40mm","rounds":1,"effect":"unknown","target":{"ref":"S1"},"by":{"id":"SWAT"}}"#, "Less-lethal 40 mm impact on S1 by SWAT, 1 round, effect unknown"),
        ("chemicalagent.deployed", #"{"agent":"CS","canisters":2,"delivery":"launcher","warningGiven":true,"ventilated":false}"#, "2 canisters of CS by launcher, LOC-T, after a warning, not aired"),
        ("force.used", #"{"kind":"k9Bite","by":{"id":"K9-2"},"on":{"ref":"S1"},"result":"minor","supervisorPresent":true,"reportNumber":"F-9"}"#, "K9 bite by K9-2 on S1, minor injuries, supervisor present, report F-9"),
        ("subject.surrendered", #"{"subject":{"ref":"S1"},"exit":{"label":"LOC-T","side":"A"},"weaponStatus":"left in the kitchen"}"#, "S1 surrenders, exit LOC-T side A, weapon left in the kitchen"),
        ("subject.incustody", #"{"subject":{"ref":"S1"},"force":"ref","medical":true}"#, "S1 in custody with force, medical check done"),
        ("scene.cleared", #"{"area":"shop","result":"found","weapons":1,"persons":2,"hazards":["gas","glass"],"handedTo":"owner"}"#, "Searched shop, 1 weapon and 2 people found, handed to owner: Hazards: gas; glass"),
        ("status.reported", #"{"number":2,"kind":"update","periodFrom":"2025-05-20T15:00:00Z","periodTo":"2025-05-20T16:00:00Z","counts":{"hostagesHeld":1,"hostagesReleased":2,"injuries":2,"injuriesSerious":1},"objectives":["Talk"],"phase":"negotiation"}"#, "Update report 2, from 15:00 UTC to 16:00 UTC, phase negotiation, 1 held, 2 released, 2 hurt (1 seriously): Objectives: Talk"),
        ("log.entry", #"{"text":"Caller says that one shot was fired."}"#, "Caller says that one shot was fired."),
        ("record.corrected", #"{"changes":[{"pointer":"/data/count","value":2},{"pointer":"/data/location/label"},{"pointer":"/data/weaponChange","value":"noLongerHeld"}],"reason":"Recounted."}"#, "Corrected: count is now 2, location label removed, weapon change is now no longer held. Recounted."),
        ("record.retracted", #"{"reason":"notAsReported"}"#, "Struck: not as reported"),
        ("record.redacted", #"{"pointers":["/data/narrative"],"basis":"juvenile","visibleTo":"AMBER","statute":"Act 9"}"#, "Redacted narrative, to protect a juvenile, shown from AMBER up, Act 9"),
        ("external.record", #"{"system":"CAD","recordId":"4711","kind":"call","body":"Man with a gun"}"#, "CAD call 4711: Man with a gun"),
        ("record.erased", #"{"stream":"0196ed9e-9c40-7000-8000-000000000003","sequence":17,"authority":{"id":"court","role":"court"},"statute":"Act 9","reason":"Sealed."}"#, "Record 17 erased by court under Act 9: Sealed."),
        ("source.heartbeat", #"{"lastSequence":23,"clockOffsetMs":4,"clockSync":"ntp","backlog":3,"signingOff":true}"#, "cp1 signs off, last event 23, clock +4 ms by ntp, 3 waiting"),
        ("alert.raised", #"{"rule":"R01 Shots fired","key":"x","text":"Shots fired by subject","audience":["command","medics"]}"#, "R01 Shots fired: Shots fired by subject → command, medics"),
        ("alert.delivered", #"{"alert":"0196ed9e-9c40-7000-8000-000000000003","channel":"ntfy","recipient":"medics","attempts":2,"latencyMs":2440}"#, "Alert delivered to medics by ntfy in 2.4 s, 2 attempts"),
        ("alert.failed", #"{"alert":"0196ed9e-9c40-7000-8000-000000000003","channel":"ntfy","recipient":"medics","attempts":1,"reason":"503","gaveUp":true}"#, "Alert not delivered to medics by ntfy after 1 attempt, given up: 503"),
        ("alert.acknowledged", #"{"alert":"0196ed9e-9c40-7000-8000-000000000003","by":{"id":"medic2","role":"tacticalMedic"},"action":"snooze","until":"2025-05-20T15:00:00Z","note":"On it","channel":"board"}"#, "Alert snoozed by medic2 until 15:00 UTC, through board: On it"),
        ("alert.escalated", #"{"alert":"0196ed9e-9c40-7000-8000-000000000003","audience":["chief"],"step":2,"reason":"Nobody answered."}"#, "Alert escalated to chief, step 2: Nobody answered."),
        ("alert.silenced", #"{"silence":"s1","by":{"id":"u17","role":"dispatcher"},"until":"2025-05-20T15:00:00Z","rule":"R09","reason":"Known"}"#, "Alerts of R09 silenced by u17 until 15:00 UTC: Known"),
        ("alert.resolved", #"{"alert":"0196ed9e-9c40-7000-8000-000000000003","reason":"Contact is back."}"#, "Alert resolved: Contact is back."),
        ("archive.checkpoint", #"{"stream":"0196ed9e-9c40-7000-8000-000000000003","sequence":2780,"treeSize":2780,"rootSha256":"\#(String(repeating: "0a", count: 32))","archive":"main"}"#, "Archive main complete up to record 2780"),
    ]

    private static let defaults: JSONObject = [
        "source": .string("cp1"), "sourceepoch": .number("1"), "sequence": .string("1"),
        "agency": .string("expd"), "subject": .string("2025-0520-001"), "status": .string("Exercise"),
        "tlp": .string("AMBER"), "time": .string("2025-05-20T14:06:48Z"),
        "authorid": .string("a.recorder"), "authorrole": .string("commandPostRecorder"),
        "amends": .string(Sample.other.description),
    ]

    private static func event(_ type: String, _ data: String) throws -> Event {
        var data = try CloudEvent.parse(Array(data.utf8))
        data["location"] = .object(["label": .string("LOC-T")])
        var draft = EventDraft(["type": .string(type), "data": .object(data)])
        draft.complete(at: Timestamp(nanoseconds: 1_747_750_008_000_000_000), defaults: defaults)
        return try draft.event().decoded()
    }

    @Test func everyTypeHasAnExample() {
        #expect(Set(Self.examples.map(\.type)) == Set(SchemaTable.events.map(\.type)))
    }

    @Test(arguments: examples)
    func says(type: String, data: String, sentence: String) throws {
        #expect(try EventSentence.text(of: Self.event(type, data)) == sentence)
    }

    private static func scenario(_ name: String) throws -> [Event] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try Array(Data(contentsOf: root.appending(path: "Scenarios/\(name)")))
        return try EventBatch.decode(text, format: .lines).filter { $0.outline.category == .authored }
            .map { try $0.decoded() }
    }

    @Test(arguments: ["a-hostage-standoff.ndjson", "b-robbery.ndjson"])
    func everyEventOfAScenarioReadsWell(name: String) throws {
        let events = try Self.scenario(name)
        #expect(events.count > 20)
        for event in events {
            let sentence = EventSentence.text(of: event)
            #expect(sentence.count >= 8 && sentence.count <= 170, "\(sentence)")
            for wrong in [" nil", "(nil", "Optional", "  ", ": :", ", ,", ",,", " ,", " :", ": ,", "()", "1970"] {
                #expect(!sentence.contains(wrong), "\(sentence)")
            }
            #expect(!sentence.hasSuffix(":") && !sentence.hasSuffix(",") && !sentence.hasSuffix(" "))
            #expect(sentence.first?.isWhitespace == false)
        }
    }

    @Test func tellsTheStandOff() throws {
        let sentences = try Self.scenario("a-hostage-standoff.ndjson").map(EventSentence.text)
        for sentence in Self.standOff { #expect(sentences.contains(sentence), "\(sentence)") }
    }

    private static let standOff = [
        "Declared DVA, Type5, at LOC-T, handgun: Caller left the house.",
        "412, 415 dispatched",
        "412 on scene",
        "S1 seen at LOC-T, handgun first seen: At the front window, tells officers to leave.",
        "BARICADE Type4, was DVA Type5: Operation 100 called",
        "Phase containment, was reported",
        "Command established at LOC-CP by p.sergeant (patrol supervisor), TAC-3",
        "Requested 1 SWAT team, 1 negotiation team by 15:00 UTC",
        "Evacuation ordered, 6 houses",
        "3 hostages reported: 1 adult, 2 juveniles",
        "HOSTAGE, was BARICADE",
        "Outer perimeter established, 3 posts",
        "Evacuation 4 of 6 houses, 9 people",
        "1 shot by unknown, LOC-T",
        "Struck: not as reported. Body-worn audio shows a slamming garage door.",
        "Corrected: count is now 2, persons changed. The second child is at school.",
        "Contact lost: subject hung up after 6:10",
        "Evacuation completed, 6 of 6 houses, 14 people, assembly at LOC-SCHOOL",
        "Decided by duty.major, negotiate first: Negotiate; no entry unless harm is imminent.",
        "Demand D1: Police vehicles leave the street.",
        "Deadline DL1 at 15:45 UTC by subject: consequence unclear",
        "Deadline DL1 passed without action",
        "2 shots by subject into the ceiling, LOC-T",
        "Contact lost: line dropped after 33:35",
        "Threat extreme, was high: handgun, reach to hostages",
        "In contact with S1 by existing phone: Answered after a call by loud-hailer.",
        "Throw phone delivered by robot",
        "Minor injury to officer by accident, treated on scene: Ankle, on the stairs.",
        "Food, cigarettes delivered in return for H2",
        "Inner perimeter relieved by team B after 3:32:00",
        "S1 in custody without force, last contact 50:45",
        "Searched LOC-T, 1 weapon found",
        "All clear",
        "Closed as negotiated surrender, 2 hurt",
    ]

    @Test func keepsWhatTheSchemaDoesNotKnow() throws {
        let event = Sample.event {
            $0.type = "drone.sighted"
            $0.payload = nil
        }
        #expect(EventSentence.text(of: event) == "drone.sighted: One report heard from the garage.")
        let call = try Self.event("negotiation.contact.attempted", #"{"channel":"carrierPigeon","result":"flewOff"}"#)
        #expect(EventSentence.text(of: call) == "Contact attempt by carrierPigeon, flewOff")
    }

    @Test func saysANarrativeOnce() {
        let log = Event.with {
            $0.logEntry.text = "Lights out."
            $0.narrative = "Lights out."
        }
        #expect(EventSentence.text(of: log) == "Lights out.")
        var other = log
        other.narrative = "Seen by 412"
        #expect(EventSentence.text(of: other) == "Lights out. Seen by 412")
        other.logEntry.text = "Lights out"
        #expect(EventSentence.text(of: other) == "Lights out. Seen by 412")
        other.narrative = " "
        #expect(EventSentence.text(of: other) == "Lights out")
    }

    @Test func aBareEventOfEveryTypeLeavesNoPunctuationBehind() throws {
        for type in SchemaTable.events {
            let event = try Event(eventBytes: EventGenerator.field(2, Array(type.type.utf8)) + EventGenerator.field(type.number, []))
            let sentence = EventSentence.text(of: event)
            #expect(!sentence.isEmpty, "\(type.type)")
            #expect(!sentence.contains("  ") && !sentence.contains("1970"), "\(sentence)")
            #expect(sentence.last.map { !":, ".contains($0) } == true, "\(sentence)")
        }
    }

    /// Only technical names and the proofs of an archive are left to those who open the event itself.
    private static let unsaid: Set = ["key", "capIdentifier", "note", "uri", "title"]

    @Test func losesNoFreeText() throws {
        var generator = EventGenerator(seed: 21)
        for type in SchemaTable.events {
            let payload = try #require(SchemaTable.message(type.payload))
            for _ in 0..<20 {
                let event = try ValidEvent(checking: generator.event(type.type)).decoded()
                let sentence = EventSentence.text(of: event)
                let words = EventSentence.words(of: event)
                if event.narrative.contains(where: { !$0.isWhitespace }) {
                    #expect(words.contains(event.narrative))
                    #expect(sentence.contains(event.narrative))
                }
                let isLeftOut = payload.fields.contains { Self.unsaid.contains($0.jsonName) || $0.message == "MediaRef" }
                guard !isLeftOut || type.type == "alert.acknowledged" else { continue }
                for text in words { #expect(sentence.contains(text), "\(type.type): \(text)") }
            }
        }
    }

    /// Every text field of every type that may be long, and no vocabulary, is among the words.
    @Test func everyLongTextIsAmongTheWords() throws {
        var found = 0
        for type in SchemaTable.events {
            for field in try #require(SchemaTable.message(type.payload)).fields
            where field.kind == .text && field.vocabulary == nil && field.pattern == nil && (field.lengthMax ?? 0) >= 256 {
                let text = EventGenerator.field(field.number, Array("said here".utf8))
                let event = try Event(eventBytes: EventGenerator.field(2, Array(type.type.utf8)) + EventGenerator.field(type.number, text))
                #expect(EventSentence.words(of: event) == ["said here"], "\(type.type) \(field.name)")
                found += 1
            }
        }
        #expect(found > 35)
    }

    @Test func findsWordsInCorrectionsAttachmentsAndUnknownMembers() throws {
        let correction = try Self.event("record.corrected", #"{"changes":[{"pointer":"/data/observation","value":"On the roof"},{"pointer":"/data/x","value":[1,{"a":"deep"}]}],"reason":"Misheard"}"#)
        #expect(EventSentence.words(of: correction) == ["On the roof", "deep", "Misheard"])
        let log = try Self.event("log.entry", #"{"text":"Photo","tags":["roof"],"attachments":[{"uri":"x:1","sha256":"\#(String(repeating: "0a", count: 32))","title":"Side C"}]}"#)
        #expect(EventSentence.words(of: log) == ["Photo", "x:1", "Side C"])
        let shots = try Self.event("shots.fired", #"{"by":"unknown","heardFrom":"the bridge"}"#)
        #expect(EventSentence.words(of: shots) == ["the bridge"])
        let unknown = try Self.event("drone.sighted", #"{"height":30,"seenBy":"pilot","narrative":"High."}"#)
        #expect(EventSentence.words(of: unknown) == ["High.", "pilot"])
    }
}
