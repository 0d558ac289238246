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

/// What an incident was from one event on.
public struct IncidentStage<Value: Hashable & Sendable>: Equatable, Sendable {
    /// The event that says so.
    public let event: EventID
    /// From when on.
    public let at: Timestamp
    /// Since when that is known: when the event was published.
    public let arrivedAt: Timestamp
    /// What it was.
    public let value: Value
    let order: FactOrder

    init(_ value: Value, by cause: SceneCause) {
        (event, at, arrivedAt) = (cause.event, cause.at, cause.arrivedAt)
        (self.value, order) = (value, cause.order)
    }

    /// By what happened, not by the stream that told of it.
    public static func == (left: Self, right: Self) -> Bool {
        left.event == right.event && left.at == right.at && left.value == right.value
    }
}

/// How far the talks of an incident have come.
public enum TalkStage: Sendable {
    /// Nobody has talked with a subject.
    case noContact
    /// Somebody has.
    case contact
    /// Every known subject is in custody.
    case custody
}

/// A person with whom the scene deals.
public struct Subject: Equatable, Sendable {
    /// When the subject first surrendered.
    public internal(set) var surrenderedAt: Timestamp?
    /// When the subject was first in custody or accounted for.
    public internal(set) var custodyAt: Timestamp?

    /// Neither surrendered nor in custody.
    var isAtLarge: Bool { surrenderedAt == nil && custodyAt == nil }
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
    /// The narrowest marking of the latest report and of the releases since.
    var tlp = TLP.clear
    /// How many were held as known before each report, by the report's event.
    public internal(set) var heldBefore: [EventID: Int] = [:]
}

/// Talk with the subject. Its times count one contact at a time, so that a new one ends the one before.
public struct Negotiation: Equatable, Sendable {
    /// With whom the latest contact was; `nil` before the first.
    public internal(set) var party: String?
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
    /// The lines that are open, by when each was opened; talk with one subject closes no line to another.
    var lines: [NegotiationLine] = []
    /// The latest loss that closed a line, `nil` as soon as the same person is talked to again.
    var lastLoss: LostLine?
    /// The marking of the event that named ``party``.
    var partyTLP: TLP?

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

    mutating func begin(_ channel: NegotiationChannel, with party: String, at time: Timestamp) {
        end(nil, at: time)
        self.party = party
        self.channel = channel
        establishedAt = time
        endedAt = nil
        lostReason = nil
    }

    /// Whether a report of a loss tells again of one that is known, so that it closes no line.
    ///
    /// - Parameter isLossKnown: Contact with somebody is lost.
    func isReportedAgain(over channel: NegotiationChannel?, at time: Timestamp, isLossKnown: Bool) -> Bool {
        if let channel, !lines.contains(where: { $0.channel == channel }), isLossKnown { return true }
        guard let lastLoss, channel == nil || channel == lastLoss.line.channel else { return false }
        return lastLoss.at.duration(to: time) <= LostLine.secondReportMax
    }

    /// Closes the line that a loss means: the latest over the channel that it names, or the latest of all.
    mutating func closeLostLine(over channel: NegotiationChannel?, at time: Timestamp) -> NegotiationLine? {
        let named = channel.flatMap { channel in lines.lastIndex { $0.channel == channel } }
        guard let index = named ?? lines.indices.last else { return nil }
        let line = lines.remove(at: index)
        lastLoss = LostLine(line: line, at: time)
        return line
    }

    mutating func end(_ reason: LostReason?, at time: Timestamp) {
        guard let channel, let establishedAt else { return }
        endedTalk[channel, default: .zero] += establishedAt.duration(to: time)
        self.channel = nil
        endedAt = time
        lostReason = reason
    }
}

/// An open line to a person.
struct NegotiationLine: Equatable, Sendable {
    let party: String
    let channel: NegotiationChannel
    let tlp: TLP
}

/// A line that was lost.
struct LostLine: Equatable, Sendable {
    /// How much later a second source may report the same loss. Two losses in so short a time over one channel,
    /// or without a channel, count as one: a loss too many would hide that a person can still be reached.
    static let secondReportMax = Duration.seconds(30)

    let line: NegotiationLine
    let at: Timestamp
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
    /// When it was to run out as it was set, before any extension.
    var dueAsSet: Timestamp?
    /// The narrowest marking of the events that say this.
    var tlp: TLP
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
    /// The breaches that are not over: reports of the same party in the same direction are of one breach.
    var breaches: Set<Breach> = []

    struct Breach: Hashable, Sendable {
        let direction: String
        let party: String

        /// The same way, by somebody of whom nothing is known.
        var byUnknown: Self { Self(direction: direction, party: PartyKind.unknown.word) }

        /// Whether a report of it may mean another: the same way, and of one of them the party is unknown.
        func mayMean(_ other: Self) -> Bool {
            direction == other.direction && (self == byUnknown || other == byUnknown)
        }
    }

    /// Takes in a report of a breach; who was unknown before may now be known.
    mutating func beginBreach(_ breach: Breach, at time: Timestamp) {
        breaches.remove(breach.byUnknown)
        breaches.insert(breach)
        breachedAt = breachedAt ?? time
    }

    /// Ends the breach that a report means: the one of its party and direction with what was reported of it
    /// before the party was known; or else the only one that it may mean, or the only one that there is.
    mutating func endBreach(_ breach: Breach) {
        if breaches.remove(breach) != nil {
            breaches.remove(breach.byUnknown)
        } else {
            let meant = breaches.filter { breach.mayMean($0) }
            if meant.count == 1 { breaches.subtract(meant) } else if breaches.count == 1 { breaches = [] }
        }
        if breaches.isEmpty { breachedAt = nil }
    }

    /// It stands.
    public var isEstablished: Bool { state == .established || state == .adjusted && establishedAt != nil }
}

/// What tells one protective action from another.
public struct ProtectionKey: Hashable, Comparable, Sendable {
    /// What is to be done.
    public let action: ProtectiveAction
    /// Where, in the author's words; empty when no event says.
    public let place: String

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public static func < (left: Self, right: Self) -> Bool {
        (left.action.word, left.place) < (right.action.word, right.place)
    }
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

    /// It was told of and has not come to its end.
    public var isUnderWay: Bool { [.ordered, .inProgress].contains(state) }
    /// The most that was told of since it was ordered: what falls and rises again is no progress.
    var most = Progress()

    struct Progress: Equatable, Sendable {
        private var values = [0, 0, 0, 0]

        init() {}

        init(_ payload: ProtectiveActionChanged) {
            let states: [ProtectiveActionState] = [.ordered, .inProgress, .completed, .lifted]
            let stage = states.firstIndex(of: ProtectiveActionState(payload.state)) ?? 0
            values = [stage, Int(payload.structuresDone), Int(payload.persons), Int(payload.refusals)]
        }

        /// Takes in a report.
        ///
        /// - Returns: Whether more is done than ever before: a further state, more buildings, more people.
        mutating func advance(by report: Self) -> Bool {
            let before = values
            values = zip(before, report.values).map { max($0, $1) }
            return values != before
        }
    }
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
    /// The request that it was last said to answer, until it is cleared.
    var answers: EventID?
}

/// A resource that came for a request of which nothing is known yet: two sources may be seconds apart.
struct EarlyArrival: Equatable, Sendable {
    let name: String
    let resource: Resource
    let at: Timestamp
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
    /// The resources that came for it, by their call signs.
    var arrivals: Set<String> = []

    /// The kind of which some are missing; `nil` when there are several, or none.
    var onlyMissingKind: ResourceKind? {
        let missing = needs.keys.filter { isMissing($0) }
        return missing.count == 1 ? missing.first : nil
    }

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
