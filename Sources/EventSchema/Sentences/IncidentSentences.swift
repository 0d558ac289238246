/// The course of an incident and its command.
extension EventSentence {
    static func sentence(of payload: IncidentDeclared, _ event: Event) -> Sentence {
        Sentence(
            phrase("Declared", plain(payload.incidentClass)),
            payload.complexity,
            place(event.location).after("at"),
            weapon(payload.weapon),
            payload.reopens.after("reopens")
        ).saying(payload.reason)
    }

    static func sentence(of payload: IncidentReclassified) -> Sentence {
        let (from, to) = (plain(payload.fromClass), plain(payload.toClass))
        let isOther = payload.fromComplexity != payload.toComplexity
        if from == to, isOther {
            return Sentence(
                phrase(to, payload.toComplexity.after("now")),
                payload.fromComplexity.after("was"),
                person(payload.decidedBy).after("by")
            ).saying(payload.basis)
        }
        return Sentence(
            phrase(to, isOther ? payload.toComplexity : ""),
            phrase("was", from, isOther ? payload.fromComplexity : ""),
            person(payload.decidedBy).after("by")
        ).saying(payload.basis)
    }

    static func sentence(of payload: IncidentPhaseChanged) -> Sentence {
        Sentence(plain(payload.to).after("Phase"), plain(payload.from).after("was")).saying(payload.reason)
    }

    static func sentence(of payload: IncidentClosed, _ event: Event) -> Sentence {
        Sentence(
            phrase("Closed", plain(payload.outcome).after("as")),
            counts(payload.summary),
            payload.endedAt == event.observedAt
                ? "" : time(payload.endedAt, of: event, isThere: payload.hasEndedAt).after("ended")
        )
    }

    static func sentence(of payload: IncidentLinked) -> Sentence {
        let incidents = list(payload.incidents)
        return Sentence(
            phrase("Linked with", incidents, payload.otherAgency.after("of")),
            plain(payload.relation)
        ).saying(payload.reason)
    }

    static func sentence(of payload: CommandEstablished, _ event: Event) -> Sentence {
        Sentence(
            phrase(
                plain(payload.structure).capitalised,
                payload.structure.isBlank ? "Command established" : "command established",
                place(event.location).after("at"),
                personInRole(payload.commander).after("by")
            ),
            list(payload.talkgroups),
            place(payload.staging).after("staging at")
        )
    }

    static func sentence(of payload: CommandTransferred) -> Sentence {
        Sentence(
            phrase(
                "Command passed",
                person(payload.from).after("from"),
                personInRole(payload.to).after("to")
            ),
            payload.hasBriefed ? payload.briefed ? "briefed" : "not briefed" : ""
        )
    }

    static func sentence(of payload: DecisionRecorded, _ event: Event) -> Sentence {
        Sentence(
            phrase("Decided", person(payload.authority).after("by")),
            payload.kind == "other" ? "" : plain(payload.kind),
            payload.reference,
            time(payload.expiresAt, of: event, isThere: payload.hasExpiresAt).after("until"),
            payload.hasExecuted ? payload.executed ? "carried out" : "not carried out" : ""
        ).saying(
            payload.decision,
            labelled("Conditions", payload.conditions),
            labelled("Reason", [payload.rationale])
        )
    }

    static func sentence(of payload: StatusReported, _ event: Event) -> Sentence {
        let from = time(payload.periodFrom, of: event, isThere: payload.hasPeriodFrom)
        let to = time(payload.periodTo, of: event, isThere: payload.hasPeriodTo)
        return Sentence(
            phrase(plain(payload.kind).capitalised, "report", payload.hasNumber ? "\(payload.number)" : ""),
            phrase(from.after("from"), to.after("to")),
            plain(payload.phase).after("phase"),
            counts(payload.counts)
        ).saying(labelled("Objectives", payload.objectives), labelled("Planned", payload.planned))
    }
}
