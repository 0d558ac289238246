public import EventSchema

/// What state is kept for: one incident, among the events of one status.
///
/// An exercise that names a real incident does not move it; the two are told apart by their statuses.
public struct IncidentKey: Codable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The incident's name.
    public let name: String
    /// Whether its events are real.
    public let status: Status

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(_ name: String, _ status: Status) {
        (self.name, self.status) = (name, status)
    }

    /// By name; of one name what is real comes first.
    public static func < (left: Self, right: Self) -> Bool {
        if left.name != right.name { return left.name < right.name }
        return left.place < right.place
    }

    private var place: Int { Status.known.firstIndex(of: status) ?? Status.known.count }

    /// For people: `EX-1 (Exercise)`.
    public var description: String { "\(name) (\(status.word))" }
}
