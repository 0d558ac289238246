/// A word of an event that its vocabulary does not have.
public struct UnknownWord: Equatable, Sendable {
    /// The JSON pointer of the field, such as `/data/by`.
    public let pointer: String
    /// What stands there.
    public let word: String
    /// The words that the schema knows for the field, in its order.
    public let known: [String]

    /// The known word that it most probably was to be, `nil` when none is close.
    public var nearest: String? { SpellingDistance.nearest(to: word, among: known) }
}

extension EventOutline {
    /// The words that this version does not know.
    ///
    /// - Parameter bytes: The event that was checked.
    /// - Returns: At most ``SchemaLimits/noteCountMax``, in the order of the event's fields.
    public func unknownWords(of bytes: RawSpan) -> [UnknownWord] {
        guard carriesUnknown else { return [] }
        var notes = EventNotes(isKnownType: payloadNumber != nil)
        notes.walk(0, bytes, 0..<bytes.byteCount, at: "")
        return notes.words
    }
}
