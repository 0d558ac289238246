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

/// Writes records one a line: for people, as NDJSON, or as a template says.
struct RecordLines: Sendable {
    /// How much of what an event says is shown, in Unicode scalars.
    private static let storyLengthMax = 160
    /// An event that was published so much after it was observed shows both times.
    private static let delayShown: Int64 = 60_000_000_000

    let format: RecordFormat
    let palette: Palette
    /// What ``RecordFormat/template`` writes.
    var template: RecordTemplate?
    /// Which records are written.
    var filter = RecordFilter()
    /// How far the shown time is ahead of UTC; `nil` for this machine's zone.
    var secondsEast: Int?

    /// The lines of a batch's first records.
    func lines(of batch: RecordBatch, countMax: Int = .max) -> [UInt8] {
        selection(of: batch, countMax: countMax).lines
    }

    /// The lines of the first records that the filter lets through, and how many these are.
    func selection(of batch: RecordBatch, countMax: Int) -> (lines: [UInt8], count: Int) {
        var lines: [UInt8] = []
        var count = 0
        batch.forEach { header, record in
            guard count < countMax, filter.matches(header, record) else { return }
            count += 1
            switch format {
            case .json: JSONValue.object(RecordDocument.document(of: header, record)).write(to: &lines)
            case .text: lines.append(contentsOf: text(of: header, record).utf8)
            case .template:
                let text = template?.text(of: header, record, secondsEast: secondsEast) ?? ""
                lines.append(contentsOf: text.utf8)
            }
            lines.append(UInt8(ascii: "\n"))
        }
        return (lines, count)
    }

    /// `17 2025-05-20 09:38:45.000-05:00 Extreme  shots.fired expd/2025-0520-001 1 shot by subject, LOC-T`
    func text(of header: RecordHeader, _ record: RawSpan) -> String {
        text(of: header, event: record.extracting(header.eventRange))
    }

    /// The same of an event that is shown in another form, such as without redacted fields.
    ///
    /// - Parameter isByObservation: Whether the first time is when it happened, by which the lines are sorted,
    ///   and not when it was published.
    func text(of header: RecordHeader, event bytes: RawSpan, isByObservation: Bool = false) -> String {
        let event: Event
        var prefix = "\(header.sequence) \(time(header.publishedAt))"
        do throws(EventProblem) {
            event = try Event(eventBytes: bytes.withUnsafeBytes { Array($0) })
        } catch {
            return "\(prefix) an event that cannot be decoded, \(bytes.byteCount) bytes"
        }
        let observed = event.hasObservedAt ? Timestamp(event.observedAt) : nil
        if isByObservation, let observed { prefix = "\(header.sequence) \(time(observed))" }
        let severity = TerminalText.safe(event.severity, lengthMax: SchemaLimits.wordByteCountMax)
        let padding = String(repeating: " ", count: max(0, 8 - severity.count))
        let style = Palette.style(of: Severity(event.severity))
        var words = [prefix, palette.paint(severity, style) + padding]
        words.append(TerminalText.safe(event.type))
        words.append(
            TerminalText.safe(event.incident.isEmpty ? event.agency : "\(event.agency)/\(event.incident)")
        )
        // An exercise must never be taken for the real thing.
        if event.status != Status.actual.word {
            words.append(palette.paint("[\(TerminalText.safe(event.status))]", .attention))
        }
        if header.flags.contains(.clockSteppedBack) { words.append("[clock set back]") }
        if let observed,
            header.publishedAt.nanoseconds(since: observed).magnitude >= Self.delayShown.magnitude
        {
            words.append(
                isByObservation ? "(published \(time(header.publishedAt)))" : "(observed \(time(observed)))"
            )
        }
        if let amended = EventID(wire: [UInt8](event.amends)) { words.append("(amends \(amended))") }
        let story = story(of: event, bytes)
        if !story.isEmpty { words.append(story) }
        return words.joined(separator: " ")
    }

    private func time(_ time: Timestamp) -> String {
        secondsEast.map { LocalTime.text(of: time, secondsEast: $0) } ?? LocalTime.text(of: time)
    }

    /// What the event says in one sentence; of an unknown type, which has none, the narrative or the data.
    private func story(of event: Event, _ bytes: RawSpan) -> String {
        var story = EventSentence.text(of: event)
        if event.payload == nil {
            // The line has the type already, which is all that such a sentence would begin with.
            let data = (try? CloudEvent.document(of: bytes))?["data"] ?? .object([:])
            story =
                event.hasNarrative
                ? event.narrative : data == .object([:]) ? "" : String(decoding: data.text, as: UTF8.self)
        }
        return TerminalText.safe(story, lengthMax: Self.storyLengthMax)
    }
}

extension EventID {
    /// Reads the 16 bytes of a field; any other number of them is `nil`.
    fileprivate init?(wire bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(bytes.span.bytes)
    }
}
