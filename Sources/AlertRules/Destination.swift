/// Where alerts leave the notifier.
public struct Destination: Equatable, Sendable {
    /// How they leave.
    public enum Channel: Equatable, Sendable {
        /// A signed HTTP POST.
        case webhook(url: String, secretFile: String)
        /// A program that reads the event on its standard input.
        case command([String], timeLimitSeconds: Int)
        /// Prometheus' Alertmanager, by its API version 2; the URL without `/api/v2/alerts`.
        case alertmanager(url: String)

        /// It keeps alerts as firing until it is told that somebody has taken care of them.
        public var isToldOfAcknowledgements: Bool {
            if case .alertmanager = self { true } else { false }
        }
    }

    /// Always there: the notifier's own log, which takes exercises too.
    public static let log = "log"
    /// How many a file may have.
    public static let countMax = 32
    /// The longest that a command may run.
    public static let commandSecondsMax = 60

    /// Its name, which rules use.
    public let name: String
    /// How alerts leave.
    public let channel: Channel
    /// It takes alerts whose status is not Actual.
    public let takesExercises: Bool
}
