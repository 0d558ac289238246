/// Names of the metadata that this target logs.
enum LogKey {
    static let publisher = "feed.publisher"
    static let live = "feed.live"
    static let stream = "feed.stream"
    static let state = "feed.state"
    static let cursor = "feed.cursor"
    static let head = "feed.head"
    static let gap = "feed.gap"
    static let failure = "failure"
}
