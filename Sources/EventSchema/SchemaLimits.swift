/// The named limits of events, enforced at the edge.
public enum SchemaLimits {
    /// The longest encoded event, in bytes.
    public static let eventByteCountMax = 64 * 1024
    /// The longest run of records in one commit, and so in one live message, in bytes.
    public static let commitByteCountMax = 1024 * 1024
}
