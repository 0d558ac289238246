/// How much a store takes.
public enum AlertStoreLimits {
    /// The database's cache in memory.
    static let cacheKibibytes = 8_192
    /// The most deliveries that wait for one destination; what comes beyond it is a dead letter at once.
    public static let waitingCountMax = 10_000
    /// The most events that wait to be published to one stream; what comes beyond it is not published.
    public static let outgoingCountMax = 100_000
    /// The most alerts in one answer.
    public static let listedCountMax = 1_000
    /// The longest answer of a destination that is kept, in Unicode scalars.
    public static let answerLengthMax = 500
}
