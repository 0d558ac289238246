/// Subjects, hostages, the hurt and shots.
extension EventSentence {
    static func sentence(of payload: SubjectObserved, _ event: Event) -> Sentence {
        let weapon =
            switch WeaponChange(payload.weaponChange) {
            case .firstSeen: phrase(weapon(payload.weapon), "first seen")
            case .noLongerHeld: "weapon no longer held"
            case .none, .other: weapon(payload.weapon)
            }
        let condition = condition(payload.othersCondition)
        return Sentence(
            phrase(payload.subject.ref, "seen", place(event.location).after("at")),
            weapon,
            plain(payload.behaviour),
            reach(payload.accessToHostages, isKnown: payload.hasAccessToHostages),
            phrase(people(payload.others).after("with"), condition.isBlank ? "" : "(\(condition))")
        ).saying(payload.observation)
    }

    static func sentence(of payload: ThreatAssessed) -> Sentence {
        let isSame = payload.level == payload.previous
        let grounds = [
            weapon(payload.weapon), reach(payload.accessToHostages, isKnown: payload.hasAccessToHostages),
        ]
        return Sentence(
            phrase("Threat", plain(payload.level)),
            isSame ? "unchanged" : plain(payload.previous).after("was"),
            plain(payload.trend)
        ).saying(grounds.filter { !$0.isBlank }.joined(separator: ", "))
    }

    static func sentence(of payload: HostageReported) -> Sentence {
        let number = payload.count == 0 ? "No hostages" : count(payload.count, "hostage")
        return Sentence(phrase(number, "reported"), condition(payload.condition))
            .saying(ages(of: payload))
    }

    /// Who the hostages are by age, as far as the report tells.
    private static func ages(of payload: HostageReported) -> String {
        guard payload.persons.count == Int(payload.count) else {
            return payload.juveniles > 0 ? count(payload.juveniles, "juvenile") : ""
        }
        let groups = ["adult", "juvenile"].map { group in
            (group, UInt32(payload.persons.filter { $0.ageGroup == group }.count))
        }
        return groups.filter { $0.1 > 0 }.map { count($0.1, $0.0) }.joined(separator: ", ")
    }

    static func sentence(of payload: HostageReleased) -> Sentence {
        Sentence(
            phrase(count(payload.count, "hostage"), plain(payload.manner)),
            people(payload.persons),
            condition(payload.condition),
            payload.exchange.isEmpty ? "" : "in an exchange",
            payload.handedTo.after("handed to")
        )
    }

    static func sentence(of payload: InjuryReported) -> Sentence {
        let role = plain(payload.role)
        let person =
            payload.hasCount && payload.count > 1
            ? count(payload.count, role) : phrase(role, payload.person.ref)
        return Sentence(
            phrase(plain(payload.severity).capitalised, "injury", person.after("to"), cause(payload.cause)),
            payload.beforePoliceArrival ? "before police arrived" : "",
            care(payload)
        )
    }

    private static func cause(_ word: String) -> String {
        switch HarmCause(word) {
        case .selfInflicted: "(self-inflicted)"
        case .medical: "(medical)"
        case .priorToPolice: "from before police arrived"
        case .unknown: "(cause unknown)"
        case .subject, .officerForce, .lessLethal, .chemicalAgent, .accident, .other: plain(word).after("by")
        }
    }

    private static func care(_ payload: InjuryReported) -> String {
        switch Treatment(payload.treatment) {
        case .onScene: phrase("treated on scene", payload.facility)
        case .transported: "taken to \(payload.facility.isBlank ? "hospital" : payload.facility)"
        case .refused: phrase("treatment refused", payload.facility)
        case .other: phrase(plain(payload.treatment), payload.facility)
        }
    }

    static func sentence(of payload: ShotsFired, _ event: Event) -> Sentence {
        Sentence(
            phrase(
                payload.hasRounds ? count(payload.rounds, "shot") : "Shots",
                plain(payload.by).after("by"),
                payload.direction
            ),
            place(event.location),
            weapon(payload.weapon),
            payload.hasHits ? payload.hits ? "someone hit" : "nobody hit" : ""
        )
    }

    static func sentence(of payload: SubjectSurrendered) -> Sentence {
        Sentence(
            phrase(payload.subject.ref, "surrenders"),
            place(payload.exit).after("exit"),
            payload.weaponStatus.after("weapon")
        )
    }

    static func sentence(of payload: SubjectInCustody) -> Sentence {
        let force =
            switch CustodyForce(payload.force) {
            case .none: "without force"
            case .ref: "with force"
            case .other: plain(payload.force)
            }
        return Sentence(
            phrase(payload.subject.ref, "in custody", force),
            payload.hasTalkTimeSeconds ? "last contact \(duration(seconds: payload.talkTimeSeconds))" : "",
            payload.hasMedical ? payload.medical ? "medical check done" : "no medical check" : ""
        )
    }
}
