import EventSchema

/// What an event can make known of an incident; other events need no state while a stream is folded.
enum MilestoneTrigger {
    /// The declaration.
    case declaration
    /// The first command post.
    case command
    /// The inner perimeter, if it is that.
    case containment
    /// The first contact.
    case contact
    /// The end of a contact.
    case talkEnd
    /// A request that waits for its resources.
    case request
    /// The arrival of resources.
    case resource
    /// The end of the incident.
    case close
    /// Anything, by an amendment.
    case amendment

    private static let types: [String: MilestoneTrigger] = [
        "incident.declared": .declaration, "command.established": .command, "perimeter.changed": .containment,
        "negotiation.contact.established": .contact, "negotiation.contact.lost": .talkEnd,
        "subject.surrendered": .talkEnd, "subject.incustody": .talkEnd, "resource.requested": .request,
        "resource.status.changed": .resource, "incident.closed": .close, "record.corrected": .amendment,
        "record.retracted": .amendment,
    ]
    private static let byNumber: [MilestoneTrigger?] = {
        let last = SchemaTable.events.map(\.number).max() ?? 0
        var triggers = [MilestoneTrigger?](repeating: nil, count: last + 1)
        for event in SchemaTable.events { triggers[event.number] = types[event.type] }
        return triggers
    }()

    /// The trigger of an event's type, `nil` for most.
    static func of(_ outline: EventOutline) -> MilestoneTrigger? {
        outline.payloadNumber.flatMap { byNumber[$0] }
    }
}
