public import EventSchema

/// An event as its amendments leave it.
public struct AmendedEvent: Sendable {
    /// The event.
    public let id: EventID
    /// Its type, `nil` when this version does not know it.
    public let type: String?
    /// What it is about; `nil` for an amendment that names no incident.
    public let incident: IncidentKey?
    /// Whether it is real.
    public let status: Status
    /// Whose it is.
    public let agency: String
    /// The node that wrote it.
    public let source: String
    /// The narrowest marking of it and of what amends it.
    public let tlp: TLP
    /// The event that it amends itself.
    public let amends: EventID?
    /// Where it stands among the others of its incident.
    public let order: FactOrder
    /// When it happened, corrected; not later than when it was published.
    public let at: Timestamp
    /// When it happened by the author's clock, as recorded.
    public let observedAt: Timestamp
    /// When it was published.
    public let publishedAt: Timestamp
    /// It does not stand.
    public let isRetracted: Bool
    /// The whole event as a CloudEvents document, with its corrections; `nil` for types that are not kept whole.
    public let document: JSONObject?
    /// Pointers into ``document`` to what is withheld from views below a level.
    public let withheld: [String]

    init(_ amended: AmendedFact, _ document: (document: JSONObject, withheld: [String])?) {
        let fact = amended.fact
        (id, type, amends) = (fact.id, fact.type, fact.amends)
        (status, agency, source) = (fact.status, fact.agency, fact.source)
        incident = fact.incident.isEmpty ? nil : fact.key
        tlp = amended.tlp
        (at, order) = (amended.order.time, amended.order)
        (observedAt, publishedAt) = (fact.observedAt, fact.publishedAt)
        isRetracted = amended.isRetracted
        self.document = document?.document
        withheld = document?.withheld ?? []
    }

    /// What an incident was at this event, the event itself included; `nil` before it was anything.
    public func stage<Value>(of stages: [IncidentStage<Value>]) -> IncidentStage<Value>? {
        stages.last { $0.order <= order }
    }
}
