import ArchiveStore
import ArgumentParser
import EventSchema

/// What `scenewire query` writes.
enum QueryFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case table, json, ndjson, csv
}

/// Writes archived records for people, programs or spreadsheets.
struct QueryLines {
    private static let columns = [
        "stream", "sequence", "observed", "published", "received", "status", "severity", "trend", "type",
        "agency", "incident", "source", "id", "amended", "narrative", "text", "sentence",
    ]

    let format: QueryFormat
    private var listing: RecordListing
    private var isFirst = true

    /// - Parameters:
    ///   - palette: Whether the table has colours.
    ///   - width: How many characters its lines have; `nil` for no limit.
    init(format: QueryFormat, palette: Palette = Palette(isOn: false), width: Int? = nil) {
        self.format = format
        listing = RecordListing(order: .observation, palette: palette, width: width)
    }

    /// Whether nothing has been written yet.
    var isEmpty: Bool { isFirst }

    /// What stands before the first record.
    var heading: [UInt8] {
        switch format {
        case .csv: Array((Self.columns.joined(separator: ",") + "\r\n").utf8)
        case .json: Array("[".utf8)
        case .table, .ndjson: []
        }
    }

    /// What stands behind the last.
    var ending: [UInt8] { format == .json ? Array("\n]\n".utf8) : [] }

    mutating func line(of record: ArchivedRecord) -> [UInt8] {
        defer { isFirst = false }
        switch format {
        case .table:
            let marks = [Self.word(of: record), record.redacted.isEmpty ? "" : "redacted"]
            let event = record.event.span.bytes
            return Array(
                listing.lines(of: record.header, event: event, marks: marks.filter { !$0.isEmpty }).utf8
            )
        case .ndjson: return document(of: record) + [UInt8(ascii: "\n")]
        case .json: return Array((isFirst ? "\n" : ",\n").utf8) + document(of: record)
        case .csv: return Array((row(of: record).map(Self.cell).joined(separator: ",") + "\r\n").utf8)
        }
    }

    private func document(of record: ArchivedRecord) -> [UInt8] {
        var document = RecordDocument.document(
            of: record.header,
            event: record.event.span.bytes,
            principal: record.header.principal(in: record.bytes.span.bytes)
        )
        if !record.redacted.isEmpty {
            document["recordredacted"] = .string(record.redacted.joined(separator: ","))
        }
        if record.isStruck || record.isCorrected {
            document["recordamended"] = .string(Self.word(of: record))
            let ids = record.amendments.filter { !$0.isRedaction }.map { "\($0.id)" }
            document["recordamendedby"] = .string(ids.joined(separator: ","))
        }
        return JSONValue.object(document).text
    }

    private func row(of record: ArchivedRecord) -> [String] {
        let header = record.header
        // What cannot be decoded still has its place and its times.
        let event = try? Event(eventBytes: record.event)
        let observed = event.flatMap { $0.hasObservedAt ? Timestamp($0.observedAt) : nil }
        return [
            "\(header.stream)", "\(header.sequence)", observed?.rfc3339 ?? "", header.publishedAt.rfc3339,
            record.receivedAt.rfc3339, event?.status ?? "", event?.severity ?? "",
            event.map { trend(of: $0).rawValue } ?? "", event?.type ?? "", event?.agency ?? "",
            event?.incident ?? "", event?.source ?? "",
            event.flatMap { EventID($0.id) }.map { "\($0)" } ?? "", Self.word(of: record),
            event?.narrative ?? "", EventSentence.writtenText(of: record.event.span.bytes),
            event.map { EventSentence.text(of: $0) } ?? "",
        ]
    }

    private static func word(of record: ArchivedRecord) -> String {
        record.isStruck ? "struck" : record.isCorrected ? "corrected" : ""
    }

    /// A field as RFC 4180 has it; what a spreadsheet would compute gets a `'` before it.
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        let needsQuotes = safe.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        guard needsQuotes else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
