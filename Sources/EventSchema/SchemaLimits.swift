/// The named limits of events, enforced at the edge.
public enum SchemaLimits {
    /// The longest encoded event, in bytes.
    public static let eventByteCountMax = 64 * 1024
    /// The longest run of records in one commit, and so in one live message, in bytes.
    public static let commitByteCountMax = 1024 * 1024
    /// The longest incident id and the longest source, in bytes.
    public static let nameByteCountMax = 64
    /// The longest agency, in bytes.
    public static let agencyByteCountMax = 32
    /// The longest event type, in bytes.
    public static let typeByteCountMax = 64
    /// The longest word of a vocabulary, known or not, in bytes.
    public static let wordByteCountMax = 64
    /// The longest text of a field that names no other limit, in Unicode scalars.
    public static let textLengthMax = 512
    /// The most elements that the lists of one message may have together.
    public static let elementCountMax = 1_000
    /// The most notes that are made about one event.
    public static let noteCountMax = 16
    /// The deepest nesting of arrays and objects in an event's JSON document.
    public static let jsonDepthMax = 32
    /// The deepest nesting in a field that holds JSON text, so that its document keeps to ``jsonDepthMax``.
    public static let jsonFieldDepthMax = 24
    /// The longest JSON document of one event, in bytes: room for the largest event with every byte escaped,
    /// and its protobuf form beside it.
    public static let documentByteCountMax = 512 * 1024
    /// The most values in one JSON text, arrays and objects among them: brackets alone must not fill memory.
    public static let jsonValueCountMax = 1_000_000
    /// The longest batch of JSON documents, in bytes.
    public static let batchByteCountMax = 16 * 1024 * 1024
    /// The most events in one batch.
    public static let batchCountMax = 10_000
}
