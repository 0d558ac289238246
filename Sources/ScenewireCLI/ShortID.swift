import EventSchema

/// The beginning of an event's id, which people read and type.
///
/// Two ids of version 7 begin alike only when they were minted within the same millisecond. Those of version 8,
/// derived from foreign keys, and of others' making may begin alike at any time.
enum ShortID {
    /// With its hyphen: 48 bits, which in an id of version 7 alone are the millisecond in which it was minted.
    static let length = 13

    /// For example `0196ed9e-9c40`.
    static func text(of id: EventID) -> String { String(id.description.prefix(length)) }
}
