/// Records of one stream back to back, as they travel and lie on disk.
///
/// A batch stays a batch from the journal to the consumer; whoever needs a single record reads it in
/// place with ``forEach(_:)``, and only who needs the event decodes it.
public struct RecordBatch: Sendable, Equatable {
    /// The records, back to back.
    public let bytes: [UInt8]
    /// How many there are.
    public let count: Int
    /// The first record's sequence number, `nil` when there is none.
    public let firstSequence: SequenceNumber?
    /// The last record as a cursor, `nil` when there is none.
    public let end: Cursor?

    /// No records.
    public static let empty = RecordBatch()

    private init() {
        self.init(bytes: [], count: 0, firstSequence: nil, end: nil)
    }

    private init(bytes: [UInt8], count: Int, firstSequence: SequenceNumber?, end: Cursor?) {
        self.bytes = bytes
        self.count = count
        self.firstSequence = firstSequence
        self.end = end
    }

    /// Records that the journal has just written or verified as a whole; nothing is checked again.
    package init(trusting bytes: [UInt8], count: Int, firstSequence: SequenceNumber, end: Cursor) {
        self.bytes = bytes
        self.count = count
        self.firstSequence = firstSequence
        self.end = end
    }

    /// Verifies every record: checksum, one stream, and sequence numbers from 1 that rise.
    ///
    /// - Parameter bytes: Whole records back to back; may be none.
    /// - Throws: ``RecordError`` for the first record that is not valid, with its offset.
    public init(verifying bytes: [UInt8]) throws(RecordError) {
        var count = 0
        var first: SequenceNumber?
        var last: RecordHeader?
        var offset = 0
        while offset < bytes.count {
            let header = try RecordHeader(verifying: bytes.span.bytes, at: offset)
            if header.sequence <= last?.sequence ?? .zero || header.stream != last?.stream ?? header.stream {
                throw RecordError(.sequence(header.sequence), at: offset)
            }
            first = first ?? header.sequence
            last = header
            count += 1
            offset += header.recordByteCount
        }
        self.bytes = bytes
        self.count = count
        firstSequence = first
        end = last.map(Cursor.init)
    }

    /// The records after `sequence`.
    public func dropping(through sequence: SequenceNumber) -> RecordBatch {
        guard let firstSequence, firstSequence <= sequence else { return self }
        var dropped = (count: 0, byteCount: 0)
        var first: SequenceNumber?
        forEach { header, record in
            if header.sequence <= sequence {
                dropped.count += 1
                dropped.byteCount += record.byteCount
            } else {
                first = first ?? header.sequence
            }
        }
        return RecordBatch(
            bytes: Array(bytes[dropped.byteCount...]),
            count: count - dropped.count,
            firstSequence: first,
            end: first == nil ? nil : end
        )
    }

    /// Calls `body` with every record in order: its header and its bytes, header included.
    ///
    /// The event is `record.extracting(header.eventRange)`; the span cannot outlive the call.
    public func forEach<E: Error>(_ body: (RecordHeader, RawSpan) throws(E) -> Void) throws(E) {
        var offset = 0
        while offset < bytes.count {
            // Verified when the batch was made; a failure here would be our own error.
            guard let header = try? RecordHeader(trusting: bytes.span.bytes, at: offset) else {
                preconditionFailure("a batch holds verified records only")
            }
            try body(header, bytes.span.bytes.extracting(offset..<offset + header.recordByteCount))
            offset += header.recordByteCount
        }
    }
}
