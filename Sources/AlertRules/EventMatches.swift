import EventSchema
import IncidentState

/// What the event rules say of one incident's events, and which of them a rule leaves untold because it told the
/// same a moment before.
struct EventMatches: Codable, Sendable {
    /// A rule holds of an event.
    struct Match: Codable, Hashable, Sendable {
        let rule: Int
        /// Of matches with the same name and key one is told and the next stay quiet for a time.
        let group: String
        let event: EventID
        let order: FactOrder
        let quiet: Span?
    }

    private var byEvent: [EventID: [Match]] = [:]
    private var groups: [String: [Match]] = [:]
    /// The events whose matches depend on the incident's state.
    private(set) var ofState: Set<EventID> = []

    /// Notes what rules say of an event now.
    ///
    /// - Returns: What is to be told that was not, and what was to be told and is not, both in order.
    mutating func replace(
        _ event: EventID,
        with matches: [Match],
        isOfState: Bool
    ) -> (begun: [Match], ceased: [Match]) {
        if isOfState { ofState.insert(event) }
        let old = byEvent[event] ?? []
        if old.isEmpty, matches.isEmpty { return ([], []) }
        let names = Set((old + matches).map(\.group))
        let before = names.flatMap { Self.told(groups[$0] ?? []) }
        for match in old { groups[match.group]?.removeAll { $0.event == event && $0.rule == match.rule } }
        for match in matches { groups[match.group, default: []].append(match) }
        byEvent[event] = matches.isEmpty ? nil : matches
        for name in names {
            groups[name]?.sort { ($0.order, $0.rule) < ($1.order, $1.rule) }
            if groups[name]?.isEmpty == true { groups[name] = nil }
        }
        let after = names.flatMap { Self.told(groups[$0] ?? []) }
        return (Self.difference(after, before), Self.difference(before, after))
    }

    /// A corrected value may move an event to another group; it is the same that is told.
    private static func difference(_ left: [Match], _ right: [Match]) -> [Match] {
        left.filter { match in !right.contains { $0.rule == match.rule && $0.event == match.event } }
            .sorted { ($0.order, $0.rule) < ($1.order, $1.rule) }
    }

    private static func told(_ group: [Match]) -> [Match] {
        var last: Timestamp?
        return group.filter { match in
            if let last {
                guard let quiet = match.quiet, last + quiet <= match.order.time else { return false }
            }
            last = match.order.time
            return true
        }
    }
}
