import EventSchema
import YAMLValues
import Yams

extension YAMLValues {
    /// A time, or a distance such as `+5m` from the start of the test.
    mutating func time(_ node: Node, _ path: String, from start: Timestamp) -> Timestamp? {
        guard let text = word(node, path) else { return nil }
        guard let moment = Moment(text) else {
            note(
                node,
                path,
                "\(Self.quoted(text)) is not allowed; allowed: a distance from the start such as +5m or +1h30m, "
                    + "or RFC 3339 with its zone"
            )
            return nil
        }
        return moment.time(from: start)
    }
}
