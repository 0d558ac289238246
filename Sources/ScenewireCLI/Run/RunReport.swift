import ArchiveStore
import EventBus
import EventSchema
import IncidentState
import SystemPackage
import ZeroMQ

/// What came of a run, read from the archive alone: the one line for scripts, and what does not agree.
struct RunReport: Sendable {
    /// Events that people wrote.
    private(set) var authored = 0
    /// Events that software wrote: heartbeats and the steps of alerts.
    private(set) var system = 0
    /// Records in the archive.
    private(set) var archived = 0
    /// Alerts raised, by rule.
    private(set) var alerts: [String: Int] = [:]
    /// Of those, the ones whose cause was over when it was recorded.
    private(set) var lateAlertCount = 0
    /// Every incident's state, folded from the archive.
    private(set) var incidents: [String: Incident] = [:]

    /// Reads the whole archive; it blocks a thread of its own, not the caller's.
    static func reading(_ archive: FilePath) async throws -> RunReport {
        try await SocketThread.run(label: "scenewire.run.report") { try RunReport(archive) }
    }

    private init(_ archive: FilePath) throws {
        var book = IncidentBook()
        try ArchiveReader(archive).forEachRecord { header, record in
            archived += 1
            book.fold(header, record)
            let bytes = record.extracting(header.eventRange)
            guard let outline = try? EventOutline.check(bytes) else { return }
            if outline.category == .system { system += 1 } else { authored += 1 }
            if case .alertRaised(let alert)? = (try? outline.typeAndPayload(of: bytes))?.payload {
                alerts[alert.rule, default: 0] += 1
                if alert.late { lateAlertCount += 1 }
            }
        }
        for name in Set(book.incidents.map(\.name)) { incidents[name] = book.incident(name) }
    }

    /// `summary authored=80 system=2700 archived=2780 alerts=27 incidents=1 lag=0`
    func summary(lag: UInt64) -> String {
        "summary authored=\(authored) system=\(system) archived=\(archived) "
            + "alerts=\(alerts.values.reduce(0, +)) incidents=\(incidents.count) lag=\(lag)"
    }

    /// What does not agree with the publisher and with what is expected, one line each; empty when all does.
    ///
    /// - Parameters:
    ///   - status: The publisher's, once everything was recorded.
    ///   - lag: Records that the slowest consumer has not stored.
    ///   - expectation: What the scenario must come to; `nil` when nobody said.
    func faults(against status: PublisherStatus, lag: UInt64, _ expectation: ScenarioExpectation?) -> [String]
    {
        var faults: [String] = []
        if UInt64(archived) != status.head {
            faults.append("archive: \(archived) records, but the publisher has \(status.head)")
        }
        if archived != authored + system {
            faults.append("archive: \(archived - authored - system) records hold no event that can be read")
        }
        if lag != 0 { faults.append("consumers: the slowest has yet to store \(lag) records") }
        guard let expectation else { return faults }
        faults += expectation.faults(ofAlerts: alerts)
        if authored != expectation.authored {
            faults.append("archive: \(authored) authored events, expected \(expectation.authored)")
        }
        if let document = document(of: expectation.incident, at: status.clock) {
            faults += expectation.faults(of: document, in: "archive")
        } else {
            faults.append("archive: there is no incident \(expectation.incident)")
        }
        return faults
    }

    /// An incident's document, as every reader of the same records makes it.
    func document(of incident: String, at now: Timestamp) -> JSONObject? {
        incidents[incident].map { IncidentDocument.document(of: $0, at: now) }
    }

    /// What a person reads at the end, two lines for each incident that is closed.
    var outcomes: [String] {
        incidents.values.sorted { $0.id < $1.id }.compactMap { incident in
            guard let outcome = incident.outcome else { return nil }
            let peaceful = incident.isPeaceful == true ? ", peaceful" : ""
            let freed = incident.hostages.freed
            return "\(incident.id) ended after \(RunFrame.elapsed(incident.seconds(to: incident.closedAt))): "
                + "\(outcome.word)\(peaceful)\n  \(incident.hostages.reportedMax) held at most, \(freed) freed"
        }
    }
}
