import EventSchema

/// Records as a table for people: one line each under a heading, the date where it changes.
///
/// The columns that differ little in width come first, so that a line can be written as soon as its record has
/// come; what happened comes last, cut at the terminal's width.
struct RecordListing: Sendable {
    /// What the lines are sorted by; the time of each line is that time.
    enum Order: Sendable {
        /// As the publisher took them.
        case publication
        /// As they happened.
        case observation
    }

    /// How much of what an event says is shown where no terminal sets a limit, in Unicode scalars.
    static let storyLengthMax = 400
    /// Where a terminal's lines are shorter than this, nobody is named.
    static let widthWithWho = 100
    /// An event that was published so much after it was observed shows both times.
    private static let delayShown: Int64 = 60_000_000_000
    private static let storyLengthMin = 4
    private static let sequenceWidth = 6
    private static let incidentWidths = 8...28
    private static let whoWidth = 18

    let order: Order
    let palette: Palette
    /// How many characters a line has; `nil` for no limit.
    var width: Int?
    /// How far the shown time is ahead of UTC; `nil` for this machine's zone.
    var secondsEast: Int?
    private var day = ""
    private var incidentWidth = 0

    init(order: Order, palette: Palette, width: Int? = nil, secondsEast: Int? = nil) {
        (self.order, self.palette, self.width, self.secondsEast) = (order, palette, width, secondsEast)
    }

    /// The lines of one record: before its own those of the heading, where it is the first or of another day.
    ///
    /// - Parameters:
    ///   - bytes: The event as it may be shown.
    ///   - marks: What is known of the record besides, such as `struck`.
    mutating func lines(of header: RecordHeader, event bytes: RawSpan, marks: [String] = []) -> String {
        let event = try? Event(eventBytes: bytes.withUnsafeBytes { Array($0) })
        let observed = event.flatMap { $0.hasObservedAt ? Timestamp($0.observedAt) : nil }
        let time = order == .observation ? observed ?? header.publishedAt : header.publishedAt
        let place = event.map(Self.place) ?? ""
        let isFirst = incidentWidth == 0
        incidentWidth = min(max(incidentWidth, Self.incidentWidths.lowerBound, place.count), maxIncidentWidth)
        let cells = [
            Self.leading("\(header.sequence)", Self.sequenceWidth),
            TextTable.padded(LocalTime.clock(of: time, secondsEast: east(time)), to: timeLabel.count),
        ]
        var line = cells.joined(separator: "  ")
        if let event {
            let mark = SeverityMark(Severity(event.severity))
            let severity = TextTable.padded(mark.text, to: SeverityMark.width)
            line += "  \(palette.paint(severity, Palette.style(of: Severity(event.severity))))"
            line += "  \(Self.fitted(place, incidentWidth))"
            if showsWho { line += "  \(Self.fitted(Self.who(event), Self.whoWidth))" }
            line += "  \(what(event, bytes, header, time, observed, marks))"
        } else {
            line += "  an event that cannot be decoded, \(bytes.byteCount) bytes"
        }
        return heading(time, isFirst: isFirst) + line + "\n"
    }

    private var timeLabel: String { order == .observation ? "OBSERVED" : "PUBLISHED" }
    private var showsWho: Bool { width.map { $0 >= Self.widthWithWho } ?? true }
    private var maxIncidentWidth: Int {
        showsWho ? Self.incidentWidths.upperBound : width.map { $0 < 80 } ?? false ? 10 : 18
    }

    /// The width of everything before what happened.
    private var leadWidth: Int {
        Self.sequenceWidth + timeLabel.count + SeverityMark.width + incidentWidth + 8
            + (showsWho ? Self.whoWidth + 2 : 0)
    }

    private func east(_ time: Timestamp) -> Int { secondsEast ?? LocalTime.secondsEast(at: time) }

    private mutating func heading(_ time: Timestamp, isFirst: Bool) -> String {
        let day = LocalTime.day(of: time, secondsEast: east(time))
        guard day != self.day else { return "" }
        self.day = day
        let words = order == .observation ? "observation" : "publication"
        guard isFirst else { return palette.paint(day, .faint) + "\n" }
        let labels = [
            Self.leading("#", Self.sequenceWidth), timeLabel,
            TextTable.padded("SEVERITY", to: SeverityMark.width),
            TextTable.padded("INCIDENT", to: incidentWidth),
        ]
        let who = showsWho ? [TextTable.padded("WHO", to: Self.whoWidth)] : []
        let columns = (labels + who + ["WHAT"]).joined(separator: "  ")
        return palette.paint("\(day), in the order of \(words)", .faint) + "\n"
            + palette.paint(columns, .faint)
            + "\n"
    }

    private static func place(_ event: Event) -> String {
        TerminalText.safe(event.incident.isEmpty ? event.agency : "\(event.agency)/\(event.incident)")
    }

    private static func who(_ event: Event) -> String {
        TerminalText.safe(
            event.author.id == event.source ? event.source : "\(event.source) \(event.author.id)",
            lengthMax: 80
        )
    }

    private func what(
        _ event: Event,
        _ bytes: RawSpan,
        _ header: RecordHeader,
        _ time: Timestamp,
        _ observed: Timestamp?,
        _ marks: [String]
    ) -> String {
        var marks = marks
        // An exercise must never be taken for the real thing.
        if event.status != Status.actual.word { marks.append(TerminalText.safe(event.status)) }
        if header.flags.contains(.clockSteppedBack) { marks.append("clock set back") }
        var notes: [String] = []
        if let other = order == .observation ? header.publishedAt : observed,
            other.nanoseconds(since: time).magnitude >= Self.delayShown.magnitude
        {
            let verb = order == .observation ? "published" : "observed"
            notes.append("(\(verb) \(self.time(other, beside: time)))")
        }
        if event.amends.count == EventID.byteCount, let id = EventID(event.amends) {
            notes.append("(amends \(ShortID.text(of: id)))")
        }
        var room = width.map { $0 - leadWidth } ?? .max
        // Where the line is short, what happened keeps a few characters, and the notes lose theirs.
        func fitted(_ note: String) -> String {
            let length = min(note.count, room - Self.storyLengthMin - 1)
            guard length > 0 else { return "" }
            room -= length + 1
            return length < note.count ? note.prefix(length - 1) + "…" : note
        }
        let painted =
            marks.map { fitted("[\($0)]") }.filter { !$0.isEmpty }.map { palette.paint($0, .attention) }
            + notes.map { fitted($0) }
        let story = TerminalText.safe(
            Self.story(of: event, bytes),
            lengthMax: max(Self.storyLengthMin, min(room, Self.storyLengthMax))
        )
        return (painted + [story]).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// A second time of a record, with its date where that is another one.
    private func time(_ time: Timestamp, beside first: Timestamp) -> String {
        let clock = LocalTime.clock(of: time, secondsEast: east(time))
        let day = LocalTime.day(of: time, secondsEast: east(time))
        return day == LocalTime.day(of: first, secondsEast: east(first))
            ? clock : LocalTime.text(of: time, secondsEast: east(time))
    }

    /// What the event says in one sentence; of an unknown type, whose sentence is only its name, also the data.
    private static func story(of event: Event, _ bytes: RawSpan) -> String {
        let story = EventSentence.text(of: event)
        guard event.payload == nil, !event.hasNarrative else { return story }
        let data = (try? CloudEvent.document(of: bytes))?["data"] ?? .object([:])
        return data == .object([:]) ? story : "\(story) \(String(decoding: data.text, as: UTF8.self))"
    }

    private static func leading(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func fitted(_ text: String, _ width: Int) -> String {
        TextTable.padded(text.count > width ? text.prefix(width - 1) + "…" : text, to: width)
    }
}
