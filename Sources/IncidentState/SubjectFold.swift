import EventSchema

/// What events say of the subjects: talk with them, surrender, custody. Each is kept apart by name.
extension Incident {
    mutating func know(_ subject: String, _ cause: SceneCause) {
        guard subjects[subject] == nil else { return }
        subjects[subject] = Subject()
        guard allInCustodyAt != nil else { return }
        allInCustodyAt = nil
        talkStages.append(IncidentStage(firstContactAt == nil ? .noContact : .contact, by: cause))
    }

    mutating func talk(_ contact: ContactEstablished, _ cause: SceneCause) {
        let party = contact.party.ref
        let isSubject = !contact.party.hasRole || PersonRole(contact.party.role) == .subject
        if isSubject, !contact.thirdParty { know(party, cause) }
        negotiation.begin(NegotiationChannel(contact.channel), with: party, at: cause.at)
        for lost in clocks.running(.contactLost) where !areTwoSubjects(lost, party) {
            clocks.end(.contactLost, lost, at: cause.at)
        }
        clocks.endAll(.noContact, at: cause.at)
        guard firstContactAt == nil else { return }
        firstContactAt = cause.at
        if allInCustodyAt == nil { talkStages.append(IncidentStage(.contact, by: cause)) }
        guard posts["primaryNegotiator"] == nil else { return }
        posts["primaryNegotiator"] = Post(since: cause.at)
        clocks.begin(.post, "primaryNegotiator", by: cause)
    }

    mutating func lose(_ loss: ContactLost, _ cause: SceneCause) {
        let party = negotiation.party ?? ""
        negotiation.end(LostReason(loss.reason), at: cause.at)
        guard subjects[party]?.custodyAt == nil, allInCustodyAt == nil else { return }
        clocks.begin(.contactLost, party, by: cause)
    }

    /// Talk with one subject does not bring back another; who is no subject may speak for any.
    private func areTwoSubjects(_ left: String, _ right: String) -> Bool {
        left != right && subjects[left] != nil && subjects[right] != nil
    }

    mutating func surrender(_ subject: String, _ cause: SceneCause) {
        know(subject, cause)
        surrenderedAt = surrenderedAt ?? cause.at
        if subjects[subject]?.surrenderedAt == nil { subjects[subject]?.surrenderedAt = cause.at }
        endTalk(with: subject, at: cause.at)
        if subjects[subject]?.custodyAt == nil { clocks.begin(.surrender, subject, by: cause) }
    }

    mutating func take(_ subject: String, _ cause: SceneCause) {
        know(subject, cause)
        custodyAt = custodyAt ?? cause.at
        if subjects[subject]?.custodyAt == nil { subjects[subject]?.custodyAt = cause.at }
        endTalk(with: subject, at: cause.at)
        clocks.end(.surrender, subject, at: cause.at)
        guard allInCustodyAt == nil, subjects.values.allSatisfy({ $0.custodyAt != nil }) else { return }
        allInCustodyAt = cause.at
        talkStages.append(IncidentStage(.custody, by: cause))
        for kind in [SceneRun.Kind.containment, .contactLost, .noContact] {
            clocks.endAll(kind, at: cause.at)
        }
    }

    private mutating func endTalk(with subject: String, at time: Timestamp) {
        // Who speaks for the only subject has nobody else to speak for.
        if negotiation.party.map({ !areTwoSubjects($0, subject) }) ?? true { negotiation.end(nil, at: time) }
        for lost in clocks.running(.contactLost) where !areTwoSubjects(lost, subject) {
            clocks.end(.contactLost, lost, at: time)
        }
    }
}
