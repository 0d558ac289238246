import ArgumentParser
import EventSchema
import Foundation
import IncidentMeasures
import IncidentState

struct FoldCosts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fold",
        abstract: "Checking, state and measures of a stream, each by itself on one thread."
    )

    private static let batchByteCount = 1 << 20

    @OptionGroup var input: ConsumerInput

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
        try journal.remove()
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
