import EventSchema
import FoundationEssentials
import GRDB

/// What later records say of a record, as far as they stand: an amendment that was retracted does not, unless
/// the retraction was retracted, and so on.
///
/// It follows retractions as deep as the state of an incident does.
struct AmendmentLookup {
    /// How many retractions of retractions are followed; the one beyond stands.
    private static let depthMax = 16

    private struct Amendment {
        let id: EventID
        let type: String
        let bytes: [UInt8]
    }

    private let db: Database
    private let clearance: TLP?
    private var isRetracted: [Int: [EventID: Bool]] = [:]

    /// - Parameter clearance: See ``ArchiveQuery/clearance``.
    init(_ db: Database, clearance: TLP?) {
        self.db = db
        self.clearance = clearance
    }

    /// The amendments of a record that stand.
    ///
    /// - Parameter isWhole: With retractions and corrections, and not only with redactions.
    mutating func amendments(of id: EventID, isWhole: Bool) throws -> [ArchivedRecord.Amendment] {
        try standing(of: id, isWhole: isWhole).compactMap { amendment in
            switch amendment.type {
            case "record.retracted": .struck(by: amendment.id)
            case "record.corrected": .corrected(by: amendment.id)
            case "record.redacted": .redacted(by: amendment.id)
            default: nil
            }
        }
    }

    /// The fields of an event that are not to be shown.
    ///
    /// A correction of a redacted field would tell what the redaction hides, so that its value goes too.
    mutating func redacted(in event: Event) throws -> [String] {
        guard let id = EventID(event.id) else { return [] }
        var pointers = try hidden(of: id)
        if case .recordCorrected(let correction)? = event.payload, let target = EventID(event.amends) {
            let ofTarget = try hidden(of: target)
            for (index, change) in correction.changes.enumerated()
            where Redaction.covers(ofTarget, change.pointer) {
                pointers.append("/data/changes/\(index)/value")
            }
        }
        return pointers
    }

    private mutating func hidden(of id: EventID) throws -> [String] {
        try standing(of: id, isWhole: false).flatMap { amendment -> [String] in
            guard let event = try? Event(eventBytes: amendment.bytes),
                case .recordRedacted(let redaction)? = event.payload, !isVisible(redaction)
            else { return [] }
            return redaction.pointers
        }
    }

    /// An unknown marking shows nothing.
    private func isVisible(_ redaction: RecordRedacted) -> Bool {
        guard let clearance, let needed = TLP(redaction.visibleTo),
            let have = TLP.allCases.firstIndex(of: clearance), let need = TLP.allCases.firstIndex(of: needed)
        else { return false }
        // The strictest comes first.
        return have <= need
    }

    private mutating func standing(of id: EventID, isWhole: Bool) throws -> [Amendment] {
        let types =
            isWhole ? "'record.retracted', 'record.corrected', 'record.redacted'" : "'record.redacted'"
        var standing: [Amendment] = []
        for amendment in try amendments(of: id, types: types)
        where try !isRetracted(amendment.id, depth: 0) && !standing.contains(where: { $0.id == amendment.id })
        {
            standing.append(amendment)
        }
        return standing
    }

    private mutating func isRetracted(_ id: EventID, depth: Int) throws -> Bool {
        guard depth < Self.depthMax else { return false }
        if let known = isRetracted[depth]?[id] { return known }
        var result = false
        for retraction in try amendments(of: id, types: "'record.retracted'") where !result {
            result = try !isRetracted(retraction.id, depth: depth + 1)
        }
        isRetracted[depth, default: [:]][id] = result
        return result
    }

    private func amendments(of id: EventID, types: String) throws -> [Amendment] {
        let statement = try db.cachedStatement(
            sql:
                "SELECT id, type, bytes FROM records WHERE amends = ? AND type IN (\(types)) ORDER BY position"
        )
        return try Row.fetchAll(statement, arguments: [Data(id.bytes)]).compactMap { row in
            let (id, type): (Data?, String?) = (try row.decode(atIndex: 0), try row.decode(atIndex: 1))
            guard let id = id.flatMap({ EventID($0) }), let type else { return nil }
            let record = [UInt8](try row.decode(Data.self, atIndex: 2))
            let header = try RecordHeader(verifying: record.span.bytes)
            return Amendment(id: id, type: type, bytes: Array(record[header.eventRange]))
        }
    }
}
