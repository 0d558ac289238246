import EventSchema

/// All facts of one incident in their order, and the state that they come to.
///
/// The state is worked out when it is asked for. Facts mostly come nearly in order, so a second state is kept
/// some facts back, from which a late one is worked in.
struct IncidentHistory: Sendable {
    /// How many facts the state that is kept back stays behind, at least; sources are seconds apart.
    private static let lateCountMax = 64

    private var facts: [AmendedFact] = []
    private var incoming: [AmendedFact] = []
    private var touched: Set<EventID> = []
    /// The incident's amendments of any event.
    private(set) var amendments: [Fact] = []
    private var state: (incident: Incident, count: Int)?
    private var earlier: (incident: Incident, count: Int)?

    var isEmpty: Bool { facts.isEmpty && incoming.isEmpty }

    mutating func append(_ fact: Fact) {
        incoming.append(AmendedFact(fact))
        if fact.amends != nil { amendments.append(fact) }
    }

    /// Rare: another stream has the same event, and had it earlier.
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

    /// Reads the state as of everything that has come.
    ///
    /// - Parameters:
    ///   - amended: A fact as its amendments leave it.
    ///   - read: Gets the state in place, which has many parts and is dear to copy.
    mutating func settled<Result>(
        _ id: String,
        amended: (EventID) -> AmendedFact?,
        _ read: (Incident) -> Result
    ) -> Result {
        amendTouched(amended)
        sortIncoming()
        var current = state ?? earlier ?? (Incident(id: id), 0)
        // Held once, so that the facts are applied in place.
        state = nil
        for fact in facts[current.count...] { current.incident.apply(fact) }
        current.count = facts.count
        let behind = facts.count - Self.lateCountMax
        if behind - (earlier?.count ?? 0) >= Self.lateCountMax {
            var kept = earlier ?? (Incident(id: id), 0)
            for fact in facts[kept.count..<behind] { kept.incident.apply(fact) }
            kept.count = behind
            earlier = kept
        }
        defer { state = current }
        return read(current.incident)
    }

    private mutating func amendTouched(_ amended: (EventID) -> AmendedFact?) {
        guard !touched.isEmpty else { return }
        if let first = facts.firstIndex(where: { touched.contains($0.fact.id) }) {
            rewind(to: first)
            facts.removeAll { touched.contains($0.fact.id) }
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
        incoming.removeAll(keepingCapacity: incoming.count < Self.lateCountMax)
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
        if let state, state.count > count { self.state = nil }
        if let earlier, earlier.count > count { self.earlier = nil }
    }
}
