import EventSchema
import IncidentState

/// The form in which what was told about a scope is stored: all of it, or what has changed since it was last
/// stored.
struct StoredAlerts: Codable {
    struct Entry: Codable {
        let key: AlertCondition.Key
        let told: ScopeAlerts.Told
    }

    struct EventEntry: Codable {
        let event: EventID
        let matches: [EventMatches.Match]
        let isOfState: Bool
    }

    let settled: [Int: Int]
    let lateCount: Int
    let decidedAt: Timestamp?
    var told: [Entry] = []
    var events: [EventEntry] = []
}

/// An incident has thousands of alerts when it lasts, and few of them change: each is stored by itself.
extension StoredAlerts {
    /// Moves the alerts, and what rules say of the events, into parts of their own.
    mutating func takeParts() throws(SnapshotError) -> [StoredPart] {
        var parts: [StoredPart] = []
        for entry in told {
            parts.append(StoredPart(name: "alert \(entry.told.number)", body: try SnapshotBody.encode(entry)))
        }
        for entry in events {
            parts.append(StoredPart(name: "event \(entry.event)", body: try SnapshotBody.encode(entry)))
        }
        (told, events) = ([], [])
        return parts
    }

    /// Takes back what ``takeParts()`` made.
    mutating func add(_ parts: [StoredPart], of name: String) throws(SnapshotError) {
        for part in parts {
            switch part.name.split(separator: " ").first {
            case "alert": told.append(try SnapshotBody.decode(part.body, of: "\(part.name) of \(name)"))
            case "event": events.append(try SnapshotBody.decode(part.body, of: "\(part.name) of \(name)"))
            default: throw SnapshotError("\(part.name) of \(name) is not known")
            }
        }
    }
}
