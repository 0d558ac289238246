import EventSchema
import Foundation
import IncidentMeasures
import StateStore
import SystemPackage
import Testing

@testable import MetricsAggregator

/// When the aggregator writes its measures down.
@Suite(.timeLimit(.minutes(1))) final class SnapshotWriterTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)

    private let directory: FilePath
    private let file: StateFile
    private let measures = MeasureStore(IncidentMeasures(isStored: true))
    private let writer: SnapshotWriter

    init() throws {
        directory = FilePath(NSTemporaryDirectory()).appending("measures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        let path = directory.appending("measures.sqlite")
        file = try StateFile(path, kind: "a store of measures", applicationID: 1)
        writer = SnapshotWriter(measures: measures, file: file, stored: [:], sealingAge: .seconds(3_600))
    }

    deinit {
        // What is left behind is a temporary file.
        try? FileManager.default.removeItem(atPath: directory.string)
    }

    private func fold(_ number: UInt64) throws {
        let time = Timestamp(nanoseconds: 1_747_750_000_000_000_000)
        var draft = EventDraft([
            "id": .string("\(EventID(high: 0x7000, low: 1 << 63 | number))"), "type": .string("log.entry"),
            "agency": .string("expd"), "subject": .string("EX-1"), "status": .string("Exercise"),
            "source": .string("cp1"), "sourceepoch": .number("1"), "sequence": .number("\(number)"),
            "time": .string(time.rfc3339), "tlp": .string("AMBER"), "authorid": .string("u1"),
            "authorrole": .string("commandPostRecorder"), "data": .object(["text": .string("a note")]),
        ])
        draft.complete(at: time)
        var bytes: [UInt8] = []
        RecordWriter(stream: Self.stream, epoch: 1).append(
            event: try draft.event().bytes.span.bytes,
            sequence: SequenceNumber(number),
            publishedAt: time,
            salt: (1, number),
            to: &bytes
        )
        let batch = try RecordBatch(verifying: bytes)
        _ = measures.begin(batch)
        measures.fold(batch)
    }

    /// Nobody asks whether it is time to, as after a write that took so long that the next is due in a minute.
    @Test func whatHasComeIsWrittenWhenNothingMoreComes() async throws {
        try fold(1)
        let running = Task { [writer] in try await writer.run() }
        for number in UInt64(1)...2 {
            if number > 1 { try fold(number) }
            while await writer.stored(of: Self.stream)?.sequence.value != number {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        running.cancel()
        try await running.value
        #expect(try await file.read()?.facts.count == 2)
        try file.close()
    }
}
