/// What clocks run for.
enum Scope: Hashable, Comparable, Sendable {
    case incident(String)
    case source(String)

    var incident: String? {
        if case .incident(let name) = self { name } else { nil }
    }
}
