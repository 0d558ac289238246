import EventSchema

/// Records of shots, one a second.
enum ShotRecords {
    static func time(_ second: Int) -> Timestamp {
        Timestamp(nanoseconds: (1_747_750_000 + Int64(second)) * 1_000_000_000)
    }

    static func batch(
        _ numbers: ClosedRange<Int>,
        of stream: StreamID,
        salt: UInt64 = 1
    ) throws -> RecordBatch {
        var bytes: [UInt8] = []
        for number in numbers {
            var draft = EventDraft([
                "type": .string("shots.fired"), "agency": .string("expd"), "subject": .string("EX-1"),
                "status": .string("Exercise"), "source": .string("cp1"), "sourceepoch": .number("1"),
                "sequence": .number("\(number)"), "time": .string(time(number).rfc3339),
                "tlp": .string("AMBER"), "authorid": .string("u1"), "authorrole": .string("dispatcher"),
                "id": .string("\(EventID(high: 0x7000, low: 1 << 63 | UInt64(number)))"),
                "data": .object(["by": .string("unknown")]),
            ])
            draft.complete(at: time(number))
            RecordWriter(stream: stream, epoch: 1).append(
                event: try draft.event().bytes.span.bytes,
                sequence: SequenceNumber(UInt64(number)),
                publishedAt: time(number),
                flags: [],
                salt: (salt, UInt64(number)),
                to: &bytes
            )
        }
        return try RecordBatch(verifying: bytes)
    }
}
