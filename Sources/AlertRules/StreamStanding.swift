/// How a feed stands to its publisher, as far as it matters for time.
public enum StreamStanding: String, Codable, Sendable {
    /// More is known to exist than was folded.
    case catchingUp
    /// Everything there is was folded.
    case live
    /// Nothing is heard of the publisher.
    case cutOff
}
