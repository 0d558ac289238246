import EventBus
import EventJournal
import EventSchema
import MetricsExposition

/// Believes consumers' reports, once their cursors were compared with the journal.
///
/// Retention removes what a report says is stored elsewhere, so that a false one costs records: of another
/// stream's copy, of a consumer whose file was restored, or of somebody who uses its name.
struct ConsumerReports: Sendable {
    let consumers: ConsumerRegistry
    let reader: JournalReader
    let registry: PrometheusRegistry

    /// Takes a report, or says why not; it blocks while the disk works.
    func take(_ report: BusReport) throws(JournalError) -> OutgoingReply {
        guard ConsumerRegistry.isName(report.consumer) else {
            let detail =
                "consumer is \(report.consumer.debugDescription.prefix(80)); allowed are letters, "
                + "digits, dot, hyphen and underscore, 1 to \(BusLimits.consumerNameByteCountMax)"
            return .refusal(.malformed, detail)
        }
        let bounds = reader.bounds
        guard let cursor = Cursor(report.cursor), cursor.stream == bounds.stream,
            cursor.sequence <= bounds.head.sequence
        else { return .refusal(.diverged, "the cursor does not lie in this stream") }
        switch try check(cursor, bounds) {
        case .differs:
            return .refusal(.diverged, "record \(cursor.sequence) of this stream is not the cursor's")
        case .unreadable where consumers.reserved.contains(report.consumer):
            return .refusal(.overloaded, "record \(cursor.sequence) cannot be read and compared")
        case .matches, .unreadable: break
        }
        guard let isNew = consumers.report(report.consumer, cursor, at: .now) else {
            return .refusal(.limit, "\(ConsumerRegistry.countMax) consumers have reported already")
        }
        if isNew { PublisherMetrics.observe(consumer: report.consumer, in: consumers, reader, registry) }
        return OutgoingReply(.reported(BusReported()))
    }

    private enum Verdict {
        case matches, differs, unreadable
    }

    private func check(_ cursor: Cursor, _ bounds: JournalBounds) throws(JournalError) -> Verdict {
        if cursor.sequence == bounds.head.sequence {
            return cursor.sequence == .zero || cursor == bounds.head ? .matches : .differs
        }
        // Where retention has removed it, it lets nothing more be removed.
        if cursor.sequence < bounds.firstRetained { return .matches }
        do throws(JournalError) {
            guard let checksum = try reader.checksum(of: cursor.sequence) else { return .matches }
            return checksum == cursor.checksum ? .matches : .differs
        } catch {
            guard case .damaged = error else { throw error }
            return .unreadable
        }
    }
}
