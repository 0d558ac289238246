import ArgumentParser
import EventBus
import EventJournal
import EventSchema
import Foundation
import SystemPackage

/// How long a journal takes to open after a crash, by how much it holds.
enum OpenCosts {
    private static let commitCount = 2_500
    private static let openCount = 5

    static func printTimes(in directory: URL, eventCount: Int) throws {
        let url = directory.appending(path: "scenewire-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        let journal = try Journal(at: FilePath(url.path))
        var events = try SampleEvents()
        for _ in 0..<eventCount / commitCount {
            let parcel = events.parcel(of: commitCount)
            let entries = try parcel.journalEntries()
            _ = try journal.append(entries, from: [JournalSource(bytes: parcel.bytes)], publishedAt: .now)
        }
        journal.abandon()
        var times = Durations()
        for _ in 0..<openCount {
            let start = ContinuousClock.now
            let opened = try Journal(at: FilePath(url.path))
            times.append(ContinuousClock.now - start)
            guard opened.reader.bounds.head.sequence.value == UInt64(eventCount) else {
                throw ValidationError("the journal does not hold what was written")
            }
            opened.abandon()
        }
        print("- \(eventCount) events: \(times.summary)")
    }
}
