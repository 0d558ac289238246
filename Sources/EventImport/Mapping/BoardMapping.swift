import EventSchema

/// How records show a board: a list of items of which each poll shows those that are there now.
struct BoardMapping: Sendable {
    /// How the items come.
    enum Items: Sendable {
        /// Each record is a poll that lists all of them.
        case polled(list: FieldPath)
        /// Each record is one change between two polls: the item, and the words that say what became of it.
        case changes(Changes)
    }

    /// How one change between two polls is read.
    struct Changes: Sendable {
        /// Where the item stands.
        let item: FieldPath
        /// Where the word stands that says what became of it.
        let word: FieldPath
        /// The words of an item that is there, and of those the ones that leave fields out which did not change.
        let present: Set<String>, partial: Set<String>
        /// The words of an item that is gone, and of changes that are none.
        let gone: Set<String>, ignored: Set<String>
    }

    let items: Items
    /// What names an item, for as long as there is one.
    let id: Template
    /// When the poll was taken, which is when a change is known.
    let polled: Template
    /// The fields whose change is news; anything else is noise.
    let watched: [FieldPath]
    /// How many items the poll says it has; another number is a truncated poll.
    let count: Template?
    /// How many polls in a row an item is missing before it has vanished, from 1.
    let missingPolls: Int
    /// How much of what was there may be missing from one poll, in percent; more is a poll that went wrong.
    let lossPercentMax: Int
    /// Whether a poll without items is believed.
    let believesEmpty: Bool
}

/// The times of a record that should not go backwards.
struct TimeOrderCheck: Sendable {
    let paths: [FieldPath]
    /// The format that they have; `nil` for RFC 3339.
    let format: String?
}
