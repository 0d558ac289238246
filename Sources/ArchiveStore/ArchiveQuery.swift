public import EventSchema
import FoundationEssentials
import GRDB

/// Which records of an archive are wanted; every condition that is given must hold.
public struct ArchiveQuery: Sendable, Equatable {
    /// Only records about this incident.
    public var incident: String?
    /// Only events whose ids are among these.
    public var ids: ClosedRange<EventID>?
    /// Only the records of this sequence number, one in each stream.
    public var sequence: SequenceNumber?
    /// Only this agency's.
    public var agency: String?
    /// Only these types, or with a `*` at the end all that begin so; none means all.
    public var types: [String] = []
    /// Only events at least so grave; an unknown word is the least.
    public var severity: Severity?
    /// Only events that move their incident so.
    public var trend: Trend?
    /// Only events of this status, such as `Actual`.
    public var status: String?
    /// Only what was observed at this time or later.
    public var since: Timestamp?
    /// Only what was observed before this time.
    public var until: Timestamp?
    /// Only records whose text has all of these words, in any order; a word ending in `*` stands for its
    /// beginning. The text is what people wrote, in whatever field, and what happened: the type and its sentence;
    /// see `EventSentence.words(of:)` and `EventSentence.searchText(of:)`.
    public var words: String?
    /// With events that software made, such as heartbeats.
    public var includesSystem = false
    /// With what later records say of each.
    public var isAmended = false
    /// The marking at which redacted fields are looked at: those that stay visible from it on are shown. `nil`
    /// shows none of them.
    public var clearance: TLP?
    /// The most records; `nil` for all.
    public var limit: Int?
    /// Only so many of the records that fit, those at the end of the order; `nil` for all.
    public var last: Int?

    /// All records that people wrote.
    public init() {}

    /// The row numbers of the records, in their order.
    ///
    /// - Parameter hits: The table that holds the row numbers of the words' hits, if words are wanted.
    func sql(hits: String) -> (text: String, arguments: StatementArguments) {
        var conditions = ["TRUE"]
        var arguments: [(any DatabaseValueConvertible)?] = []
        func add(_ condition: String, _ values: [(any DatabaseValueConvertible)?]) {
            conditions.append(condition)
            arguments += values
        }
        if let incident { add("incident = ?", [incident]) }
        if let ids { add("id BETWEEN ? AND ?", [Data(ids.lowerBound.bytes), Data(ids.upperBound.bytes)]) }
        if let sequence {
            let number = Int64(clamping: sequence.value)
            // By their row numbers, since there is no index of sequence numbers; a larger one would be another feed's.
            if number >> Int64(ArchiveLimits.sequenceBitCount) == 0 {
                let shift = ArchiveLimits.sequenceBitCount
                add("position IN (SELECT (feed << \(shift)) + ? FROM feeds)", [number])
            } else {
                add("FALSE", [])
            }
        }
        if let agency { add("agency = ?", [agency]) }
        if let status { add("status = ?", [status]) }
        if let trend { add("trend = ?", [trend.rawValue]) }
        // The second condition says the same of the expression that the index is made of.
        if let since {
            add("observed_at >= ? AND \(ArchiveFormat.order) >= ?", [since.nanoseconds, since.nanoseconds])
        }
        if let until {
            add("observed_at < ? AND \(ArchiveFormat.order) < ?", [until.nanoseconds, until.nanoseconds])
        }
        if let severity, severity != .unknown {
            let words = Severity.known.prefix { $0 != severity } + [severity]
            add("severity IN (\(Self.marks(words.count)))", words.map(\.word))
        }
        if !types.isEmpty {
            let tests = types.map { $0.hasSuffix("*") ? "substr(type, 1, ?) = ?" : "type = ?" }
            let values = types.flatMap { type -> [any DatabaseValueConvertible] in
                let prefix = String(type.dropLast())
                return type.hasSuffix("*") ? [prefix.unicodeScalars.count, prefix] : [type]
            }
            add("(" + tests.joined(separator: " OR ") + ")", values)
        }
        if !includesSystem { add("is_authored", []) }
        if words != nil { add("position IN (SELECT position FROM \(hits))", []) }
        let time = ArchiveFormat.order
        let source = "FROM records WHERE \(conditions.joined(separator: " AND "))"
        var text = "SELECT position \(source) ORDER BY \(time), position"
        if let last {
            text = """
                SELECT position FROM (
                    SELECT position, \(time) AS time \(source) ORDER BY \(time) DESC, position DESC LIMIT ?
                ) ORDER BY time, position
                """
            arguments.append(last)
        }
        if let limit {
            text += " LIMIT ?"
            arguments.append(limit)
        }
        return (text, StatementArguments(arguments))
    }

    /// The words as FTS5 reads them: each a string of its own, so that nothing in them is an operator.
    var match: String? {
        let terms = (words ?? "").split(whereSeparator: \.isWhitespace).compactMap { word -> String? in
            let isPrefix = word.hasSuffix("*")
            let text = String(isPrefix ? word.dropLast() : word)
            guard
                text.unicodeScalars.contains(where: {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil
                })
            else { return nil }
            let quoted = text.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"")
            return "\"" + quoted + "\"" + (isPrefix ? "*" : "")
        }
        return terms.isEmpty ? nil : terms.joined(separator: " ")
    }

    private static func marks(_ count: Int) -> String {
        [String](repeating: "?", count: count).joined(separator: ", ")
    }
}
