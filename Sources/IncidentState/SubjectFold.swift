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
        let channel = NegotiationChannel(contact.channel)
        negotiation.begin(channel, with: party, at: cause.at)
        negotiation.partyTLP = cause.tlp
        negotiation.lines = negotiation.lines.filter { areTwoSubjects($0.party, party) }
        negotiation.lines.append(NegotiationLine(party: party, channel: channel, tlp: cause.tlp))
        if let lost = negotiation.lastLoss, !areTwoSubjects(lost.line.party, party) {
            negotiation.lastLoss = nil
        }
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
        let channel = loss.hasChannel ? NegotiationChannel(loss.channel) : nil
        let isLossKnown = !clocks.running(.contactLost).isEmpty
        if negotiation.isReportedAgain(over: channel, at: cause.at, isLossKnown: isLossKnown) { return }
        let line = negotiation.closeLostLine(over: channel, at: cause.at)
        if line.map({ $0.party == negotiation.party }) ?? true {
            negotiation.end(LostReason(loss.reason), at: cause.at)
        }
        guard allInCustodyAt == nil else { return }
        if let line {
            guard subjects[line.party]?.custodyAt == nil else { return }
            clocks.beginOnce(.contactLost, line.party, by: cause.marked(line.tlp))
        } else if !isLossKnown, subjects.isEmpty || subjects.values.contains(where: \.isAtLarge) {
            // Another report of a loss says nothing new. The first one with no line open means whom was talked
            // to last, or whoever is at large.
            let party = negotiation.party.flatMap { subjects[$0]?.isAtLarge ?? true ? $0 : nil }
            clocks.beginOnce(
                .contactLost,
                party ?? "",
                by: party == nil ? cause : cause.marked(negotiation.partyTLP)
            )
        }
    }

    /// Talk with one subject does not bring back another; who is no subject may speak for any.
    private func areTwoSubjects(_ left: String, _ right: String) -> Bool {
        left != right && subjects[left] != nil && subjects[right] != nil
    }

    /// Whether what became of a subject ends a line or a loss: its own, or the one of somebody who speaks for
    /// the subjects, when this was the last of them at large.
    private func isSettled(_ party: String, by subject: String) -> Bool {
        if party == subject { return true }
        guard subjects[party] == nil else { return false }
        return subjects.allSatisfy { name, other in name == subject || !other.isAtLarge }
    }

    mutating func surrender(_ subject: String, _ cause: SceneCause) {
        know(subject, cause)
        surrenderedAt = surrenderedAt ?? cause.at
        if subjects[subject]?.surrenderedAt == nil { subjects[subject]?.surrenderedAt = cause.at }
        endTalk(with: subject, at: cause.at)
        if subjects[subject]?.custodyAt == nil { clocks.beginOnce(.surrender, subject, by: cause) }
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
        if let party = negotiation.party, isSettled(party, by: subject) { negotiation.end(nil, at: time) }
        negotiation.lines = negotiation.lines.filter { !isSettled($0.party, by: subject) }
        for lost in clocks.running(.contactLost) where isSettled(lost, by: subject) {
            clocks.end(.contactLost, lost, at: time)
        }
    }
}
