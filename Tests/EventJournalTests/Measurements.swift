import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import EventJournal

/// Not a test: prints what the journal costs beside what the disk costs in the same minute.
///
/// `SCENEWIRE_MEASURE=1 swift test -c release -Xswiftc -enable-testing --filter Measurements`
@Suite(
    .serialized,
    .enabled(
        if: ProcessInfo.processInfo.environment["SCENEWIRE_MEASURE"] != nil,
        "measures only when SCENEWIRE_MEASURE is set"
    )
)
struct Measurements {
    private static let eventByteCount = 230
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func appendsBesideBareWrites() throws {
        for size in [1, 64, 1024, 4096] {
            let commits = size == 1 ? 4_000 : max(300, 400_000 / size)
            // In turns, so that both see the same disk.
            var bare: [Double] = []
            var journal: [Double] = []
            var times: [Double] = []
            for round in 0..<3 {
                bare.append(try bareWrites(size, commits, "bare-\(size)-\(round)"))
                let run = try appends(size, commits, "journal-\(size)-\(round)")
                journal.append(run.perSecond)
                times += run.commitSeconds
            }
            times.sort()
            let p50 = times[times.count / 2] * 1e6
            let p99 = times[times.count * 99 / 100] * 1e6
            let ratio = median(journal) / median(bare)
            print(
                "append \(size): journal \(Int(median(journal))) events/s, bare \(Int(median(bare))) events/s,"
                    + " ratio \((ratio * 100).rounded() / 100), commit p50 \(Int(p50)) us p99 \(Int(p99)) us"
            )
        }
    }

    @Test func appendsWithoutTheDisk() throws {
        for size in [1, 64, 1024, 4096] {
            let run = try appends(size, max(300, 1_000_000 / size), "cpu-\(size)", skipsSync: true)
            print("append \(size) without sync: \(Int(1e9 / run.perSecond)) ns per event")
        }
    }

    @Test func findsAndReads() throws {
        let journal = try Journal(at: directory.path.appending("find"))
        let count = 1_200_000
        for start in stride(from: 0, to: count, by: 3000) {
            let batch = Batch(start, 3000)
            _ = try journal.append(
                batch.entries,
                from: [batch.source],
                publishedAt: Timestamp(nanoseconds: 1)
            )
        }
        journal.waitForBackgroundWork()
        let clock = ContinuousClock()
        func perCall(_ name: String, _ calls: Int, _ body: (Int) throws -> Void) throws {
            let time = try clock.measure { for number in 0..<calls { try body(number) } }
            print("\(name): \(Int(time.seconds * 1e9) / calls) ns")
        }
        let event = [UInt8](repeating: 1, count: Self.eventByteCount)
        try perCall("find of a new id", 1_000_000) { number in
            try require(try journal.find(Batch.id(count + 1 + number), event: event.span.bytes) == nil)
        }
        try perCall("find of a new id without a time", 200_000) { number in
            let id = EventID(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15 & ~0xF000 | 0x8000, low: 9)
            try require(try journal.find(id, event: event.span.bytes) == nil)
        }
        for (name, first) in [("sealed", 100), ("active", count - 20_000)] {
            try perCall("find of a duplicate, \(name) segment", 20_000) { number in
                let batch = Batch(first + number - 1, 1)
                let found = try journal.find(batch.entries[0].id, event: batch.source.bytes.span.bytes)
                try require(found?.isSameEvent == true)
            }
        }
        for limit in [64 * 1024, 256 * 1024, 1024 * 1024] {
            var next = SequenceNumber.zero
            let time = try clock.measure {
                while case .records(let batch) = try journal.reader.read(after: next, byteLimit: limit),
                    let end = batch.end
                {
                    next = end.sequence
                }
            }
            print("read in steps of \(limit): \(Int(Double(count) / time.seconds)) events/s")
        }
        try journal.close()
        let open = try clock.measure {
            try Journal(at: directory.path.appending("find")).abandon()
        }
        print("open with \(count) events: \(Int(open.seconds * 1000)) ms")
    }

    private struct Batch {
        let entries: [JournalEntry]
        let source: JournalSource

        static func id(_ number: Int) -> EventID {
            EventID(high: UInt64(number) << 16 | 0x7000, low: UInt64(number))
        }

        init(_ start: Int, _ count: Int) {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(count * Measurements.eventByteCount)
            entries = (0..<count).map { number in
                JournalEntry(
                    id: Self.id(start + number + 1),
                    range: number * Measurements.eventByteCount..<(number + 1) * Measurements.eventByteCount
                )
            }
            for number in 0..<count {
                bytes.append(littleEndian: UInt64(start + number + 1))
                bytes.append(
                    contentsOf: repeatElement(7, count: Measurements.eventByteCount - 8)
                )
            }
            source = JournalSource(bytes: bytes)
        }
    }

    private func appends(
        _ size: Int,
        _ commits: Int,
        _ name: String,
        skipsSync: Bool = false
    ) throws -> (perSecond: Double, commitSeconds: [Double]) {
        var testing = UnsafeTestOptions()
        testing.skipsSync = skipsSync
        let journal = try Journal(at: directory.path.appending(name), testing: testing)
        journal.waitForBackgroundWork()
        let clock = ContinuousClock()
        let sizes = stride(from: 0, to: size, by: 3300).map { min(3300, size - $0) }
        var times: [Double] = []
        var number = 0
        for _ in 0..<commits {
            var seconds = 0.0
            for part in sizes {
                let batch = Batch(number, part)
                number += part
                seconds += try clock.measure {
                    _ = try journal.append(
                        batch.entries,
                        from: [batch.source],
                        publishedAt: Timestamp(nanoseconds: 1)
                    )
                }.seconds
            }
            times.append(seconds)
        }
        try journal.close()
        return (Double(number) / times.reduce(0, +), times)
    }

    /// The same bytes to a zero-filled file, one write and one sync each.
    private func bareWrites(_ size: Int, _ commits: Int, _ name: String) throws -> Double {
        let storage = SystemStorage()
        let file = try storage.create(directory.path.appending(name))
        let bytes = [UInt8](repeating: 7, count: size * (Self.eventByteCount + RecordHeader.byteCount))
        let room = 64 * 1024 * 1024
        let zeros = [UInt8](repeating: 0, count: 1024 * 1024)
        for offset in stride(from: 0, to: room, by: zeros.count) {
            try file.write(zeros.span.bytes, at: offset)
        }
        try file.synchronize()
        let clock = ContinuousClock()
        var offset = 0
        let time = try clock.measure {
            for _ in 0..<commits {
                if offset + bytes.count > room { offset = 0 }
                try file.write(bytes.span.bytes, at: offset)
                try file.synchronize()
                offset += bytes.count
            }
        }
        return Double(size * commits) / time.seconds
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
