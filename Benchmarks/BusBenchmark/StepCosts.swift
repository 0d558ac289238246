import EventBus
import EventJournal
import EventSchema
import Foundation
import SystemPackage

/// What each step costs by itself, on one thread.
enum StepCosts {
    static func printTable(in directory: URL) throws {
        var events = try SampleEvents()
        let event = events.next()
        print("| step | per event |", "|---|---|", separator: "\n")
        func row(_ name: String, _ body: () throws -> Void) throws {
            print("| \(name) | \(Int(try costOfOne(body).inSeconds * 1e9)) ns |")
        }
        let decoded = try Event(serializedBytes: event)
        try row("encode (swift-protobuf)") { let _: [UInt8] = try decoded.serializedBytes() }
        try row("check against the schema") { _ = try EventOutline.check(event.span.bytes) }
        try row("decode (swift-protobuf)") { _ = try Event(serializedBytes: event.span.bytes) }
        try row("find the topic") { _ = EventOutline.route(of: event.span.bytes) }
        try row("CRC-32C") { _ = CRC32C.checksum(of: event.span.bytes) }
        try row("to CloudEvents JSON") { _ = try CloudEvent.encode(event) }
        let json = try CloudEvent.encode(event)
        try row("from CloudEvents JSON") { _ = try CloudEvent.decode(json) }
        for batchSize in [1, 64, 1_024] {
            let time = try appendCost(in: directory, batchSize: batchSize, &events)
            print("| journal append with sync, \(batchSize) a commit | \(Int(time.inSeconds * 1e9)) ns |")
        }
    }

    private static func appendCost(
        in directory: URL,
        batchSize: Int,
        _ events: inout SampleEvents
    ) throws -> Duration {
        let url = directory.appending(path: "scenewire-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        let journal = try Journal(at: FilePath(url.path))
        let count = max(2_000, 200 * batchSize) / batchSize * batchSize
        var time = Duration.zero
        for _ in 0..<count / batchSize {
            let parcel = events.parcel(of: batchSize)
            let entries = try parcel.journalEntries()
            let source = JournalSource(bytes: parcel.bytes)
            let start = ContinuousClock.now
            _ = try journal.append(entries, from: [source], publishedAt: .now)
            time += ContinuousClock.now - start
        }
        try journal.close()
        return time / count
    }
}

extension EventParcel {
    /// The events as a journal takes them, with the parcel's bytes as their source.
    func journalEntries() throws -> [JournalEntry] {
        try ranges.map { range in
            JournalEntry(id: try EventOutline.check(bytes.span.bytes.extracting(range)).id, range: range)
        }
    }
}
