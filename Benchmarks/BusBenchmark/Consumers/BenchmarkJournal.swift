import EventBus
import EventJournal
import EventSchema
import Foundation
import SystemPackage

/// A journal that is written for one measurement, and removed after it.
final class BenchmarkJournal {
    let directory: URL

    /// Writes `total` events of a scenario, a thousand in each commit.
    init(in parent: URL, of events: ScenarioEvents, total: Int) throws {
        directory = parent.appending(path: "scenewire-benchmark-\(UUID().uuidString)")
        let journal = try Journal(at: FilePath(directory.path))
        try events.forEachParcel(total: total, batchSize: 1_000) { parcel in
            let source = JournalSource(bytes: parcel.bytes)
            _ = try journal.append(try parcel.journalEntries(), from: [source], publishedAt: .now)
        }
        try journal.close()
    }

    /// Reads every record, in batches of about `byteCount` bytes, as consumers get them.
    func forEachBatch(byteCount: Int, _ body: (RecordBatch) async throws -> Void) async throws {
        let journal = try Journal(at: FilePath(directory.path))
        var last = SequenceNumber.zero
        while case .records(let batch) = try journal.reader.read(after: last, byteLimit: byteCount),
            let end = batch.end
        {
            try await body(batch)
            last = end.sequence
        }
        try journal.close()
    }

    func remove() throws {
        try FileManager.default.removeItem(at: directory)
    }
}
