import EventJournal
import EventSchema
import Foundation
import SwiftProtobuf
import SystemPackage

/// A journal of several segments, written without a publisher so that it can be harmed before one starts.
struct PreparedJournal {
    /// Commits of a hundred events of some 7 KB.
    static let eventCount = 800
    private static let eventsPerCommit = 100
    private static let narrativeLength = 7_000

    /// Whose event with number n is record n + 1.
    static var author: Author {
        get throws { try Author(0, from: Timestamp(nanoseconds: 1_747_751_940_000_000_000)) }
    }

    let firstRetained: UInt64

    /// - Parameters:
    ///   - keptByteCount: What retention leaves; everything unless it is given.
    ///   - damagedAtByte: Which byte of the first segment is changed afterwards.
    init(at path: String, keptByteCount: Int? = nil, damagedAtByte: Int? = nil) throws {
        var options = JournalOptions()
        options.segmentByteCount = 2 * 1_024 * 1_024
        if let keptByteCount { options.retention = JournalRetention(byteCountMax: keptByteCount) }
        let journal = try Journal(at: FilePath(path), options: options)
        let author = try Self.author
        for start in stride(from: 0, to: Self.eventCount, by: Self.eventsPerCommit) {
            let numbers = start..<start + Self.eventsPerCommit
            let events = try numbers.map { try Self.event($0, author) }
            let entries = zip(numbers, events.indices).map { number, source in
                JournalEntry(id: author.id(number), source: source, range: events[source].indices)
            }
            _ = try journal.append(
                entries,
                from: events.map { JournalSource(bytes: $0) },
                publishedAt: Timestamp(nanoseconds: 1_747_751_941_000_000_000)
            )
        }
        journal.waitForBackgroundWork()
        journal.enforceRetention()
        firstRetained = journal.bounds.firstRetained.value
        try journal.close()
        if let damagedAtByte { try Self.damage(path, at: damagedAtByte) }
    }

    private static func event(_ number: Int, _ author: Author) throws -> [UInt8] {
        var event = try Event(eventBytes: author.event(number))
        event.narrative = String(repeating: "x", count: narrativeLength)
        return try event.serializedBytes()
    }

    private static func damage(_ path: String, at offset: Int) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".seg") }
        guard let first = names.min() else { throw CocoaError(.fileNoSuchFile) }
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path + "/" + first))
        try file.seek(toOffset: UInt64(offset))
        let byte = try file.read(upToCount: 1)?.first ?? 0
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data([byte ^ 0xFF]))
        try file.close()
    }
}
