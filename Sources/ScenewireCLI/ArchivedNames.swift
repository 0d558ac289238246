import ArchiveStore
import EventSchema

/// Tells what an archive does not know from what merely does not fit a question.
enum ArchivedNames {
    /// Incidents that are compared with one that is not there.
    private static let comparedMax = 1_000
    /// Incidents that are named in place of one that is not there.
    private static let namedMax = 3

    /// - Throws: ``CommandFailure`` with the incidents that may be meant when no record is about this one.
    static func require(incident: String?, in reader: ArchiveReader) throws {
        guard let incident, try !holds(reader, { $0.incident = incident }) else { return }
        let known = try reader.newestIncidents(countMax: comparedMax)
        let shown = TerminalText.safe(incident, lengthMax: 80)
        var advice: [String] = []
        if let nearest = SpellingDistance.nearest(to: incident, among: known) {
            advice.append("perhaps \(nearest) is meant")
        }
        if !known.isEmpty { advice.append("newest: \(known.prefix(namedMax).joined(separator: ", "))") }
        throw CommandFailure(
            "there is no incident \(shown) in \(reader.path)",
            .notFound,
            advice: advice
        )
    }

    /// - Parameter types: Types, or beginnings of types with a `*` at the end. One that the schema knows may well
    ///   have no records.
    /// - Throws: ``CommandFailure`` when neither the schema nor the archive has one of them.
    static func require(types: [String], in reader: ArchiveReader) throws {
        for type in types {
            let isKnown = SchemaTable.events.contains {
                RecordFilter.TypePattern(type)?.matches($0.type) == true
            }
            guard !isKnown, try !holds(reader, { $0.types = [type] }) else { continue }
            throw CommandFailure(EventTypeName.unknown(type), .notFound)
        }
    }

    /// Whether there is any record of what `choose` asks for.
    static func holds(_ reader: ArchiveReader, _ choose: (inout ArchiveQuery) -> Void) throws -> Bool {
        var query = ArchiveQuery()
        (query.includesSystem, query.limit) = (true, 1)
        choose(&query)
        var isFound = false
        try reader.forEach(query) { _ in isFound = true }
        return isFound
    }
}
