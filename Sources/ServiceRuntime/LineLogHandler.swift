import Glibc
import Logging

/// Writes swift-log's events as logfmt or JSON lines.
///
/// swift-log's own `StreamLogHandler` writes local time and passes line feeds through.
public struct LineLogHandler: LogHandler {
    /// The least that is written.
    public var logLevel: Logger.Level
    /// On every line of this logger.
    public var metadata: Logger.Metadata = [:]
    /// Adds metadata at the time of a call.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogLine.Format
    private let writer: LogWriter

    init(
        label: String,
        level: Logger.Level,
        format: LogLine.Format,
        writer: LogWriter,
        metadataProvider: Logger.MetadataProvider? = nil
    ) {
        self.label = label
        logLevel = level
        self.format = format
        self.writer = writer
        self.metadataProvider = metadataProvider
    }

    /// One key of ``metadata``.
    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Queues one line; it does not wait.
    public func log(event: LogEvent) {
        var fields = metadata
        if let metadataProvider { fields.merge(metadataProvider.get()) { $1 } }
        if let added = event.metadata { fields.merge(added) { $1 } }
        if let error = event.error { fields["error"] = "\(error)" }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        writer.write(LogLine(event, label: label, metadata: fields, time: time, format: format).text)
    }
}
