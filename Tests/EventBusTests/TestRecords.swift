import EventSchema

/// Records with just enough of an event to have a topic.
struct TestRecords {
    let stream: StreamID
    var epoch: UInt32 = 1

    init(stream: StreamID = .random()) {
        self.stream = stream
    }

    /// The bytes of an event that has an agency, an incident and some ballast.
    static func event(agency: String, incident: String, byteCount: Int = 0) -> [UInt8] {
        // Field numbers 3 and 4 of scenewire.v1.Event, each length-delimited.
        var bytes = [0x1A, UInt8(agency.utf8.count)] + agency.utf8
        if !incident.isEmpty { bytes += [0x22, UInt8(incident.utf8.count)] + incident.utf8 }
        return bytes + [UInt8](repeating: 0, count: max(0, byteCount - bytes.count))
    }

    /// One batch of records from `first` on, one for each incident given.
    func batch(from first: UInt64, incidents: [String], agency: String = "expd") throws -> RecordBatch {
        let writer = RecordWriter(stream: stream, epoch: epoch)
        var bytes: [UInt8] = []
        for (position, incident) in incidents.enumerated() {
            let sequence = first + UInt64(position)
            writer.append(
                event: Self.event(agency: agency, incident: incident).span.bytes,
                sequence: SequenceNumber(sequence),
                publishedAt: Timestamp(nanoseconds: Int64(sequence)),
                salt: (sequence, UInt64(epoch)),
                to: &bytes
            )
        }
        return try RecordBatch(verifying: bytes)
    }

    func batch(_ sequences: ClosedRange<UInt64>) throws -> RecordBatch {
        try batch(from: sequences.lowerBound, incidents: sequences.map { _ in "i" })
    }
}

/// Reads records back as numbers.
enum RecordBatchCheck {
    static func sequences(_ bytes: [UInt8]) throws -> [UInt64] {
        var numbers: [UInt64] = []
        try RecordBatch(verifying: bytes).forEach { header, _ in numbers.append(header.sequence.value) }
        return numbers
    }
}
