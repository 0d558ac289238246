import EventSchema
import IncidentState

/// What the event rules say of one incident's events, and which of them a rule leaves untold because it told the
/// same a moment before.
struct EventMatches: Sendable {
    /// A rule holds of an event.
    struct Match: Codable, Hashable, Sendable {
        let rule: Int
        /// Of matches with the same name and key one is told and the next stay quiet for a time.
        let group: String
        let event: EventID
        let order: FactOrder
        let quiet: Span?
    }

    /// Matches of one name and key, in order.
    private struct Group {
        private(set) var matches: [Match] = []
        /// When the last of them was that is told.
        private var lastTold: Timestamp?

        /// Those that are told.
        var told: [Match] {
            var last: Timestamp?
            return matches.filter { match in
                let isTold = Self.isTold(match, after: last)
                if isTold { last = match.order.time }
                return isTold
            }
        }

        /// Whether a match comes after all others, as most do when they come.
        func isBefore(_ match: Match) -> Bool {
            matches.last.map { ($0.order, $0.rule) < (match.order, match.rule) } ?? true
        }

        /// Adds one that comes after all others.
        ///
        /// - Returns: Whether it is told.
        mutating func append(_ match: Match) -> Bool {
            matches.append(match)
            let isTold = Self.isTold(match, after: lastTold)
            if isTold { lastTold = match.order.time }
            return isTold
        }

        mutating func change(_ change: (inout [Match]) -> Void) {
            change(&matches)
            matches.sort { ($0.order, $0.rule) < ($1.order, $1.rule) }
            lastTold = told.last?.order.time
        }

        private static func isTold(_ match: Match, after last: Timestamp?) -> Bool {
            guard let last else { return true }
            return match.quiet.map { last + $0 <= match.order.time } ?? false
        }
    }

    private var byEvent: [EventID: [Match]] = [:]
    private var groups: [String: Group] = [:]
    /// The events whose matches depend on the incident's state.
    private(set) var ofState: Set<EventID> = []
    /// The events of which something else is stored.
    private var unsaved: Set<EventID> = []

    /// Notes what rules say of an event now.
    ///
    /// - Returns: What is to be told that was not, and what was to be told and is not, both in order.
    mutating func replace(
        _ event: EventID,
        with matches: [Match],
        isOfState: Bool
    ) -> (begun: [Match], ceased: [Match]) {
        if isOfState, ofState.insert(event).inserted { unsaved.insert(event) }
        let old = byEvent[event] ?? []
        if old == matches { return ([], []) }
        unsaved.insert(event)
        byEvent[event] = matches.isEmpty ? nil : matches
        if old.isEmpty, matches.allSatisfy({ groups[$0.group]?.isBefore($0) ?? true }) {
            let inOrder = matches.sorted { $0.rule < $1.rule }
            return (inOrder.filter { groups[$0.group, default: Group()].append($0) }, [])
        }
        let names = Set((old + matches).map(\.group))
        let before = names.flatMap { groups[$0]?.told ?? [] }
        for name in names {
            groups[name, default: Group()].change { group in
                group.removeAll { $0.event == event }
                group += matches.filter { $0.group == name }
            }
            if groups[name]?.matches.isEmpty == true { groups[name] = nil }
        }
        let after = names.flatMap { groups[$0]?.told ?? [] }
        return (Self.difference(after, before), Self.difference(before, after))
    }

    /// A corrected value may move an event to another group; it is the same that is told.
    private static func difference(_ left: [Match], _ right: [Match]) -> [Match] {
        left.filter { match in !right.contains { $0.rule == match.rule && $0.event == match.event } }
            .sorted { ($0.order, $0.rule) < ($1.order, $1.rule) }
    }

    // MARK: - Stored

    init() {}

    init(_ stored: [StoredAlerts.EventEntry]) {
        for entry in stored {
            if entry.isOfState { ofState.insert(entry.event) }
            if !entry.matches.isEmpty { byEvent[entry.event] = entry.matches }
        }
        let inGroups = Dictionary(grouping: stored.flatMap(\.matches), by: \.group)
        for (name, matches) in inGroups { groups[name, default: Group()].change { $0 = matches } }
    }

    /// Everything there is.
    var stored: [StoredAlerts.EventEntry] { ofState.union(byEvent.keys).map { entry($0) } }

    /// What has changed since the last call.
    mutating func takeUnsaved() -> [StoredAlerts.EventEntry] {
        defer { unsaved = [] }
        return unsaved.map { entry($0) }
    }

    private func entry(_ event: EventID) -> StoredAlerts.EventEntry {
        StoredAlerts.EventEntry(
            event: event,
            matches: byEvent[event] ?? [],
            isOfState: ofState.contains(event)
        )
    }
}
