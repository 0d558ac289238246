import EventJournal
import EventSchema

/// Writes what an inspection of a journal found, for people or as one line of JSON.
struct JournalReportText {
    let report: JournalReport

    var text: String {
        (lines(of: report, indent: "") + report.ancestors.flatMap { lines(of: $0, indent: "  ") })
            .joined(separator: "\n") + "\n"
    }

    var json: String {
        var object = Self.object(of: report)
        object["isIntact"] = .bool(report.isIntact)
        object["ancestors"] = .array(report.ancestors.map { .object(Self.object(of: $0)) })
        return String(decoding: JSONValue.object(object).text, as: UTF8.self) + "\n"
    }

    private func lines(of report: JournalReport, indent: String) -> [String] {
        let end = report.isClosed ? "closed in good order" : "not closed in good order, or in use"
        var rows = [
            ("journal", "\(report.directory)"),
            ("verdict", report.damages.isEmpty ? "intact" : "damaged at \(report.damages.count) places"),
            ("stream", report.stream.map { "\($0)" } ?? "unknown"),
            ("epoch", report.epoch.map { "\($0), \(end)" } ?? "unknown"),
            ("records", Self.range(report.firstSequence, report.lastSequence)),
        ]
        if let ancestor = report.ancestor {
            rows.append(("forked from", "stream \(ancestor.stream), record \(ancestor.sequence)"))
        }
        if report.unfinishedByteCount > 0 {
            rows.append(
                ("unfinished", "\(report.unfinishedByteCount) bytes after the last commit, not acknowledged")
            )
        }
        rows += report.damages.map { ("damage", TerminalText.safe("\($0)")) }
        rows += report.repairable.map { ("repairable", TerminalText.safe("\($0)")) }
        let segments = report.segments.map { segment in
            [
                "  " + (segment.path.lastComponent?.string ?? ""), "\(segment.firstSequence)",
                "\(segment.lastSequence)", "\(segment.recordCount)", "\(segment.commitCount)",
                "\(segment.byteCount)",
            ]
        }
        let heading = ["  SEGMENT", "FIRST", "LAST", "RECORDS", "COMMITS", "BYTES"]
        let table = segments.isEmpty ? [] : TextTable.lines([heading] + segments)
        return (rows.map { TextTable.padded($0.0, to: 13) + $0.1 } + table).map { indent + $0 }
    }

    private static func range(_ first: SequenceNumber?, _ last: SequenceNumber?) -> String {
        guard let first, let last, first <= last else { return "none" }
        return "\(first) to \(last)"
    }

    private static func object(of report: JournalReport) -> JSONObject {
        var object: JSONObject = ["directory": .string(report.directory.string)]
        object["stream"] = report.stream.map { .string($0.description) } ?? .null
        object["epoch"] = report.epoch.map { .number("\($0)") } ?? .null
        object["firstSequence"] = report.firstSequence.map { .number("\($0)") } ?? .null
        object["lastSequence"] = report.lastSequence.map { .number("\($0)") } ?? .null
        object["isClosed"] = .bool(report.isClosed)
        object["forkedFrom"] =
            report.ancestor.map {
                .object([
                    "stream": .string($0.stream.description), "sequence": .number("\($0.sequence)"),
                ])
            } ?? .null
        object["unfinishedByteCount"] = .number("\(report.unfinishedByteCount)")
        object["damages"] = .array(report.damages.map { .object(self.object(of: $0)) })
        object["repairable"] = .array(report.repairable.map { .object(self.object(of: $0)) })
        object["segments"] = .array(
            report.segments.map {
                .object([
                    "path": .string($0.path.string),
                    "firstSequence": .number("\($0.firstSequence)"),
                    "lastSequence": .number("\($0.lastSequence)"),
                    "recordCount": .number("\($0.recordCount)"),
                    "commitCount": .number("\($0.commitCount)"),
                    "byteCount": .number("\($0.byteCount)"),
                ])
            }
        )
        return object
    }

    private static func object(of damage: JournalDamage) -> JSONObject {
        var object: JSONObject = [
            "path": .string(damage.path.string), "offset": .number("\(damage.offset)"),
        ]
        object["sequence"] = damage.sequence.map { .number("\($0)") } ?? .null
        object["fault"] = .string("\(damage.fault)")
        return object
    }
}
