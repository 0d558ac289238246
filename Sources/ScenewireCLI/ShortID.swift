import EventSchema

/// The beginning of an event's id, which people read and type.
enum ShortID {
    /// With its hyphen; in an id of version 7 it is the millisecond in which it was minted.
    static let length = 13

    /// For example `0196ed9e-9c40`.
    static func text(of id: EventID) -> String { String(id.description.prefix(length)) }
}
