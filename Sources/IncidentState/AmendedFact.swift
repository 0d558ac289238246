import EventSchema

/// A fact with what later events made of it.
struct AmendedFact: Sendable {
    let fact: Fact
    /// Where it stands now; a corrected time moves it.
    let order: FactOrder
    /// What amendments changed; `nil` for the very most, which none names.
    let change: Change?

    /// What amendments changed of a fact.
    final class Change: Sendable {
        let payload: Event.OneOf_Payload?
        let trend: Trend
        let mark: AmendmentMark
        /// The narrowest marking of the event and of what amends it.
        let tlp: TLP

        init(payload: Event.OneOf_Payload?, trend: Trend, mark: AmendmentMark, tlp: TLP) {
            self.payload = payload
            self.trend = trend
            self.mark = mark
            self.tlp = tlp
        }
    }

    init(_ fact: Fact) {
        self.fact = fact
        order = fact.order
        change = nil
    }

    var tlp: TLP { change?.tlp ?? fact.tlp }
    var isRetracted: Bool { change?.mark.isRetracted ?? false }

    init(_ fact: Fact, _ correction: Correction, _ mark: AmendmentMark, _ tlp: TLP) {
        self.fact = fact
        var order = fact.order
        order.time = min(correction.observedAt, fact.publishedAt)
        self.order = order
        change = Change(payload: correction.payload, trend: correction.trend, mark: mark, tlp: tlp)
    }
}

/// What amendments did to one event.
public struct AmendmentMark: Equatable, Sendable {
    /// Values of it were replaced.
    public var isCorrected = false
    /// It does not stand, and is shown struck through.
    public var isRetracted = false
    /// Fields of it are withheld from views below a level.
    public var isRedacted = false
}

/// Which amendments name which event, and what they come to together.
struct AmendmentLedger: Sendable {
    /// How many retractions of retractions are followed; the one beyond stands.
    static let retractionDepthMax = 16

    private var byTarget: [EventID: [Fact]] = [:]

    /// Whether any amendment names the event.
    func names(_ id: EventID) -> Bool { byTarget[id] != nil }

    mutating func insert(_ amendment: Fact, of target: EventID) {
        byTarget[target, default: []].append(amendment)
    }

    mutating func remove(_ amendment: Fact, of target: EventID) {
        byTarget[target]?.removeAll { $0.id == amendment.id }
        if byTarget[target]?.isEmpty == true { byTarget[target] = nil }
    }

    /// The fact as its amendments leave it.
    func amended(_ fact: Fact) -> AmendedFact {
        let amendments = standing(fact)
        guard !amendments.isEmpty else { return AmendedFact(fact) }
        var correction = Correction(fact)
        var mark = AmendmentMark()
        for changes in changes(amendments) { correction.apply(changes) }
        mark.isCorrected = isChanged(fact, by: amendments, comparedWith: [])
        for amendment in amendments {
            if case .recordRetracted = amendment.payload { mark.isRetracted = true }
            if case .recordRedacted = amendment.payload { mark.isRedacted = true }
        }
        // What changes nothing amends nothing.
        guard mark != AmendmentMark() else { return AmendedFact(fact) }
        let tlp = amendments.reduce(fact.tlp) { TLP.strictest($0, $1.tlp) }
        return AmendedFact(fact, correction, mark, tlp)
    }

    /// The fact's whole event as a CloudEvents document with its corrections, and the pointers that are withheld;
    /// `nil` when its bytes are not kept.
    ///
    /// - Parameter amendment: One that is left out of account.
    func document(
        of fact: Fact,
        without amendment: EventID?
    ) -> (document: JSONObject, withheld: [String])? {
        fact.bytes == nil ? nil : values(of: fact, without: amendment)
    }

    /// As ``document(of:without:)``, and of a fact whose bytes are not kept the data and the time that are, without
    /// its words; `nil` when there is nothing.
    func values(
        of fact: Fact,
        without amendment: EventID?
    ) -> (document: JSONObject, withheld: [String])? {
        let amendments = standing(fact).filter { $0.id != amendment }
        guard var document = corrected(fact, by: amendments) else { return nil }
        if fact.bytes == nil { document = Correction.known(of: document) }
        let withheld = amendments.flatMap { amendment -> [String] in
            guard case .recordRedacted(let payload) = amendment.payload else { return [] }
            return payload.pointers
        }
        return (document, withheld)
    }

    /// Whether a correction changes anything of what the other amendments leave of a fact; what amends otherwise
    /// always does.
    func isChanged(_ fact: Fact, by amendment: EventID) -> Bool {
        let amendments = standing(fact)
        guard let own = amendments.first(where: { $0.id == amendment }), case .recordCorrected = own.payload
        else { return true }
        return isChanged(fact, by: amendments, comparedWith: amendments.filter { $0.id != amendment })
    }

    private func isChanged(_ fact: Fact, by amendments: [Fact], comparedWith others: [Fact]) -> Bool {
        if changes(amendments) == changes(others) { return false }
        guard let before = corrected(fact, by: others), let after = corrected(fact, by: amendments) else {
            // Of what is not kept nobody can say.
            return true
        }
        if before != after, known(before) != known(after) { return true }
        // The same value may be written in two ways, and the value of what is not kept is not known.
        return fact.bytes == nil && namesUnkept(changes(amendments), comparedWith: changes(others))
    }

    /// Whether corrections differ in a field of which nothing is kept without the event's bytes.
    private func namesUnkept(_ changes: [[FieldChange]], comparedWith others: [[FieldChange]]) -> Bool {
        Set(changes.joined()).symmetricDifference(others.joined()).contains {
            Correction.isUnkept($0.pointer)
        }
    }

    /// What this version understands of an event's document; `nil` when it is none.
    private func known(_ document: JSONObject) -> Event? {
        var event = try? CloudEvent.decode(document).decoded()
        // A field that the type does not have is nothing that anybody looks at.
        if event?.payload != nil { event?.extraJson = Event().extraJson }
        return event
    }

    private func corrected(_ fact: Fact, by amendments: [Fact]) -> JSONObject? {
        let document =
            if let bytes = fact.bytes {
                try? CloudEvent.members(of: bytes.span.bytes)
            } else {
                Correction.document(of: fact)
            }
        guard let document else { return nil }
        var corrected = CorrectedDocument(document)
        for changes in changes(amendments) { corrected.apply(changes) }
        return corrected.document
    }

    /// The amendments of a fact that were not retracted themselves. What is no more than an exercise does not
    /// amend what is real, nor the other way.
    private func standing(_ fact: Fact) -> [Fact] {
        byTarget[fact.id]?.filter { $0.status == fact.status && !isRetracted($0) } ?? []
    }

    /// Corrections from the oldest to the newest by when they were entered, so that for each field the newest
    /// wins; those that a later one replaces are left out.
    private func changes(_ amendments: [Fact]) -> [[FieldChange]] {
        var corrections: [(fact: Fact, payload: RecordCorrected)] = []
        var superseded: Set<EventID> = []
        for amendment in amendments {
            guard case .recordCorrected(let payload) = amendment.payload else { continue }
            corrections.append((amendment, payload))
            if let earlier = EventID(payload.supersedesCorrection), earlier != amendment.id {
                superseded.insert(earlier)
            }
        }
        corrections.sort {
            ($0.fact.recordedAt, $0.fact.order) < ($1.fact.recordedAt, $1.fact.order)
        }
        return corrections.filter { !superseded.contains($0.fact.id) }.map(\.payload.changes)
    }

    private func isRetracted(_ fact: Fact, depth: Int = 0) -> Bool {
        guard depth < Self.retractionDepthMax, let amendments = byTarget[fact.id] else { return false }
        return amendments.contains { amendment in
            guard case .recordRetracted = amendment.payload, amendment.status == fact.status else {
                return false
            }
            return !isRetracted(amendment, depth: depth + 1)
        }
    }
}
