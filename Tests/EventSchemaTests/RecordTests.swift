import EventSchema
import Testing

@Suite struct RecordTests {
    private static let stream = StreamID(high: 0x0102_0304_0506_4708, low: 0x890A_0B0C_0D0E_0F10)
    private static let writer = RecordWriter(stream: stream, epoch: 3)

    /// Records with these sequence numbers back to back, each with an event of its own length.
    private static func records(_ sequences: [UInt64], writer: RecordWriter = writer) -> [UInt8] {
        var bytes: [UInt8] = []
        for sequence in sequences {
            writer.append(
                event: [UInt8](repeating: UInt8(sequence), count: Int(sequence)).span.bytes,
                sequence: SequenceNumber(sequence),
                publishedAt: Timestamp(nanoseconds: -5 + Int64(sequence)),
                flags: sequence == 2 ? [.clockSteppedBack, .playedClock] : [],
                principal: sequence == 2 ? Array("cp1-key".utf8) : [],
                salt: (sequence, .max),
                to: &bytes
            )
        }
        return bytes
    }

    @Test func layoutIsTheDocumentedOne() throws {
        let bytes = Self.records([2])
        let expected: [UInt8] =
            [73, 0, 0, 0, 1, 3, 7, 0, 3, 0, 0, 0] + Self.stream.bytes + [2, 0, 0, 0, 0, 0, 0, 0]
            + [0xFD, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] + [2, 0, 0, 0, 0, 0, 0, 0]
            + [UInt8](repeating: 0xFF, count: 8) + Array("cp1-key".utf8) + [2, 2]
        #expect(Array(bytes[4...]) == expected)
        let checksum = CRC32C.checksum(of: bytes.span.bytes.extracting(4..<bytes.count))
        #expect(bytes.span.bytes.littleEndian(at: 0, as: UInt32.self) == checksum)
    }

    @Test func readsWhatItWrites() throws {
        let bytes = Self.records([1, 2, 9])
        let batch = try RecordBatch(verifying: bytes)
        #expect(batch.count == 3)
        #expect(batch.firstSequence == SequenceNumber(1))
        var headers: [RecordHeader] = []
        var events: [[UInt8]] = []
        var principals: [String] = []
        batch.forEach { header, record in
            headers.append(header)
            events.append(record.extracting(header.eventRange).withUnsafeBytes { Array($0) })
            principals.append(header.principal(in: record))
        }
        #expect(headers.map(\.sequence.value) == [1, 2, 9])
        #expect(headers.map(\.publishedAt.nanoseconds) == [-4, -3, 4])
        #expect(headers.map(\.flags) == [[], [.clockSteppedBack, .playedClock], []])
        #expect(headers.allSatisfy { $0.stream == Self.stream && $0.epoch == 3 && $0.salt.1 == .max })
        #expect(headers.map(\.salt.0) == [1, 2, 9])
        #expect(principals == ["", "cp1-key", ""])
        #expect(events == [[1], [2, 2], [UInt8](repeating: 9, count: 9)])
        #expect(batch.end == headers.last.map { Cursor($0) })
        #expect(batch.end?.checksum == headers.last?.checksum)
    }

    @Test func anEmptyBatchHasNoEnd() throws {
        let batch = try RecordBatch(verifying: [])
        #expect(batch.count == 0)
        #expect(batch.end == nil)
        #expect(RecordBatch.empty.firstSequence == nil)
    }

    @Test func refusesEveryTruncation() throws {
        let bytes = Self.records([1, 2])
        let first = Self.records([1]).count
        for count in 1..<bytes.count where count != first {
            let problem = #expect(throws: RecordError.self) {
                try RecordBatch(verifying: Array(bytes.prefix(count)))
            }
            #expect(problem?.fault == .truncated)
            #expect(problem?.offset == (count < first ? 0 : first))
        }
    }

    @Test func refusesEveryChangedByte() throws {
        let bytes = Self.records([1, 2])
        let first = Self.records([1]).count
        for index in bytes.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                var damaged = bytes
                damaged[index] ^= change
                let problem = #expect(throws: RecordError.self, "byte \(index)") {
                    try RecordBatch(verifying: damaged)
                }
                #expect(problem?.offset == (index < first ? 0 : first), "byte \(index)")
            }
        }
    }

    @Test func refusesAnotherVersion() throws {
        var bytes = Self.records([1])
        bytes[8] = 2
        let problem = #expect(throws: RecordError.self) { try RecordHeader(verifying: bytes.span.bytes) }
        #expect(problem?.fault == .version(2))
        #expect(problem?.description == "the record at offset 0 has version 2, known is 1")
    }

    @Test(arguments: [0, 63, 64 + 6, RecordHeader.recordByteCountMax + 1, Int(Int32.max)])
    func refusesALengthThatNoRecordHas(count: Int) throws {
        var bytes = Self.records([2])
        bytes.write(littleEndian: UInt32(count), at: 4)
        let problem = #expect(throws: RecordError.self) { try RecordHeader(verifying: bytes.span.bytes) }
        #expect(problem?.fault == .byteCount(count))
    }

    @Test func takesTheLargestRecord() throws {
        var bytes: [UInt8] = []
        Self.writer.append(
            event: [UInt8](repeating: 1, count: SchemaLimits.eventByteCountMax).span.bytes,
            sequence: SequenceNumber(1),
            publishedAt: Timestamp(nanoseconds: 0),
            principal: [UInt8](repeating: 97, count: RecordHeader.principalByteCountMax),
            salt: (0, 0),
            to: &bytes
        )
        #expect(bytes.count == RecordHeader.recordByteCountMax)
        #expect(try RecordBatch(verifying: bytes).count == 1)
    }

    @Test(arguments: [[1, 1], [2, 1]] as [[UInt64]])
    func refusesSequencesThatDoNotRise(sequences: [UInt64]) throws {
        let problem = #expect(throws: RecordError.self) {
            try RecordBatch(verifying: Self.records(sequences))
        }
        #expect(problem?.fault == .sequence(SequenceNumber(sequences[1])))
    }

    @Test func refusesASequenceBeforeTheFirst() throws {
        let problem = #expect(throws: RecordError.self) { try RecordBatch(verifying: Self.records([0, 1])) }
        #expect(problem?.fault == .sequence(.zero))
    }

    @Test func refusesAnotherStreamsRecord() throws {
        let other = RecordWriter(stream: StreamID(high: 1, low: 1), epoch: 3)
        let bytes = Self.records([1]) + Self.records([2], writer: other)
        #expect(throws: RecordError.self) { try RecordBatch(verifying: bytes) }
    }

    @Test func refusesRandomBytes() throws {
        var generator = EventGenerator(seed: 17)
        for _ in 0..<2_000 {
            let bytes = (0..<1 + generator.next(200)).map { _ in UInt8(generator.next(256)) }
            #expect(throws: RecordError.self) { try RecordBatch(verifying: bytes) }
        }
    }
}
