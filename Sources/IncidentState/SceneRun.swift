public import EventSchema

/// A stretch of time in which a clock of the scene runs: from what started it to what stopped it.
public struct SceneRun: Equatable, Sendable {
    /// What the clock counts from, and what stops it.
    public enum Kind: Int, CaseIterable, Sendable {
        /// From a breach of a ring to its end, or to the ring's re-establishment.
        case breach
        /// From a closure to the reopening.
        case closed
        /// From a loss of contact to contact, surrender or custody.
        case contactLost
        /// From the declaration to the inner ring, or to the custody of every subject.
        case containment
        /// Counted from when a deadline is due; until it is resolved or moved.
        case deadline
        /// From the declaration on.
        case duration
        /// From when a resource was first called in until it is released.
        case duty
        /// From the last progress of an evacuation until the next, or its end.
        case evacuation
        /// From the declaration to the first contact, or to the custody of every subject.
        case noContact
        /// From a closure that leaves hostages held or deadlines open, until that is put right.
        case openItems
        /// From the taking of a post to its relief or release.
        case post
        /// Counted from when a request's resources are needed; until they are there.
        case resource
        /// From a subject's surrender to that subject's custody.
        case surrender
    }

    /// Which clock.
    public let kind: Kind
    /// Tells the clocks of a kind apart: a deadline's name, a post, a ring; empty where there is only one.
    public let what: String
    /// As ``what``, for people.
    public let label: String
    /// The event that started it.
    public let cause: EventID
    /// The event that says what it is about: ``cause``, but of a deadline that was extended the one that set it.
    public let about: EventID
    /// The event that took up again what the incident's closure had stopped; `nil` for a first run.
    public let resumedBy: EventID?
    /// The marking of what started it.
    public let tlp: TLP
    /// From where the clock counts; for a deadline and a request it may lie ahead.
    public let start: Timestamp
    /// When it came about; nothing that it tells can have held before.
    public let begins: Timestamp
    /// When it was stopped, at the close at the latest; `nil` while it runs.
    public internal(set) var end: Timestamp?
}

/// All runs of one incident's clocks, those that are over too, in the order in which they began.
struct SceneRuns: Equatable, Sendable {
    private struct Place: Hashable {
        let kind: SceneRun.Kind
        let what: String
    }

    private var lists = [[SceneRun]](repeating: [], count: SceneRun.Kind.allCases.count)
    /// Where the run of a place that is on stands in its list.
    private var running: [Place: Int] = [:]
    /// What the incident's closure has stopped or kept from running, to be taken up by a reopening.
    private var suspended: [Place: SceneRun] = [:]
    private var isSuspended = false

    subscript(kind: SceneRun.Kind) -> [SceneRun] { lists[kind.rawValue] }

    func isRunning(_ kind: SceneRun.Kind, _ what: String = "") -> Bool {
        running[Place(kind: kind, what: what)] != nil
    }

    /// The names of the clocks of a kind that run.
    func running(_ kind: SceneRun.Kind) -> [String] {
        running.keys.filter { $0.kind == kind }.map(\.what).sorted()
    }

    /// Starts a clock; one that runs at its place is stopped.
    ///
    /// - Parameter start: From where it counts, `nil` for where it begins.
    mutating func begin(
        _ kind: SceneRun.Kind,
        _ what: String = "",
        label: String? = nil,
        from start: Timestamp? = nil,
        about: EventID? = nil,
        by cause: SceneCause
    ) {
        end(kind, what, at: cause.at)
        let run = SceneRun(
            kind: kind,
            what: what,
            label: label ?? what,
            cause: cause.event,
            about: about ?? cause.event,
            resumedBy: nil,
            tlp: cause.tlp,
            start: start ?? cause.at,
            begins: cause.at,
            end: nil
        )
        if isSuspended, !Self.isOfClosure(kind) {
            suspended[Place(kind: kind, what: what)] = run
        } else {
            append(run)
        }
    }

    /// Starts a clock, unless one runs at its place: a second report of the same thing begins nothing.
    mutating func beginOnce(_ kind: SceneRun.Kind, _ what: String = "", by cause: SceneCause) {
        let place = Place(kind: kind, what: what)
        guard running[place] == nil, suspended[place] == nil else { return }
        begin(kind, what, by: cause)
    }

    mutating func end(_ kind: SceneRun.Kind, _ what: String = "", at time: Timestamp) {
        let place = Place(kind: kind, what: what)
        suspended[place] = nil
        guard let index = running.removeValue(forKey: place) else { return }
        lists[kind.rawValue][index].end = time
    }

    mutating func endAll(_ kind: SceneRun.Kind, at time: Timestamp) {
        for place in suspended.keys where place.kind == kind { suspended[place] = nil }
        for what in running(kind) { end(kind, what, at: time) }
    }

    /// Stops every clock of the scene; a reopening takes them up again.
    mutating func suspend(at time: Timestamp) {
        isSuspended = true
        for (place, index) in running where !Self.isOfClosure(place.kind) {
            suspended[place] = lists[place.kind.rawValue][index]
            lists[place.kind.rawValue][index].end = time
            running[place] = nil
        }
    }

    /// A closure stops every clock but those that it starts.
    private static func isOfClosure(_ kind: SceneRun.Kind) -> Bool { kind == .closed || kind == .openItems }

    mutating func resume(by cause: SceneCause) {
        let stopped = suspended.values.sorted { ($0.kind.rawValue, $0.what) < ($1.kind.rawValue, $1.what) }
        (suspended, isSuspended) = ([:], false)
        for run in stopped {
            append(
                SceneRun(
                    kind: run.kind,
                    what: run.what,
                    label: run.label,
                    cause: run.cause,
                    about: run.about,
                    resumedBy: cause.event,
                    tlp: TLP.strictest(run.tlp, cause.tlp),
                    start: run.start,
                    begins: cause.at,
                    end: nil
                )
            )
        }
    }

    private mutating func append(_ run: SceneRun) {
        running[Place(kind: run.kind, what: run.what)] = lists[run.kind.rawValue].count
        lists[run.kind.rawValue].append(run)
    }
}

/// The event that moves an incident, as its runs name it.
struct SceneCause: Sendable {
    let event: EventID
    let order: FactOrder
    let arrivedAt: Timestamp
    let tlp: TLP

    var at: Timestamp { order.time }

    /// The same with a marking that is at least as narrow as another event's, of which words are taken as well.
    func marked(_ other: TLP?) -> Self {
        Self(
            event: event,
            order: order,
            arrivedAt: arrivedAt,
            tlp: other.map { TLP.strictest(tlp, $0) } ?? tlp
        )
    }
}

extension TLP {
    /// The narrower of two markings.
    public static func strictest(_ left: TLP, _ right: TLP) -> TLP {
        // The schema lists them from narrow to wide.
        let places = [left, right].compactMap { known.firstIndex(of: $0) }
        return places.min().map { known[$0] } ?? left
    }
}
