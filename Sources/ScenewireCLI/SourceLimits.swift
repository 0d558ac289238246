import EventBus

/// The named limits and times of a source agent.
enum SourceLimits {
    /// The most entries that one request offers.
    static let batchCountMax = 1_000
    /// The most bytes of events in one request, with room for the byte counts before them.
    static let batchByteCountMax = BusLimits.publishByteCountMax - 5 * batchCountMax
    /// How long one request waits for its answer before the same entries are offered anew.
    static let answerTimeout = Duration.seconds(30)
    /// How long an answer shows that the publisher is there; later it is asked before it is sent anything.
    static let answerAgeMax = Duration.seconds(1)
    /// How long a question about the publisher's state waits for its answer.
    static let statusTimeout = Duration.seconds(5)
    /// How often the agent looks for entries that nobody told it of.
    static let lookInterval = Duration.seconds(1)
    /// How often it asks how far the archiver is, while that lacks something.
    static let archiveInterval = Duration.seconds(5)
    /// How often it says that it is there.
    static let heartbeatInterval = Duration.seconds(30)
    /// How long one heartbeat is offered; the next one says something newer.
    static let heartbeatTimeout = Duration.seconds(5)
    /// The longest way to a publisher and back for which clocks are compared.
    static let roundTripMax = Duration.milliseconds(250)
    /// How long the last heartbeat is offered.
    static let signOffTimeout = Duration.seconds(2)
    /// How long the agent waits at its end for answers under way, and for whoever reads results.
    static let stopPatience = Duration.seconds(4)
    /// Programs that may be connected at once.
    static let connectionCountMax = 32
    /// Connections that wait to be accepted.
    static let backlogCountMax: Int32 = 16
    /// Refused entries that are named on standard error for one request; the others are counted.
    static let namedRefusalCountMax = 10
}
