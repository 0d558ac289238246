import Glibc
import Logging

/// How the log is written.
///
/// - `log.format` (auto, logfmt, json): `auto` is logfmt on a terminal and JSON lines elsewhere.
/// - `log.level` (trace, debug, info, notice, warning, error, critical): the least that is written.
public struct LogSettings: Sendable {
    /// The words of `log.format`.
    public enum Format: String, CaseIterable, Sendable {
        /// What suits standard error.
        case auto
        /// `key=value` pairs, for people.
        case logfmt
        /// One JSON object a line, for machines.
        case json
    }

    /// The defaults, to be merged with the process's own.
    public static let defaults = ["log.format": "auto", "log.level": "info"]

    /// As set; see ``lineFormat(onTerminal:)``.
    public let format: Format
    /// The least that is written.
    public let level: Logger.Level

    /// - Throws: ``SettingsError`` when a key is missing or not one of its words.
    public init(reading settings: Settings) throws(SettingsError) {
        format = try settings.requiredWord("log.format")
        level = try settings.requiredWord("log.level")
    }

    /// The format to write in.
    ///
    /// - Parameter isTerminal: Whether a person reads along.
    func lineFormat(onTerminal isTerminal: Bool = isatty(STDERR_FILENO) == 1) -> LogLine.Format {
        switch format {
        case .auto: isTerminal ? .logfmt : .json
        case .logfmt: .logfmt
        case .json: .json
        }
    }
}
