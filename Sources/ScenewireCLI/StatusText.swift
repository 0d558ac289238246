import EventBus
import EventSchema

/// Writes a publisher's status, for people or as one line of JSON.
struct StatusText: Sendable {
    let endpoint: String
    /// This machine's clock when the answer came; consumers' reports are told by wall clocks.
    let now: Timestamp
    /// How far the shown time is ahead of UTC; `nil` for this machine's zone.
    var secondsEast: Int?

    func text(_ status: PublisherStatus) -> String {
        let clock = status.isPlayed ? "played, \(time(status.clock))" : "wall, \(time(status.clock))"
        let rows = [
            ("publisher", "\(TerminalText.safe(status.softwareVersion)) at \(endpoint)"),
            ("stream", "\(status.stream)"),
            ("epoch", "\(status.epoch)"),
            ("head", head(status)),
            ("retained", retained(status)),
            ("clock", clock),
            ("accepting", status.isReadOnly ? "no, its disk is full (read-only)" : "yes"),
            ("consumers", status.consumers.isEmpty ? "none has reported" : "\(status.consumers.count)"),
        ]
        let lines = rows.map { TextTable.padded($0.0, to: 11) + $0.1 }
        let consumers = status.consumers.map { consumer in
            [
                TerminalText.safe(consumer.name), "\(consumer.sequence)", "\(status.lag(of: consumer))",
                "\(AgeText.text(nanoseconds: age(of: consumer.reportedAt))) ago",
            ]
        }
        let table =
            consumers.isEmpty
            ? []
            : TextTable.lines(
                [["  NAME", "CURSOR", "LAG", "REPORTED"]] + consumers.map { ["  " + $0[0]] + $0[1...] }
            )
        return (lines + table).joined(separator: "\n") + "\n"
    }

    func json(_ status: PublisherStatus) -> String {
        let document = JSONValue.object(status.document(endpoint: endpoint))
        return String(decoding: document.text, as: UTF8.self) + "\n"
    }

    private func head(_ status: PublisherStatus) -> String {
        guard let published = status.headPublishedAt, let age = status.headAgeNanoseconds else {
            return "0, nothing recorded yet"
        }
        return "\(status.head), published \(time(published)), \(AgeText.text(nanoseconds: age)) ago"
    }

    private func retained(_ status: PublisherStatus) -> String {
        status.firstRetained > status.head ? "nothing" : "\(status.firstRetained) to \(status.head)"
    }

    private func age(of time: Timestamp) -> Int64 {
        now.nanoseconds.subtractingReportingOverflow(time.nanoseconds).partialValue
    }

    private func time(_ time: Timestamp) -> String {
        secondsEast.map { LocalTime.text(of: time, secondsEast: $0) } ?? LocalTime.text(of: time)
    }
}
