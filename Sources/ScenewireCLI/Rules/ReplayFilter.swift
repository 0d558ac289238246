import AlertRules
import EventSchema

/// Which alerts of a replay are shown; everything is judged.
struct ReplayFilter: Sendable {
    /// Only those about this incident; `nil` for all.
    var incident: String?
    /// Only those of this status; `nil` for all.
    var status: Status?

    func shows(_ alert: Alert) -> Bool {
        if let incident, alert.incident != incident { return false }
        if let status, alert.status != status { return false }
        return true
    }
}
