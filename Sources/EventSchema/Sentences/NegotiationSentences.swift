/// Contact, demands, deadlines and deliveries.
extension EventSentence {
    static func sentence(of payload: ContactAttempted) -> Sentence {
        Sentence(
            phrase(
                "Contact attempt",
                payload.hasAttemptNumber ? "\(payload.attemptNumber)" : "",
                by(channel: payload.channel)
            ),
            plain(payload.result),
            phrase(person(payload.by), payload.hasBy ? "trying" : "")
        )
    }

    static func sentence(of payload: ContactEstablished) -> Sentence {
        Sentence(
            phrase("In contact", payload.party.ref.after("with"), by(channel: payload.channel)),
            phrase(person(payload.by), payload.hasBy ? "talking" : ""),
            payload.language.after("in"),
            payload.thirdParty ? "third party on the line" : "",
            payload.recorded ? "recorded" : ""
        )
    }

    static func sentence(of payload: ContactLost, _ event: Event) -> Sentence {
        let reason =
            switch LostReason(payload.reason) {
            case .planned: "as planned"
            case .tacticalOrder: "on tactical order"
            case .other("other"): ""
            case .subjectHungUp, .lineDropped, .batteryDead, .noResponse, .other: plain(payload.reason)
            }
        let talk = payload.hasTalkTimeSeconds ? duration(seconds: payload.talkTimeSeconds) : ""
        return Sentence(phrase("Contact", by(channel: payload.channel), "lost")).saying(
            [
                phrase(reason, talk.after("after")),
                time(payload.expectedReturn, of: event, isThere: payload.hasExpectedReturn)
                    .after("expected back"),
            ].filter { !$0.isBlank }.joined(separator: ", ")
        )
    }

    static func sentence(of payload: DemandMade) -> Sentence {
        Sentence(
            phrase("Demand", payload.demandID, payload.forPerson.ref.after("for")),
            payload.substantive ? "substantive" : "",
            payload.status == "open" ? "" : plain(payload.status)
        ).saying(payload.text)
    }

    static func sentence(of payload: DeadlineSet, _ event: Event) -> Sentence {
        Sentence(
            phrase(
                "Deadline",
                payload.deadlineID,
                time(payload.due, of: event, isThere: payload.hasDue).after("at"),
                plain(payload.by).after("by")
            ),
            payload.nature == "threat" ? "" : plain(payload.nature)
        ).saying(payload.consequence.after("consequence"))
    }

    static func sentence(of payload: DeadlineResolved, _ event: Event) -> Sentence {
        Sentence(
            phrase(
                "Deadline",
                payload.deadlineID,
                plain(payload.resolution),
                time(payload.newDue, of: event, isThere: payload.hasNewDue).after("to")
            )
        )
    }

    static func sentence(of payload: ProgressAssessed) -> Sentence {
        Sentence(
            phrase("Position paper", payload.hasNumber ? "\(payload.number)" : ""),
            plain(payload.trend).after("risk"),
            payload.hasContacts ? count(payload.contacts, "contact") : "",
            list(payload.indicators.map(plain))
        ).saying(
            payload.assessment,
            labelled("Status", [payload.status]),
            labelled("Recommendation", [payload.recommendation])
        )
    }

    static func sentence(of payload: DeliveryMade) -> Sentence {
        let way = payload.direction == "out" ? "passed out" : "delivered"
        return Sentence(
            phrase(
                list(payload.items.map(plain)).capitalised,
                payload.accepted ? way : "offered",
                plain(payload.by).after("by"),
                payload.exchangeFor.ref.after("in return for")
            ),
            payload.accepted ? "" : "not accepted"
        )
    }
}
