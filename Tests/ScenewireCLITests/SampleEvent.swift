import EventSchema

/// Events that tests vary, as their authors would write them.
enum SampleEvent {
    /// 20 May 2025, 14:39:00 UTC.
    static let recordedAt = Timestamp(nanoseconds: 1_747_751_940_000_000_000)

    static func id(_ number: Int) -> EventID {
        EventID(high: 0x0196_ED9E_9C40_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
    }

    /// `shots.fired`, complete, so that it is the same event each time it is read.
    static func document(_ number: Int, _ change: (inout JSONObject) -> Void = { _ in }) -> JSONObject {
        var draft = EventDraft([
            "id": .string(id(number).description),
            "type": .string("shots.fired"),
            "agency": .string("expd"),
            "subject": .string("2025-0520-001"),
            "status": .string("Exercise"),
            "source": .string("cp1"),
            "sourceepoch": .number("1"),
            "sequence": .number("\(number)"),
            "time": .string("2025-05-20T09:38:45-05:00"),
            "authorid": .string("a.recorder"),
            "authorrole": .string("commandPostRecorder"),
            "tlp": .string("AMBER"),
            "data": .object([
                "narrative": .string("One report heard from the garage."), "by": .string("unknown"),
                "rounds": .number("1"),
            ]),
        ])
        draft.complete(at: recordedAt)
        change(&draft.document)
        return draft.document
    }

    /// The document on one line, without its end.
    static func line(_ number: Int, _ change: (inout JSONObject) -> Void = { _ in }) -> String {
        String(decoding: JSONValue.object(document(number, change)).text, as: UTF8.self)
    }

    static func event(_ number: Int, _ change: (inout JSONObject) -> Void = { _ in }) throws -> ValidEvent {
        try CloudEvent.decode(document(number, change))
    }

    /// A record with everything about it fixed.
    static func batch(
        _ events: [[UInt8]],
        flags: RecordHeader.Flags = [],
        delaySeconds: Int64 = 0
    ) throws -> RecordBatch {
        let stream = StreamID(high: 0x55E0_E380_3975_4F6A, low: 0x9EB6_6A48_3EB0_E30E)
        let writer = RecordWriter(stream: stream, epoch: 3)
        var bytes: [UInt8] = []
        for (position, event) in events.enumerated() {
            writer.append(
                event: event.span.bytes,
                sequence: SequenceNumber(UInt64(17 + position)),
                publishedAt: Timestamp(nanoseconds: 1_747_751_926_500_000_000 + delaySeconds * 1_000_000_000),
                flags: flags,
                salt: (1, 2),
                to: &bytes
            )
        }
        return try RecordBatch(verifying: bytes)
    }
}
