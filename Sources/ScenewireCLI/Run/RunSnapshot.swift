import EventSchema
import IncidentState

/// What is known of a run at one moment: everything that its screen shows.
struct RunSnapshot: Sendable {
    /// One line of what happened.
    struct Entry: Sendable {
        /// When it was observed.
        let time: Timestamp
        /// How bad it is.
        let severity: Severity?
        /// What happened, in one line without control characters.
        let text: String
        /// Who wrote it; empty for what software did.
        let source: String
        /// The alert that it is, shown below the event before it; `nil` for an event.
        let alert: EventID?
        /// How often the alert was delivered.
        var deliveryCount = 0

        /// Whether it is an alert.
        var isAlert: Bool { alert != nil }
    }

    /// A service that has ended and is not ready again.
    struct Outage: Sendable {
        /// How it ended.
        let failure: RunServiceFailure
        /// What comes next: `starts again in 5 s`.
        var next: String

        /// Both, with the reason at the end, which may be long.
        var text: String {
            TerminalText.safe("\(failure.words), \(next)" + (failure.reason.map { ": \($0)" } ?? ""))
        }
    }

    /// How many lines are kept; more than any terminal shows.
    static let entryCountMax = 200

    /// What is played, or that it is live.
    var title = ""
    /// The services that are ready, in the order of their start, and those that are not.
    var services: [(name: String, isReady: Bool)] = []
    /// The services that have ended and are not ready again, by name.
    var outages: [String: Outage] = [:]
    /// Whether everything is an exercise.
    var isExercise = false
    /// The incident that was heard of last.
    var incident: Incident?
    /// The newest lines, the oldest first.
    private(set) var entries: [Entry] = []
    /// The stream's own time: the newest that records or the publisher's clock tell.
    var clock: Timestamp?
    /// Records seen.
    var recordCount = 0
    /// Of those, the ones that people wrote.
    var authoredCount = 0
    /// Alerts raised.
    var alertCount = 0
    /// The last record that the publisher has.
    var head: UInt64 = 0
    /// How far each consumer is, by its name.
    var consumers: [String: UInt64] = [:]
    /// How much of the scenario was played, from 0 to 1; `nil` when nothing is played.
    var fraction: Double?
    /// Lines that stand below what happened for as long as there is room.
    var notes: [String] = []
    /// What has to be said to the operator, such as a full disk; `nil` for nothing.
    var fault: String?

    /// Records that the slowest consumer has not stored; 0 while none has reported.
    var lag: UInt64 { consumers.values.map { head > $0 ? head - $0 : 0 }.max() ?? 0 }

    /// Counts a delivery of an alert, if that is still shown.
    mutating func countDelivery(of alert: EventID) {
        guard let index = entries.lastIndex(where: { $0.alert == alert }) else { return }
        entries[index].deliveryCount += 1
    }

    mutating func append(_ entry: Entry) {
        entries.append(entry)
        if entries.count > Self.entryCountMax { entries.removeFirst(entries.count - Self.entryCountMax) }
    }
}
