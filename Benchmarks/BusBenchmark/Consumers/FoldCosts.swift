import ArgumentParser
import AlertRules
import EventSchema
import Foundation
import IncidentMeasures
import IncidentState
import StateStore

struct FoldCosts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fold",
        abstract: "Checking, state, measures and rules of a stream, each by itself on one thread."
    )

    private static let batchByteCount = 1 << 20

    @OptionGroup var input: ConsumerInput

    @Option(help: "The rules.")
    var rules = "deploy/rules.yml"

    func run() async throws {
        let journal = try input.journal(total: input.events)
        try await measure("checked against the schema", journal) { batch in
            batch.forEach { header, record in
                _ = try? EventOutline.check(record.extracting(header.eventRange))
            }
        }
        var book = IncidentBook()
        try await measure("folded into the incidents' state", journal) { book.fold($0) }
        var measures = IncidentMeasures()
        try await measure("folded into state and measures", journal) { batch in
            batch.forEach { header, record in measures.fold(header, record) }
        }
        let start = ContinuousClock.now
        measures.settle()
        print("- \(measures.incidents().count) incidents settled in \(ContinuousClock.now - start)")
        try await measureRules(journal)
        try journal.remove()
    }

    /// Judges by all rules, each record published when it was entered, and stores the state now and then.
    private func measureRules(_ journal: BenchmarkJournal) async throws {
        let text = try Data(contentsOf: URL(fileURLWithPath: rules))
        let book = try RuleBook(Array(text), file: rules)
        for isStored in [false, true] {
            var engine = AlertEngine(book, isStored: isStored)
            var (time, stepCount) = (Duration.zero, 0)
            var clock = Timestamp(nanoseconds: 0)
            try await journal.forEachBatch(byteCount: Self.batchByteCount) { batch in
                let records = try Self.published(batch, from: &clock)
                let start = ContinuousClock.now
                records.forEach { header, record in stepCount += engine.fold(header, record).count }
                if isStored, engine.unsavedCount >= SnapshotSchedule.unsavedCountMax {
                    _ = try engine.takeSnapshot(sealingAfter: .seconds(86_400))
                }
                time += ContinuousClock.now - start
            }
            let name = isStored ? "judged, written down and sealed after a day" : "judged by all rules"
            print(
                "- \(name): \(perSecond(input.events, time)) events/s, \(stepCount) steps, "
                    + "\(engine.sealedCount) incidents sealed"
            )
            fflush(nil)
        }
    }

    /// The records as if each had been published when it was entered.
    private static func published(_ batch: RecordBatch, from clock: inout Timestamp) throws -> RecordBatch {
        var bytes: [UInt8] = []
        var faults: [any Error] = []
        batch.forEach { header, record in
            let event = record.extracting(header.eventRange)
            do {
                clock = max(clock, try EventOutline.check(event).recordedAt)
            } catch {
                faults.append(error)
            }
            RecordWriter(stream: header.stream, epoch: header.epoch).append(
                event: event,
                sequence: header.sequence,
                publishedAt: clock,
                flags: .playedClock,
                salt: header.salt,
                to: &bytes
            )
        }
        if let fault = faults.first { throw fault }
        return try RecordBatch(verifying: bytes)
    }

    private func measure(
        _ name: String,
        _ journal: BenchmarkJournal,
        _ body: (RecordBatch) -> Void
    ) async throws {
        var time = Duration.zero
        try await journal.forEachBatch(byteCount: Self.batchByteCount) { batch in
            let start = ContinuousClock.now
            body(batch)
            time += ContinuousClock.now - start
        }
        print("- \(name): \(perSecond(input.events, time)) events/s")
        fflush(nil)
    }
}
