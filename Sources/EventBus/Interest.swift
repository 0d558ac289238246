import EventSchema

/// Which part of a stream a reader wants.
public enum Interest: Hashable, Sendable {
    /// Every record.
    case everything
    /// The records of one agency.
    case agency(String)
    /// The records of one incident of one agency.
    case incident(String, agency: String)

    /// The topic prefix, in whole levels: empty, `agency/` or `agency/incident/`.
    public var topicPrefix: String {
        switch self {
        case .everything: ""
        case .agency(let agency): "\(agency)/"
        case .incident(let incident, let agency): "\(agency)/\(incident)/"
        }
    }

    /// Stands where the incident would, for records about no incident.
    public static let noIncident = "~"

    /// Reads a topic prefix of whole levels.
    ///
    /// - Returns: `nil` for anything else: a prefix that does not end with `/`, or one under which no record can
    ///   be, such as the `~stream/` of the live socket. Read with that, the stream would seem to be empty.
    public init?(topicPrefix: String) {
        guard topicPrefix.utf8.count <= BusLimits.topicByteCountMax else { return nil }
        let levels = topicPrefix.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch levels.count {
        case 1 where levels[0].isEmpty: self = .everything
        case 2 where Self.isAgency(levels[0]) && levels[1].isEmpty: self = .agency(levels[0])
        case 3 where Self.isAgency(levels[0]) && Self.isIncident(levels[1]) && levels[2].isEmpty:
            self = .incident(levels[1], agency: levels[0])
        default: return nil
        }
    }

    private static func isAgency(_ text: String) -> Bool {
        TextForm.agency.matches(text)
    }

    private static func isIncident(_ text: String) -> Bool {
        text == noIncident || TextForm.incident.matches(text)
    }

    /// What a SUB socket asks for to hear of these records.
    var subscription: [UInt8] {
        self == .everything ? Topic.stream : Array(topicPrefix.utf8)
    }
}
