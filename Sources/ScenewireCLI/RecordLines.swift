import ArgumentParser
import EventSchema

/// What a command writes to standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text, json
}

/// How records are written.
enum RecordFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text, json, template
}

/// Writes records as they come: as a table for people, as NDJSON, or as a template says.
struct RecordLines: Sendable {
    let format: RecordFormat
    /// What ``RecordFormat/template`` writes.
    let template: RecordTemplate?
    /// Which records are written.
    let filter: RecordFilter
    private let secondsEast: Int?
    private var listing: RecordListing

    /// - Parameters:
    ///   - width: How many characters a line for people has; `nil` for no limit.
    ///   - secondsEast: How far the shown time is ahead of UTC; `nil` for this machine's zone.
    init(
        format: RecordFormat,
        palette: Palette,
        template: RecordTemplate? = nil,
        filter: RecordFilter = RecordFilter(),
        width: Int? = nil,
        secondsEast: Int? = nil
    ) {
        (self.format, self.template, self.filter) = (format, template, filter)
        self.secondsEast = secondsEast
        listing = RecordListing(
            order: .publication,
            palette: palette,
            width: width,
            secondsEast: secondsEast
        )
    }

    /// The lines of a batch alone, with the heading.
    func lines(of batch: RecordBatch, countMax: Int = .max) -> [UInt8] {
        var lines = self
        return lines.selection(of: batch, countMax: countMax).lines
    }

    /// The lines of the first records that the filter lets through, and how many these are.
    mutating func selection(of batch: RecordBatch, countMax: Int) -> (lines: [UInt8], count: Int) {
        var lines: [UInt8] = []
        var count = 0
        batch.forEach { header, record in
            guard count < countMax, filter.matches(header, record) else { return }
            count += 1
            switch format {
            case .json:
                JSONValue.object(RecordDocument.document(of: header, record)).write(to: &lines)
                lines.append(UInt8(ascii: "\n"))
            case .text:
                let event = record.extracting(header.eventRange)
                lines.append(contentsOf: listing.lines(of: header, event: event).utf8)
            case .template:
                let text = template?.text(of: header, record, secondsEast: secondsEast) ?? ""
                lines.append(contentsOf: (text + "\n").utf8)
            }
        }
        return (lines, count)
    }
}
