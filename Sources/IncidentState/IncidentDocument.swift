public import EventSchema

/// An incident's state as JSON, for people's tools: members in one order, times in UTC, durations in seconds.
///
/// What is not known is absent, never null. Lists are in the order of their names, and maps of counts in the
/// order of their words, so that equal states give equal bytes. There is no free text in it.
public enum IncidentDocument {
    /// The document of one state.
    ///
    /// - Parameter now: Up to when an open incident and a contact that is on are counted.
    public static func document(of incident: Incident, at now: Timestamp) -> JSONObject {
        var document: JSONObject = ["incident": .string(incident.id), "agency": .string(incident.agency)]
        document["status"] = word(incident.status)
        document["class"] = word(incident.incidentClass)
        document["complexity"] = word(incident.complexity)
        document["phase"] = word(incident.phase)
        document["open"] = .bool(incident.isOpen)
        document["outcome"] = word(incident.outcome)
        document["peaceful"] = incident.isPeaceful.map { .bool($0) }
        document["reopens"] = incident.reopens.map { .string($0) }
        document["times"] = .object(times(of: incident))
        document["seconds"] = .object(seconds(of: incident, at: now))
        document["commander"] = incident.commander.map {
            .object(["id": .string($0.id), "role": .string($0.role.word)])
        }
        document["threatLevel"] = word(incident.threatLevel)
        document["hostages"] = .object(hostages(incident.hostages))
        document["negotiation"] = .object(negotiation(incident.negotiation, at: now))
        document["demands"] = list(incident.demands, as: demand)
        document["deadlines"] = list(incident.deadlines, as: deadline)
        document["perimeters"] = list(named(incident.perimeters), as: perimeter)
        document["protections"] = .array(protections(incident.protections))
        document["resources"] = list(incident.resources, as: resource)
        document["requests"] = .array(requests(incident.requests))
        document["subjects"] = list(incident.subjects, as: subject)
        document["posts"] = list(incident.posts) { post in
            ["since": time(post.since), "reliefs": number(post.reliefs)]
        }
        document["links"] = .object(links(incident.links))
        document["lastEvent"] = incident.lastEvent.map { .object(mark($0)) }
        document["lastAuthored"] = incident.lastAuthored.map { .object(mark($0)) }
        document["recorded"] = .object(counts(incident.recorded))
        document["amended"] = .object(counts(incident.amended))
        document["amendments"] = .array(amendments(incident.amendments))
        document["pendingAmendments"] = .array(pending(incident.pendingAmendments))
        return document
    }

    private static func times(of incident: Incident) -> JSONObject {
        let moments: [(String, Timestamp?)] = [
            ("declared", incident.declaredAt), ("command", incident.commandAt),
            ("containment", incident.containmentAt), ("firstContact", incident.firstContactAt),
            ("surrendered", incident.surrenderedAt), ("custody", incident.custodyAt),
            ("allInCustody", incident.allInCustodyAt), ("cleared", incident.clearedAt),
            ("closed", incident.closedAt),
        ]
        var times: JSONObject = [:]
        for (name, moment) in moments { times[name] = moment.map(time) }
        return times
    }

    private static func seconds(of incident: Incident, at now: Timestamp) -> JSONObject {
        let spans: [(String, Int?)] = [
            ("duration", incident.seconds(to: incident.closedAt ?? now)),
            ("toCommand", incident.seconds(to: incident.commandAt)),
            ("toContainment", incident.seconds(to: incident.containmentAt)),
            ("toFirstContact", incident.seconds(to: incident.firstContactAt)),
            ("toCustody", incident.seconds(to: incident.custodyAt)),
            ("publishLagMax", Int(incident.publishLagMax.components.seconds)),
        ]
        var seconds: JSONObject = [:]
        for (name, span) in spans { seconds[name] = span.map(number) }
        return seconds
    }

    private static func hostages(_ hostages: Hostages) -> JSONObject {
        var document: JSONObject = [:]
        document["firstReported"] = hostages.firstReported.map(number)
        document["reportedMax"] = number(hostages.reportedMax)
        document["held"] = number(hostages.held)
        document["freed"] = number(hostages.freed)
        document["changed"] = hostages.changedAt.map(time)
        return document
    }

    private static func negotiation(_ talk: Negotiation, at now: Timestamp) -> JSONObject {
        var document: JSONObject = ["on": .bool(talk.isOn)]
        document["channel"] = word(talk.channel)
        document["established"] = talk.establishedAt.map(time)
        document["party"] = talk.party.map { .string($0) }
        document["ended"] = talk.endedAt.map(time)
        document["lostReason"] = word(talk.lostReason)
        document["riskTrend"] = word(talk.riskTrend)
        let seconds = talk.talkSeconds(at: now)
        document["talkSeconds"] = number(seconds.values.reduce(0, +))
        document["talkSecondsByChannel"] = counts(named(seconds))
        return document
    }

    private static func demand(_ demand: Demand) -> JSONObject {
        [
            "event": .string(demand.event.description), "made": time(demand.madeAt),
            "status": .string(demand.status.word),
        ]
    }

    private static func deadline(_ deadline: Deadline) -> JSONObject {
        var document: JSONObject = ["event": .string(deadline.event.description)]
        document["set"] = deadline.setAt.map(time)
        document["due"] = deadline.due.map(time)
        document["setBy"] = word(deadline.setBy)
        document["nature"] = .string(deadline.nature.word)
        document["open"] = .bool(deadline.isOpen)
        document["resolution"] = word(deadline.resolution)
        document["resolved"] = deadline.resolvedAt.map(time)
        return document
    }

    private static func perimeter(_ perimeter: Perimeter) -> JSONObject {
        var document: JSONObject = [:]
        document["state"] = word(perimeter.state)
        document["changed"] = perimeter.changedAt.map(time)
        document["established"] = perimeter.establishedAt.map(time)
        document["posts"] = perimeter.posts.map(number)
        document["sidesCovered"] = perimeter.sidesCovered.map(number)
        document["breached"] = perimeter.breachedAt.map(time)
        return document
    }

    private static func subject(_ subject: Subject) -> JSONObject {
        var document: JSONObject = [:]
        document["surrendered"] = subject.surrenderedAt.map(time)
        document["custody"] = subject.custodyAt.map(time)
        return document
    }

    private static func requests(_ requests: [EventID: ResourceRequest]) -> [JSONValue] {
        requests.map { ($0.description, $1) }.sorted { $0.0 < $1.0 }.map { event, request in
            var document: JSONObject = ["event": .string(event), "requested": time(request.requestedAt)]
            document["neededBy"] = request.neededBy.map(time)
            document["needs"] = counts(named(request.needs))
            document["arrived"] = counts(named(request.arrived))
            document["filled"] = request.filledAt.map(time)
            return .object(document)
        }
    }

    private static func pending(_ pending: [EventID: EventID]) -> [JSONValue] {
        pending.map { ($0.description, $1.description) }.sorted { $0.0 < $1.0 }.map { amendment, event in
            .object(["event": .string(event), "amendment": .string(amendment)])
        }
    }

    private static func protections(_ protections: [ProtectionKey: Protection]) -> [JSONValue] {
        protections.sorted { $0.key < $1.key }.map { key, value in
            var document: JSONObject = ["name": .string(key.action.word)]
            if !key.place.isEmpty { document["place"] = .string(key.place) }
            for member in protection(value).members { document[member.name] = member.value }
            return .object(document)
        }
    }

    private static func protection(_ protection: Protection) -> JSONObject {
        var document: JSONObject = ["state": .string(protection.state.word)]
        document["ordered"] = time(protection.orderedAt)
        document["changed"] = time(protection.changedAt)
        document["structuresTotal"] = protection.structuresTotal.map(number)
        document["structuresDone"] = protection.structuresDone.map(number)
        document["persons"] = protection.persons.map(number)
        document["refusals"] = protection.refusals.map(number)
        return document
    }

    private static func resource(_ resource: Resource) -> JSONObject {
        var document: JSONObject = [:]
        document["kind"] = word(resource.kind)
        document["status"] = .string(resource.status.word)
        document["changed"] = time(resource.changedAt)
        document["quantity"] = number(resource.quantity)
        document["personnel"] = resource.personnel.map(number)
        return document
    }

    private static func counts(_ tally: Tally) -> JSONObject {
        var document: JSONObject = ["events": number(tally.events)]
        document["unknownTypeEvents"] = number(tally.unknownTypeEvents)
        document["escalations"] = number(tally.count(of: .escalation))
        document["deescalations"] = number(tally.count(of: .deescalation))
        document["neutral"] = number(tally.count(of: .neutral))
        document["contactsEstablished"] = counts(named(tally.contactsEstablished))
        document["contactsAttempted"] = counts(named(tally.contactsAttempted))
        document["contactsLost"] = number(tally.contactsLost)
        document["demands"] = number(tally.demands)
        document["deadlines"] = number(tally.deadlines)
        document["deadlinesResolved"] = counts(named(tally.deadlinesResolved))
        document["hostagesReleased"] = counts(named(tally.hostagesReleased))
        document["injuries"] = .array(injuries(tally.injuries))
        document["shotsFired"] = number(tally.shotsFired)
        document["rounds"] = counts(named(tally.rounds))
        document["lessLethalRounds"] = counts(named(tally.lessLethalRounds))
        document["chemicalCanisters"] = counts(named(tally.chemicalCanisters))
        document["force"] = counts(named(tally.force))
        document["corrections"] = number(tally.corrections)
        document["retractions"] = number(tally.retractions)
        document["redactions"] = number(tally.redactions)
        document["eventsByType"] = counts(tally.eventsByType)
        document["eventsBySource"] = counts(tally.eventsBySource)
        return document
    }

    private static func injuries(_ injuries: [InjuryKind: Int]) -> [JSONValue] {
        let rows = injuries.map { kind, count in
            (words: [kind.role.word, kind.severity.word, kind.cause.word], kind.isBeforePolice, count)
        }
        return rows.sorted { left, right in
            left.words != right.words ? left.words.lexicographicallyPrecedes(right.words) : !left.1 && right.1
        }.map { words, isBeforePolice, count in
            .object([
                "role": .string(words[0]), "severity": .string(words[1]), "cause": .string(words[2]),
                "beforePolice": .bool(isBeforePolice), "count": number(count),
            ])
        }
    }

    private static func amendments(_ amendments: [EventID: AmendmentMark]) -> [JSONValue] {
        amendments.map { ($0.description, $1) }.sorted { $0.0 < $1.0 }.map { event, mark in
            .object([
                "event": .string(event), "corrected": .bool(mark.isCorrected),
                "retracted": .bool(mark.isRetracted), "redacted": .bool(mark.isRedacted),
            ])
        }
    }

    private static func links(_ links: [LinkRelation: Set<String>]) -> JSONObject {
        var document: JSONObject = [:]
        for (relation, incidents) in named(links).sorted(by: { $0.key < $1.key }) {
            document[relation] = .array(incidents.sorted().map { .string($0) })
        }
        return document
    }

    private static func mark(_ mark: EventMark) -> JSONObject {
        var document: JSONObject = ["event": .string(mark.id.description)]
        document["type"] = mark.type.map { .string($0) }
        document["at"] = time(mark.at)
        return document
    }

    /// A list of things that authors named, each with its name first.
    private static func list<Thing>(
        _ things: [String: Thing],
        as document: (Thing) -> JSONObject
    ) -> JSONValue {
        .array(
            things.sorted { $0.key < $1.key }.map { name, thing in
                var object: JSONObject = ["name": .string(name)]
                for member in document(thing).members { object[member.name] = member.value }
                return .object(object)
            }
        )
    }

    private static func named<Word: Vocabulary, Value>(_ values: [Word: Value]) -> [String: Value] {
        // An author's unknown word can never spell a known one, or it would have been read as that.
        Dictionary(values.map { ($0.word, $1) }, uniquingKeysWith: { first, _ in first })
    }

    private static func counts(_ counts: [String: Int]) -> JSONValue {
        var document: JSONObject = [:]
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) { document[name] = number(count) }
        return .object(document)
    }

    private static func word(_ word: (some Vocabulary)?) -> JSONValue? { word.map { .string($0.word) } }

    private static func time(_ time: Timestamp) -> JSONValue { .string(time.rfc3339) }

    private static func number(_ number: Int) -> JSONValue { .number(String(number)) }
}
