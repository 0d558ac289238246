/// Why a consumer cannot go on with a stream: it is not the one of which it has stored a part, though it has the
/// same name.
///
/// A consumer may throw it from any call of ``StreamConsumer``. The follower then leaves the stream alone, with an
/// alarm in the log and in the readiness, until the publisher has another one or is started again; other publishers
/// are followed on.
public struct StreamDivergence: Error, Equatable, CustomStringConvertible {
    /// What differs, for people.
    public let description: String

    /// - Parameter description: What differs, for people, in one line.
    public init(_ description: String) {
        self.description = description
    }
}
