/// Words of a standard, or of this schema, for one kind of text.
///
/// Words travel as they are; Swift sees cases. A word that this version does not know is kept by the
/// enumeration's `other` case, unless the vocabulary is closed, where such an event is refused.
public protocol Vocabulary: Hashable, Sendable {
    /// The case for a word; `nil` when the vocabulary is closed and does not define it.
    init?(_ word: String)
    /// The word as it travels.
    var word: String { get }
    /// The words that the schema defines, in its order.
    static var known: [Self] { get }
}
