import EventSchema

/// What a record is found by.
struct RecordWords: Equatable, Sendable {
    /// What people wrote into it.
    let text: String
    /// What happened, in the words of the software: the type and its sentence; empty for what software made.
    let sentence: String

    /// Whether nothing finds it.
    var isEmpty: Bool { text.isEmpty && sentence.isEmpty }

    /// - Parameter event: The event as it may be shown, as protobuf; other bytes say nothing.
    init(of event: [UInt8]) {
        text = EventSentence.writtenText(of: event.span.bytes)
        sentence = (try? Event(eventBytes: event)).map { EventSentence.searchText(of: $0) } ?? ""
    }
}
