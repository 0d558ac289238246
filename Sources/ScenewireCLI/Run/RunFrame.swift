import EventSchema
import IncidentState

/// Draws a snapshot as the lines of a terminal.
struct RunFrame {
    let snapshot: RunSnapshot
    let width: Int
    let height: Int
    let palette: Palette

    /// As many lines as the terminal has, less one for the cursor, none longer than it is wide.
    var lines: [String] {
        let head = [title, "", incidentLine, ""]
        // In a low terminal the first of them, so that one line of what happened and the progress stay.
        let shown = faults.prefix(max(1, height - head.count - 3)).map { paint(cut($0, width), .alarm) }
        let foot = (shown.isEmpty ? [""] : shown) + [progress]
        let room = max(1, height - 1 - head.count - foot.count)
        let entries = snapshot.entries.suffix(room).map { Self.line(of: $0, width: width, palette: palette) }
        let free = max(0, room - entries.count)
        let notes = snapshot.notes.count < free ? snapshot.notes.map { cut($0, width) } : []
        let filler = [String](repeating: "", count: free - notes.count)
        return head + entries + filler + notes + foot
    }

    /// One line of what happened, as plain output shows it as well.
    static func line(of entry: RunSnapshot.Entry, width: Int?, palette: Palette) -> String {
        let mark = SeverityMark(entry.severity)
        let time = String(entry.time.rfc3339.dropFirst(11).prefix(8))
        // A line that is not redrawn cannot say what becomes of its alert.
        let note = width != nil && entry.deliveryCount > 0 ? "delivered \(entry.deliveryCount)" : entry.source
        let end = note.isEmpty ? "" : "  \(note)"
        let lead = entry.isAlert ? "  ↳ alert   " : "\(mark.symbol) \(padded(mark.word, 9))"
        var text = entry.text
        if let width {
            let room = max(10, width - time.count - 1 - lead.count - 1 - end.count)
            text = padded(cut(text, room), room)
        }
        let style = entry.isAlert ? .attention : Palette.style(of: entry.severity)
        return "\(time) \(palette.paint(lead, style)) \(text)\(palette.paint(end, .faint))"
    }

    /// What is played, which services are ready, and whether all of it is an exercise. Where there is no room for
    /// everything, what is played goes first, then the services; that it is an exercise never does.
    private var title: String {
        let services = snapshot.services.map { service in
            "\(service.name) \(paint(service.isReady ? "●" : "○", service.isReady ? .plain : .alarm))"
        }
        let plainServices = snapshot.services.map { "\($0.name) ●" }.joined(separator: "  ")
        let stripe = snapshot.isExercise ? "EXERCISE" : ""
        for left in ["Scenewire  \(snapshot.title)", "Scenewire"] {
            let rest = width - left.count - plainServices.count - stripe.count
            guard rest >= 4 else { continue }
            let space = String(repeating: " ", count: rest / 2)
            return left + space + services.joined(separator: "  ") + space + paint(stripe, .attention)
        }
        return paint(cut(stripe, width), .attention)
            + cut(stripe.isEmpty ? "Scenewire" : "  Scenewire", width - stripe.count)
    }

    /// What has to be said to the operator: each service that has ended, in the order of their start, then the rest.
    private var faults: [String] {
        let outages = snapshot.services.compactMap { snapshot.outages[$0.name] }
        return outages.flatMap { ["! \($0.text)", "  its log is \(ShellWord.path($0.failure.log))"] }
            + (snapshot.fault.map { ["! \($0)"] } ?? [])
    }

    private var incidentLine: String {
        guard let incident = snapshot.incident, let clock = snapshot.clock else {
            return cut("waiting for the first event", width)
        }
        let end =
            incident.isOpen
            ? "deadline \(Self.deadline(incident, clock))" : "CLOSED \(incident.outcome?.word ?? "")"
        let fields = [
            Self.elapsed(incident.seconds(to: incident.closedAt ?? clock)),
            Self.contact(incident, clock),
            "held \(incident.hostages.held)",
            incident.isOpen ? "next \(end)" : end,
        ]
        let kind = incident.incidentClass?.word ?? "not declared"
        let lines = [
            ([kind, "\(incident.agency)/\(incident.id)"] + fields).joined(separator: "    "),
            ([kind, "\(incident.agency)/\(incident.id)"] + fields).joined(separator: "  "),
            ([kind, incident.id] + fields.dropLast() + [end]).joined(separator: "  "),
        ]
        return lines.first { $0.count <= width } ?? cut(lines[2], width)
    }

    private var progress: String {
        let archived = snapshot.consumers["archiver"].map { Self.number($0) } ?? "–"
        let fields = [
            "\(Self.number(UInt64(snapshot.recordCount))) records", "archived \(archived)",
            "alerts \(snapshot.alertCount)", "lag \(Self.number(snapshot.lag))",
        ]
        let lines = [
            ProgressBar.line(snapshot.fraction, fields.joined(separator: "   ")),
            ProgressBar.line(snapshot.fraction, fields.joined(separator: "  ")),
            fields.joined(separator: "  "),
        ]
        return lines.first { $0.count <= width } ?? cut(lines[2], width)
    }

    static func contact(_ incident: Incident, _ clock: Timestamp) -> String {
        let talk = incident.negotiation
        if incident.custodyAt != nil { return "in custody" }
        if incident.surrenderedAt != nil { return "surrendering" }
        if talk.isOn, let since = talk.establishedAt { return "in contact \(age(since, clock))" }
        if talk.lostReason != nil, let since = talk.endedAt { return "contact LOST \(age(since, clock))" }
        return "no contact"
    }

    private static func deadline(_ incident: Incident, _ clock: Timestamp) -> String {
        let next = incident.deadlines.values.filter(\.isOpen).compactMap(\.due).min()
        guard let next else { return "none" }
        return next > clock ? "in \(age(clock, next))" : "\(age(next, clock)) OVER"
    }

    private static func age(_ start: Timestamp, _ end: Timestamp) -> String {
        elapsed(Int(max(0, end.parts.seconds - start.parts.seconds)))
    }

    /// `1:58:52`, or `0:50` below an hour.
    static func elapsed(_ seconds: Int?) -> String {
        guard let seconds else { return "–" }
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        let twoDigits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0
            ? "\(hours):\(twoDigits(minutes)):\(twoDigits(rest))" : "\(minutes):\(twoDigits(rest))"
    }

    /// `1,412`.
    static func number(_ number: UInt64) -> String {
        var digits = Array("\(number)")
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }

    private func paint(_ text: String, _ style: Palette.Style) -> String { palette.paint(text, style) }
    private func cut(_ text: String, _ width: Int) -> String { Self.cut(text, width) }

    private static func cut(_ text: String, _ width: Int) -> String {
        text.count > width ? text.prefix(max(0, width - 1)) + "…" : text
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
