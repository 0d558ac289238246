import EventSchema

/// All facts of one incident in their order, and the state that they come to.
///
/// The state is worked out when it is asked for. Facts mostly come nearly in order; for those that do not,
/// states are kept some facts back, ever fewer the farther back, from which a late fact is worked in at the cost
/// of about twice the facts that follow it.
struct IncidentHistory: Sendable {
    /// How many facts lie between the states that are kept at least; sources are seconds apart.
    private static let checkpointCount = 64

    private var facts: [AmendedFact] = []
    private var incoming: [AmendedFact] = []
    private var touched: Set<EventID> = []
    /// The incident's amendments of any event.
    private(set) var amendments: [Fact] = []
    private var state: (incident: Incident, count: Int)?
    /// From the oldest to the newest.
    private var checkpoints: [(incident: Incident, count: Int)] = []
    /// Rises whenever facts were worked in anywhere but at the end, so that what was read before may be undone.
    private(set) var revision = 0

    var isEmpty: Bool { facts.isEmpty && incoming.isEmpty }

    mutating func append(_ fact: Fact) {
        incoming.append(AmendedFact(fact))
        if fact.amends != nil { amendments.append(fact) }
    }

    /// Rare: another stream has the same event, and had it earlier; or a fact's clock was put right.
    mutating func remove(_ fact: Fact) {
        facts.removeAll { $0.fact.id == fact.id }
        incoming.removeAll { $0.fact.id == fact.id }
        amendments.removeAll { $0.id == fact.id }
        touched.remove(fact.id)
        rewind(to: 0)
    }

    /// The fact's amendments have changed.
    mutating func touch(_ id: EventID) {
        touched.insert(id)
    }

    /// Every fact, in no order.
    var all: [Fact] { (facts + incoming).map(\.fact) }

    /// The facts that people wrote as of now, in their order, whose clocks may have to be put right.
    func arrived(of stream: StreamID, after time: Timestamp) -> [Fact] {
        all.filter { $0.order.stream == stream && $0.arrivedAt > time }
    }

    /// Reads the state as of everything that has come.
    ///
    /// - Parameters:
    ///   - amended: A fact as its amendments leave it.
    ///   - read: Gets the state in place, which has many parts and is dear to copy, and the ``revision``.
    mutating func settled<Result>(
        _ key: IncidentKey,
        amended: (EventID) -> AmendedFact?,
        _ read: (Incident, _ revision: Int) -> Result
    ) -> Result {
        amendTouched(amended)
        sortIncoming()
        // Held once, so that the facts are applied in place.
        var current = state.take() ?? checkpoints.last ?? (Incident(key), 0)
        while current.count < facts.count {
            let end = min(facts.count, (current.count / Self.checkpointCount + 1) * Self.checkpointCount)
            for fact in facts[current.count..<end] { current.incident.apply(fact) }
            current.count = end
            if end % Self.checkpointCount == 0 { keep(current) }
        }
        defer { state = current }
        return read(current.incident, revision)
    }

    /// Keeps a state, and drops those that lie closer together than they lie back.
    private mutating func keep(_ checkpoint: (incident: Incident, count: Int)) {
        guard checkpoint.count > checkpoints.last?.count ?? 0 else { return }
        checkpoints.append(checkpoint)
        var index = checkpoints.count - 3
        while index > 0 {
            let distance = checkpoint.count - checkpoints[index + 1].count
            if checkpoint.count - checkpoints[index - 1].count <= 2 * distance {
                checkpoints.remove(at: index)
            }
            index -= 1
        }
    }

    private mutating func amendTouched(_ amended: (EventID) -> AmendedFact?) {
        guard !touched.isEmpty else { return }
        // An amendment touches one or two events of many, which are found faster by comparing than by hashing.
        let ids = Array(touched)
        if let first = facts.firstIndex(where: { ids.contains($0.fact.id) }) {
            rewind(to: first)
            facts.replaceSubrange(first..., with: facts[first...].filter { !ids.contains($0.fact.id) })
        }
        incoming.removeAll { touched.contains($0.fact.id) }
        incoming += touched.compactMap(amended)
        touched = []
    }

    private mutating func sortIncoming() {
        guard !incoming.isEmpty else { return }
        incoming.sort { $0.order < $1.order }
        let place = place(of: incoming[0].order)
        if place < facts.count {
            rewind(to: place)
            var merged: [AmendedFact] = []
            merged.reserveCapacity(facts.count - place + incoming.count)
            var (old, new) = (facts[place...], incoming[...])
            while let left = old.first, let right = new.first {
                merged.append(left.order < right.order ? left : right)
                if left.order < right.order { old.removeFirst() } else { new.removeFirst() }
            }
            facts.replaceSubrange(place..., with: merged + old + new)
        } else {
            facts += incoming
        }
        incoming.removeAll(keepingCapacity: incoming.count < Self.checkpointCount)
    }

    /// Where a fact of this order goes.
    private func place(of order: FactOrder) -> Int {
        var low = 0
        var high = facts.count
        while low < high {
            let middle = (low + high) / 2
            if facts[middle].order < order { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Forgets states that cover more than the first `count` facts.
    private mutating func rewind(to count: Int) {
        revision += 1
        if let state, state.count > count { self.state = nil }
        while let last = checkpoints.last, last.count > count { checkpoints.removeLast() }
    }
}
