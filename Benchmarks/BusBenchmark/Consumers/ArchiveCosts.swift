import ArchiveStore
import ArgumentParser
import EventSchema
import Foundation
import SystemPackage

struct ArchiveCosts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Archiving beside bare inserts of the same rows, in turn."
    )

    /// What one transaction takes, in bytes of records: what a replay brings at once.
    private static let transactionByteCount = 1 << 20

    @OptionGroup var input: ConsumerInput
    @Option(help: "How often each is measured.")
    var rounds = 3

    func run() async throws {
        let journal = try input.journal(total: input.events)
        var ratios: [Double] = []
        for round in 1...rounds {
            let directory = journal.directory.appending(path: "round-\(round)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
            let path = FilePath(directory.appending(path: Archive.fileName).path)
            var transactions: [Int] = []
            let archived = try await archive(journal, to: path, &transactions)
            let bare = try BareInserts.time(
                of: path,
                in: FilePath(directory.appending(path: "bare.sqlite").path),
                transactions: transactions
            )
            let share = bare / archived
            ratios.append(share)
            print(
                "- archived \(perSecond(input.events, archived)) records/s, bare inserts "
                    + "\(perSecond(input.events, bare))/s: \(percent(share)) %, "
                    + "in \(transactions.count) transactions"
            )
            fflush(nil)
            try FileManager.default.removeItem(at: directory)
        }
        print("- median share of bare inserts: \(percent(ratios.sorted()[rounds / 2])) %")
        try journal.remove()
    }

    private func percent(_ share: Double) -> Int { Int((100 * share).rounded()) }

    private func archive(
        _ journal: BenchmarkJournal,
        to path: FilePath,
        _ transactions: inout [Int]
    ) async throws -> Duration {
        let archive = try Archive(path)
        var time = Duration.zero
        try await journal.forEachBatch(byteCount: Self.transactionByteCount) { batch in
            guard let stream = batch.end?.stream else { return }
            let start = ContinuousClock.now
            _ = try await archive.store([batch], of: stream, receivedAt: .now)
            time += ContinuousClock.now - start
            transactions.append(batch.count)
        }
        try archive.close()
        return time
    }
}
