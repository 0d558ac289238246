import EventSchema
import IncidentState

/// What alerts are about.
enum Scope: Hashable, Comparable, Sendable {
    case incident(IncidentKey)
    case source(SourceBook.Name)
    case stream(StreamID)

    var incident: IncidentKey? {
        if case .incident(let key) = self { key } else { nil }
    }

    /// For people, and for keys.
    var name: String {
        switch self {
        case .incident(let key): key.name
        case .source(let name): name.source
        case .stream(let stream): "\(stream)"
        }
    }
}
