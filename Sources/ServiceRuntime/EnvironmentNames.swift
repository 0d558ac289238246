/// The environment variables of every program of Scenewire, so that those of one are no typing errors to another.
public enum EnvironmentNames {
    /// Every name; a new setting of any program belongs here as well.
    public static let all: Set<String> = Set(
        names.split(whereSeparator: \.isWhitespace).map { "\(Settings.environmentPrefix)_\($0)" }
    )

    private static let names = """
        CONFIG DATA HTTP_ADDRESS LOG_FORMAT LOG_LEVEL
        LIVE_ENDPOINT REQUESTS_ENDPOINT PUBLISHERS
        CLOCK MEMORY_LIMIT_MEGABYTES JOURNAL_SEGMENT_MEGABYTES JOURNAL_SCRUB_MEGABYTES_PER_SECOND
        RETENTION_GIGABYTES RETENTION_DAYS RETENTION_HELD_BY
        RULES ALERTS_SOURCE STATE_SEAL_AFTER_HOURS
        ARCHIVE NOTIFIER_ADDRESS
        PROFILE AGENCY INCIDENT STATUS SOURCE TLP AUTHOR_ID AUTHOR_ROLE AUTHOR_AGENCY AUTHOR_ON_BEHALF_OF
        RECORD_CLASS CLOCK_SYNC
        """
}
