import EventSchema

/// Up to where a reading has come.
struct ReadPosition: Equatable, Sendable {
    let stream: StreamID
    /// The last record that was read or passed over; 0 before the first.
    let sequence: SequenceNumber
    /// That record's checksum; `nil` where the record cannot be read any more, so that nobody can say.
    let checksum: UInt32?

    init(stream: StreamID, sequence: SequenceNumber, checksum: UInt32?) {
        (self.stream, self.sequence, self.checksum) = (stream, sequence, checksum)
    }

    init(_ cursor: Cursor) {
        self.init(stream: cursor.stream, sequence: cursor.sequence, checksum: cursor.checksum)
    }

    /// From where a client goes on; `nil` where only the number is known.
    var cursor: Cursor? {
        checksum.map { Cursor(stream: stream, sequence: sequence, checksum: $0) }
    }

    /// What a client may say to go on here: the cursor, or else the number.
    var text: String { cursor?.description ?? "\(sequence)" }
}
