import EventSchema
import Foundation
import SystemPackage

@testable import EventJournal

/// A directory that is removed when the last reference goes.
final class TemporaryDirectory {
    let path: FilePath

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("scenewire-journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = FilePath(url.path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path.string)
    }

    /// A copy of `source` under a new name in this directory.
    func copy(_ source: FilePath, as name: String) throws -> FilePath {
        let destination = path.appending(name)
        try? FileManager.default.removeItem(atPath: destination.string)
        try FileManager.default.copyItem(atPath: source.string, toPath: destination.string)
        return destination
    }
}

/// An event for tests: its bytes follow from its number.
struct TestEvent: Equatable {
    let id: EventID
    let bytes: [UInt8]

    /// - Parameter number: Also makes the id, of UUID version 7, so that ids rise with it.
    init(_ number: Int, byteCount: Int = 40) {
        id = EventID(high: UInt64(number) << 16 | 0x7000, low: UInt64(number) | 1 << 63)
        let seed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1
        bytes = (0..<byteCount).map {
            UInt8(truncatingIfNeeded: seed >> UInt64($0 % 8 * 8)) ^ UInt8($0 & 0xFF)
        }
    }

    init(id: EventID, bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }
}

extension Journal {
    /// Appends events as one commit, one second after another.
    @discardableResult
    func append(_ events: [TestEvent], principal: String = "") throws -> RecordBatch {
        var buffer: [UInt8] = []
        var entries: [JournalEntry] = []
        for event in events {
            entries.append(
                JournalEntry(id: event.id, range: buffer.count..<buffer.count + event.bytes.count)
            )
            buffer += event.bytes
        }
        return try append(
            entries,
            from: [JournalSource(bytes: buffer, principal: Array(principal.utf8))],
            publishedAt: Timestamp(nanoseconds: Int64(bounds.head.sequence.value + 1) * 1_000_000_000)
        )
    }

    func find(_ event: TestEvent) throws -> FoundRecord? {
        try find(event.id, event: event.bytes.span.bytes)
    }
}

extension JournalReader {
    /// Everything after `sequence`, read in steps of `byteLimit`.
    func everything(after sequence: SequenceNumber = .zero, byteLimit: Int = 64 * 1024) throws -> [[UInt8]] {
        var events: [[UInt8]] = []
        var next = sequence
        while true {
            switch try read(after: next, byteLimit: byteLimit) {
            case .records(let batch):
                guard let end = batch.end else { return events }
                // Verifies each record's own checksum once more.
                let verified = try RecordBatch(verifying: batch.bytes)
                try require(verified.count == batch.count && verified.end == batch.end)
                verified.forEach { header, record in
                    next = next.advanced(by: 1)
                    events.append(record.withUnsafeBytes { Array($0[header.eventRange]) })
                }
                try require(next == end.sequence)
            case .truncated(let first): throw TestFailure.truncated(first)
            case .damaged(let damage): throw JournalError.damaged(damage)
            }
        }
    }
}

enum TestFailure: Error {
    case truncated(SequenceNumber)
    case condition(line: UInt)
}

func require(_ condition: Bool, line: UInt = #line) throws {
    guard condition else { throw TestFailure.condition(line: line) }
}

extension JournalOptions {
    static func segments(of byteCount: Int) -> JournalOptions {
        var options = JournalOptions()
        options.segmentByteCount = byteCount
        return options
    }
}

extension UnsafeTestOptions {
    static var small: UnsafeTestOptions {
        var testing = UnsafeTestOptions()
        testing.allowsSmallSegments = true
        testing.spareRetryInterval = .zero
        return testing
    }
}
