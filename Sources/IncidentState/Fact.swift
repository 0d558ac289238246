import EventSchema

/// Where an event stands among all that is known of an incident, whatever order the records came in.
public struct FactOrder: Codable, Hashable, Comparable, Sendable {
    /// The earlier of observed and published: a clock that runs ahead must not make news for the future.
    public internal(set) var time: Timestamp
    let stream: StreamID
    let sequence: SequenceNumber

    /// By time, ties by stream and sequence number.
    public static func < (left: Self, right: Self) -> Bool {
        if left.time != right.time { return left.time < right.time }
        if left.stream != right.stream { return left.stream < right.stream }
        return left.sequence < right.sequence
    }
}

/// What is kept of one event about an incident: enough to count it, to place it, and to amend it later.
///
/// An author may amend any event however old it is, so one of these stays for each. Free text is left out.
final class Fact: Sendable {
    let id: EventID
    let order: FactOrder
    let observedAt: Timestamp
    let recordedAt: Timestamp
    let publishedAt: Timestamp
    /// When it was published, by a clock that was put right since: a publisher whose clock was ahead says so by
    /// setting it back.
    let arrivedAt: Timestamp
    /// Empty when the event names none, as an amendment may.
    let incident: String
    let agency: String
    let source: String
    /// The payload's field number, which stands for the type; `nil` when the type is unknown.
    let payloadNumber: Int?
    let status: Status
    let tlp: TLP
    let amends: EventID?
    /// As recorded, without free text; `nil` for types whose payload no state depends on.
    let payload: Event.OneOf_Payload?
    let trend: Trend
    /// Where a protective action is taken, in the author's words.
    let place: String?
    /// The whole event, for types that are judged by more than state.
    let bytes: [UInt8]?

    var key: IncidentKey { IncidentKey(incident, status) }

    /// - Parameter keepsBytes: The event is judged by rules that look at its fields.
    /// - Throws: ``EventProblem`` when the payload cannot be decoded.
    init(
        _ outline: EventOutline,
        _ header: RecordHeader,
        _ event: RawSpan,
        keepsBytes: Bool
    ) throws(EventProblem) {
        id = outline.id
        observedAt = outline.observedAt
        recordedAt = outline.recordedAt
        publishedAt = header.publishedAt
        arrivedAt = header.publishedAt
        order = FactOrder(
            time: min(outline.observedAt, header.publishedAt),
            stream: header.stream,
            sequence: header.sequence
        )
        incident = Self.text(event, outline.incidentRange)
        agency = Self.text(event, outline.agencyRange)
        source = Self.text(event, outline.sourceRange)
        payloadNumber = outline.payloadNumber
        status = outline.status
        tlp = outline.tlp
        amends = outline.amends
        let type = outline.payloadNumber.flatMap { FactType.of(payloadNumber: $0) }
        if let type, type.isKept {
            let event = try outline.typeAndPayload(of: event)
            payload = event.payload?.withoutFreeText
            trend = type.fixedTrend ?? EventSchema.trend(of: event)
        } else {
            payload = nil
            trend = type?.fixedTrend ?? .neutral
        }
        place =
            if case .protectiveActionChanged = payload {
                try Event(eventBytes: event.withUnsafeBytes { Array($0) }).placeLabel
            } else { nil }
        bytes = keepsBytes ? event.withUnsafeBytes { Array($0) } : nil
    }

    /// - Parameter event: What was kept of the event, without its words.
    /// - Throws: ``SnapshotError`` when something is missing.
    init(_ event: Event, _ header: RecordHeader) throws(SnapshotError) {
        guard let id = EventID(event.id), let observedAt = Timestamp(event.observedAt),
            let recordedAt = Timestamp(event.recordedAt), let status = Status(event.status),
            let tlp = TLP(event.tlp)
        else { throw SnapshotError("a field of the event is missing") }
        (self.id, self.observedAt, self.recordedAt, self.status, self.tlp) =
            (id, observedAt, recordedAt, status, tlp)
        (publishedAt, arrivedAt) = (header.publishedAt, header.publishedAt)
        order = FactOrder(
            time: min(observedAt, header.publishedAt),
            stream: header.stream,
            sequence: header.sequence
        )
        (incident, agency, source) = (event.incident, event.agency, event.source)
        payloadNumber = SchemaTable.event(event.type)?.number
        amends = EventID(event.amends)
        payload = event.payload
        let type = payloadNumber.flatMap { FactType.of(payloadNumber: $0) }
        trend = type.map { $0.isKept ? $0.trend(of: event.payload) : $0.fixedTrend ?? .neutral } ?? .neutral
        place = event.placeLabel
        bytes = nil
    }

    /// The same fact, with the time at which it can have arrived at most.
    init(_ fact: Fact, arrivedAt: Timestamp) {
        (id, order, observedAt, recordedAt) = (fact.id, fact.order, fact.observedAt, fact.recordedAt)
        (publishedAt, self.arrivedAt) = (fact.publishedAt, arrivedAt)
        (incident, agency, source) = (fact.incident, fact.agency, fact.source)
        (payloadNumber, status, tlp, amends) = (fact.payloadNumber, fact.status, fact.tlp, fact.amends)
        (payload, trend, place, bytes) = (fact.payload, fact.trend, fact.place, fact.bytes)
    }

    /// The type's name, `nil` when this version does not know it.
    var type: String? { payloadNumber.flatMap { FactType.of(payloadNumber: $0)?.name } }

    static func text(_ bytes: RawSpan, _ range: Range<Int>) -> String {
        bytes.extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

/// What the fold needs of an event type.
struct FactType: Sendable {
    let name: String
    /// State, counters or trend depend on the payload.
    let isKept: Bool
    /// `nil` when the payload decides.
    let fixedTrend: Trend?

    private static let all: [FactType?] = {
        var types = [FactType?](repeating: nil, count: 1 + (SchemaTable.events.map(\.number).max() ?? 0))
        for event in SchemaTable.events { types[event.number] = FactType(event) }
        return types
    }()

    /// Their payloads are words for people, or tell nothing that the type does not.
    private static let unread: Set<String> = [
        "delivery.made", "external.record", "log.entry", "public.information.released", "scene.cleared",
        "status.reported", "tactical.action.executed",
    ]

    private init(_ event: EventDescription) {
        name = event.type
        isKept = event.category == .authored && !Self.unread.contains(event.type)
        fixedTrend = if case .fixed(let trend) = event.trend { trend } else { nil }
    }

    static func of(payloadNumber: Int) -> FactType? {
        all.indices.contains(payloadNumber) ? all[payloadNumber] : nil
    }

    func trend(of payload: Event.OneOf_Payload?) -> Trend {
        if let fixedTrend { return fixedTrend }
        var event = Event()
        event.type = name
        event.payload = payload
        return EventSchema.trend(of: event)
    }
}

extension Event.OneOf_Payload {
    /// Free text is where secrets leak and memory goes; a required text keeps a dash, so that the payload
    /// stays valid.
    var withoutFreeText: Self {
        let dash = "-"
        switch self {
        case .decisionRecorded(var payload):
            payload.decision = dash
            payload.conditions = []
            payload.clearRationale()
            return .decisionRecorded(payload)
        case .subjectObserved(var payload):
            payload.observation = dash
            return .subjectObserved(payload)
        case .demandMade(var payload):
            payload.text = dash
            return .demandMade(payload)
        case .negotiationProgressAssessed(var payload):
            payload.assessment = dash
            payload.clearStatus()
            payload.clearRecommendation()
            return .negotiationProgressAssessed(payload)
        case .subjectSurrendered(var payload):
            payload.clearWeaponStatus()
            payload.clearExit()
            return .subjectSurrendered(payload)
        case .recordCorrected(var payload):
            payload.reason = dash
            return .recordCorrected(payload)
        case .recordRetracted(var payload):
            payload.clearExplanation()
            return .recordRetracted(payload)
        default: return self
        }
    }
}

extension Event {
    /// What the author calls the place, `nil` for none.
    fileprivate var placeLabel: String? {
        hasLocation && !location.label.isEmpty ? location.label : nil
    }
}
