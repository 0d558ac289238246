/// The names of the aggregator's log fields.
enum LogKey {
    static let failure = "failure"
    static let path = "measures.path"
    static let recordCount = "records.count"
}
