/// Units, posts, perimeters and what the public is told.
extension EventSentence {
    static func sentence(of payload: ResourceRequested, _ event: Event) -> Sentence {
        let needs = payload.needs.map { need in
            let kind = plain(need.kind)
            return count(need.quantity, need.hasNimsType ? "type \(need.nimsType) \(kind)" : kind)
        }
        return Sentence(
            phrase(
                list(needs).after("Requested"),
                time(payload.neededBy, of: event, isThere: payload.hasNeededBy).after("by"),
                place(payload.deliverTo).after("at")
            ),
            payload.mutualAid ? "mutual aid" : ""
        )
    }

    static func sentence(of payload: ResourceStatusChanged) -> Sentence {
        let isGoing = UnitStatus(payload.status) == .transporting
        return Sentence(
            phrase(
                list(payload.resources.map(unit)),
                plain(payload.status),
                isGoing ? payload.facility.after("to") : ""
            ),
            isGoing ? "" : payload.facility
        )
    }

    static func sentence(of payload: PersonnelRelieved) -> Sentence {
        let time = payload.hasTimeOnPostSeconds ? duration(seconds: payload.timeOnPostSeconds) : ""
        return Sentence(
            phrase(
                plain(payload.post).capitalised,
                "relieved",
                unit(payload.relief).after("by"),
                unit(payload.relieved).after("for"),
                time.after("after")
            ),
            payload.hasPersonnel ? count(payload.personnel, "person") : ""
        )
    }

    static func sentence(of payload: PerimeterChanged) -> Sentence {
        Sentence(
            phrase(plain(payload.ring).capitalised, "perimeter", plain(payload.state)),
            payload.hasSidesCovered ? "\(payload.sidesCovered) of 4 sides" : "",
            list(payload.sides).after(payload.sides.count == 1 ? "side" : "sides"),
            payload.hasPosts ? count(payload.posts, "post") : ""
        )
    }

    static func sentence(of payload: PerimeterBreached, _ event: Event) -> Sentence {
        let party = payload.party == "unknown" ? "someone unknown" : plain(payload.party)
        return Sentence(
            phrase(
                plain(payload.ring).capitalised,
                "perimeter breached",
                party.after("by"),
                plain(payload.direction).after("going")
            ),
            place(event.location),
            payload.resolved ? "over" : ""
        )
    }

    static func sentence(of payload: ProtectiveActionChanged) -> Sentence {
        let total = payload.hasStructuresTotal ? count(payload.structuresTotal, "house") : ""
        let structures =
            payload.hasStructuresDone
            ? total.isEmpty
                ? count(payload.structuresDone, "house") : "\(payload.structuresDone) of \(total)" : total
        let isUnderWay = payload.state == "inProgress" && payload.hasStructuresDone
        let action = ProtectiveAction(payload.action)
        let state =
            isUnderWay || action == .allClear && payload.state == "lifted" ? "" : plain(payload.state)
        return Sentence(
            phrase(name(of: action), state, isUnderWay ? structures : ""),
            isUnderWay ? "" : structures,
            payload.hasPersons ? count(payload.persons, "person") : "",
            payload.hasRefusals ? "\(payload.refusals) refused" : "",
            place(payload.assembly).after("assembly at")
        )
    }

    private static func name(of action: ProtectiveAction) -> String {
        switch action {
        case .evacuate: "Evacuation"
        case .avoid: "Avoidance"
        case .prepare: "Preparation"
        case .execute: "Execution"
        case .monitor: "Monitoring"
        case .assess: "Assessment"
        case .none: "No action"
        case .shelter, .allClear, .other: plain(action.word).capitalised
        }
    }

    static func sentence(of payload: PublicInformationReleased) -> Sentence {
        Sentence(
            phrase(
                "Public statement",
                list(payload.channels.map(plain)).after("by"),
                plain(payload.action).after("to")
            ),
            payload.capMessageType.after("CAP"),
            payload.languages.isEmpty ? "" : list(payload.languages).after("in"),
            person(payload.releasedBy).after("released by")
        ).saying(payload.text)
    }
}
