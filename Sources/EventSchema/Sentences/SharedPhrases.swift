import SwiftProtobuf

/// What several types say alike: times, places, people, units and weapons.
extension EventSentence {
    /// A time to the minute, as `15:45 UTC`, with its date unless that is the day of the event.
    ///
    /// A time that is not there is empty: as a value it would be 1970.
    static func time(
        _ time: Google_Protobuf_Timestamp,
        of event: Event,
        isThere: Bool
    ) -> String {
        guard isThere, let text = Timestamp(time)?.rfc3339 else { return "" }
        let today = Timestamp(event.observedAt)?.rfc3339.prefix(10)
        let clock = "\(text.dropFirst(11).prefix(5)) UTC"
        return text.prefix(10) == today ? clock : "\(text.prefix(10)) \(clock)"
    }

    /// A place by the name that radios use; a bare position is for maps, not for sentences.
    static func place(_ place: GeoRef) -> String {
        phrase(place.label, place.side.after("side"))
    }

    /// A person by account or role, with whom they speak for.
    static func person(_ author: Author) -> String {
        phrase(author.id, author.agency.after("of"), author.onBehalfOf.after("for"))
    }

    /// A person by account with their role, where that says more.
    static func personInRole(_ author: Author) -> String {
        let role = plain(author.role)
        return phrase(person(author), role.isBlank || role == author.id ? "" : "(\(role))")
    }

    /// The short names that an incident gives people.
    static func people(_ people: [PersonRef]) -> String { list(people.map(\.ref)) }

    /// A unit by its call sign.
    static func unit(_ unit: ResourceRef) -> String {
        let name = unit.agency.isBlank ? unit.id : "\(unit.agency)/\(unit.id)"
        return unit.hasQuantity && unit.quantity != 1 ? "\(unit.quantity) × \(name)" : name
    }

    /// What a subject has in hand, as far as known.
    static func weapon(_ word: String) -> String {
        switch WeaponKind(word) {
        case .edged: "edged weapon"
        case .noneSeen: "no weapon seen"
        case .unknown: "weapon unknown"
        case .other("other"): "other weapon"
        case .handgun, .longGun, .explosive, .other: plain(word)
        }
    }

    /// How a person is.
    static func condition(_ word: String) -> String {
        switch Condition(word) {
        case .minor: "minor injuries"
        case .serious: "serious injuries"
        case .critical: "critical injuries"
        case .unknown: "condition unknown"
        case .uninjured, .deceased, .other: plain(word)
        }
    }

    /// Whether a subject can reach hostages.
    static func reach(_ isThere: Bool, isKnown: Bool) -> String {
        isKnown ? isThere ? "reach to hostages" : "no reach to hostages" : ""
    }

    /// How negotiators and subject talk, as `by existing phone`.
    static func by(channel word: String) -> String {
        switch NegotiationChannel(word) {
        case .faceToFace: "face to face"
        case .thirdParty: "through a third party"
        case .existingPhone, .throwPhone, .publicAddress, .voiceFromCover, .textMessage, .robotAudio, .other:
            plain(word).after("by")
        }
    }

    /// What an incident has come to; zero is named where it reassures.
    static func counts(_ counts: OutcomeCounts) -> String {
        var parts: [String] = []
        if counts.hasHostagesHeld { parts.append("\(counts.hostagesHeld) held") }
        if counts.hostagesReleased > 0 { parts.append("\(counts.hostagesReleased) released") }
        if counts.hasDeaths { parts.append(counts.deaths == 0 ? "nobody dead" : "\(counts.deaths) dead") }
        if counts.hasInjuries {
            let serious = counts.injuriesSerious > 0 ? " (\(counts.injuriesSerious) seriously)" : ""
            parts.append(counts.injuries == 0 ? "nobody hurt" : "\(counts.injuries) hurt\(serious)")
        }
        if counts.subjectRounds > 0 { parts.append(count(counts.subjectRounds, "subject round")) }
        if counts.officerRounds > 0 { parts.append(count(counts.officerRounds, "officer round")) }
        if counts.personsEvacuated > 0 { parts.append("\(counts.personsEvacuated) evacuated") }
        if counts.arrests > 0 { parts.append("\(counts.arrests) arrested") }
        return parts.joined(separator: ", ")
    }
}
