public import EventSchema

/// An event that state names.
public struct EventMark: Equatable, Sendable {
    /// The event's name.
    public let id: EventID
    /// Its type, `nil` when this version does not know it.
    public let type: String?
    /// The earlier of observed and published.
    public let at: Timestamp
}

/// Who commands.
public struct Commander: Equatable, Sendable {
    /// The account.
    public let id: String
    /// What the person does at the incident.
    public let role: Role
}

/// The people that a subject holds.
public struct Hostages: Equatable, Sendable {
    /// The first count that was reported, as recorded; `nil` when none was.
    public internal(set) var firstReported: Int?
    /// The largest count that stands, corrected as it may be.
    public internal(set) var reportedMax = 0
    /// How many are held: the latest report, less those who came free since.
    public internal(set) var held = 0
    /// How many came free, in whatever way.
    public internal(set) var freed = 0
    /// When a report or a release last changed this.
    public internal(set) var changedAt: Timestamp?
}

/// Talk with the subject: one line at a time, so that a new contact ends the one before.
public struct Negotiation: Equatable, Sendable {
    /// The channel of the contact that is on, `nil` while there is none.
    public internal(set) var channel: NegotiationChannel?
    /// When the latest contact began.
    public internal(set) var establishedAt: Timestamp?
    /// When the latest contact ended, `nil` while one is on and before the first.
    public internal(set) var endedAt: Timestamp?
    /// Why, `nil` when surrender, custody or the incident's end did.
    public internal(set) var lostReason: LostReason?
    /// How long contacts that are over lasted, by channel.
    public internal(set) var endedTalk: [NegotiationChannel: Duration] = [:]
    /// Where the latest position paper sees the risk going.
    public internal(set) var riskTrend: RiskTrend?

    /// Whether a contact is on.
    public var isOn: Bool { channel != nil }

    /// How long talk lasted by channel, in whole seconds, the contact that is on up to `now`.
    public func talkSeconds(at now: Timestamp) -> [NegotiationChannel: Int] {
        var talk = endedTalk
        if let channel, let establishedAt, now > establishedAt {
            talk[channel, default: .zero] += establishedAt.duration(to: now)
        }
        return talk.mapValues { Int($0.components.seconds) }
    }

    mutating func begin(_ channel: NegotiationChannel, at time: Timestamp) {
        end(nil, at: time)
        self.channel = channel
        establishedAt = time
        endedAt = nil
        lostReason = nil
    }

    mutating func end(_ reason: LostReason?, at time: Timestamp) {
        guard let channel, let establishedAt else { return }
        endedTalk[channel, default: .zero] += establishedAt.duration(to: time)
        self.channel = nil
        endedAt = time
        lostReason = reason
    }
}

/// Something the subject asks for. What it says stands in its event.
public struct Demand: Equatable, Sendable {
    /// The event that made it.
    public let event: EventID
    /// When it was first made.
    public let madeAt: Timestamp
    /// What became of it.
    public internal(set) var status: DemandStatus
}

/// A time limit.
public struct Deadline: Equatable, Sendable {
    /// The event that set it; of one that was resolved before it was set, the one that resolved it.
    public internal(set) var event: EventID
    /// When it was set, `nil` while no event says.
    public internal(set) var setAt: Timestamp?
    /// When it runs out, `nil` while no event says.
    public internal(set) var due: Timestamp?
    /// Who set it.
    public internal(set) var setBy: DeadlineSetter?
    /// What passing it means.
    public internal(set) var nature = DeadlineNature.threat
    /// What happened at it; an extended one runs on to its new time.
    public internal(set) var resolution: DeadlineResolution?
    /// When that was.
    public internal(set) var resolvedAt: Timestamp?

    /// It still runs.
    public var isOpen: Bool { resolution == nil || resolution == .extended }
}

/// A ring around the scene.
public struct Perimeter: Equatable, Sendable {
    /// How far it has come.
    public internal(set) var state: PerimeterState?
    /// When the state last changed.
    public internal(set) var changedAt: Timestamp?
    /// When it was first established.
    public internal(set) var establishedAt: Timestamp?
    /// How many posts hold it.
    public internal(set) var posts: Int?
    /// How many of four sides are covered.
    public internal(set) var sidesCovered: Int?
    /// Since when someone has been across it, `nil` when nobody is.
    public internal(set) var breachedAt: Timestamp?

    /// It stands.
    public var isEstablished: Bool { state == .established || state == .adjusted && establishedAt != nil }
}

/// What the public was told to do.
public struct Protection: Equatable, Sendable {
    /// How far it has come.
    public internal(set) var state: ProtectiveActionState
    /// When it was first ordered or told of.
    public let orderedAt: Timestamp
    /// When news of it last came.
    public internal(set) var changedAt: Timestamp
    /// Dwellings or premises concerned.
    public internal(set) var structuresTotal: Int?
    /// Of those, the ones done.
    public internal(set) var structuresDone: Int?
    /// People moved or reached so far.
    public internal(set) var persons: Int?
    /// How many refused.
    public internal(set) var refusals: Int?
}

/// A unit, team or item.
public struct Resource: Equatable, Sendable {
    /// What it is, `nil` while no event says.
    public internal(set) var kind: ResourceKind?
    /// What it is doing.
    public internal(set) var status: UnitStatus
    /// Since when.
    public internal(set) var changedAt: Timestamp
    /// How many of them.
    public internal(set) var quantity = 1
    /// How many people are in it, `nil` while no event says.
    public internal(set) var personnel: Int?
}

/// Units, teams or items that were asked for.
public struct ResourceRequest: Equatable, Sendable {
    /// When.
    public let requestedAt: Timestamp
    /// When they are needed.
    public let neededBy: Timestamp?
    /// How many of each kind.
    public let needs: [ResourceKind: Int]
    /// How many of each kind have arrived or wait at staging.
    public internal(set) var arrived: [ResourceKind: Int] = [:]
    /// When the last of them came, `nil` while some are missing.
    public internal(set) var filledAt: Timestamp?

    func isMissing(_ kind: ResourceKind) -> Bool { arrived[kind] ?? 0 < needs[kind] ?? 0 }

    mutating func arrive(_ kind: ResourceKind, _ count: Int, at time: Timestamp) {
        arrived[kind, default: 0] += count
        if filledAt == nil, needs.keys.allSatisfy({ !isMissing($0) }) { filledAt = time }
    }
}

/// A post that somebody holds.
public struct Post: Equatable, Sendable {
    /// When it was taken, or last relieved.
    public internal(set) var since: Timestamp
    /// How often it was relieved.
    public internal(set) var reliefs = 0
}

extension Timestamp {
    func duration(to end: Timestamp) -> Duration {
        // Both lie between 1678 and 2262; their difference may not fit into 64 bits of nanoseconds.
        let (first, last) = (parts, end.parts)
        return .seconds(last.seconds - first.seconds) + .nanoseconds(last.nanoseconds - first.nanoseconds)
    }
}
