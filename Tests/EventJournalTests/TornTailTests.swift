import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import EventJournal

/// The last commit is cut, torn and zeroed at every place.
///
/// After a crash it was never acknowledged, so it must be gone or whole, and everything before it must be
/// there. After an orderly end it was, so the journal must refuse and name the place.
@Suite(.timeLimit(.minutes(20))) struct TornTailTests {
    private let directory: TemporaryDirectory
    private let template: FilePath
    private var segment: FilePath { template.appending("00000000000000000001.seg") }
    private var testing: UnsafeTestOptions {
        var testing = UnsafeTestOptions.small
        testing.skipsSync = true
        return testing
    }
    private let before = [
        TestEvent(1, byteCount: 300), TestEvent(2, byteCount: 5), TestEvent(3, byteCount: 77),
    ]
    private let last = [
        TestEvent(4, byteCount: 21), TestEvent(5, byteCount: 0), TestEvent(6, byteCount: 6),
    ]

    init() throws {
        directory = try TemporaryDirectory()
        template = directory.path.appending("template")
    }

    /// Makes the journal; the range is that of the last commit in its file.
    private func make(last events: [TestEvent], closed: Bool) throws -> Range<Int> {
        let journal = try Journal(at: template, options: .segments(of: 16 * 1024), testing: testing)
        try journal.append([before[0]])
        try journal.append([before[1], before[2]])
        let start = journal.reader.state.current.endOffset
        try journal.append(events)
        let end = journal.reader.state.current.endOffset
        if closed { try journal.close() } else { journal.abandon() }
        return start..<end
    }

    /// Changes a copy of the segment and opens the journal.
    private func open(_ change: (inout [UInt8]) -> Void) throws -> Result<[[UInt8]], JournalError> {
        let copy = try directory.copy(template, as: "copy")
        let file = copy.appending("00000000000000000001.seg")
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.string)))
        change(&bytes)
        try Data(bytes).write(to: URL(fileURLWithPath: file.string))
        return try Result { () throws(JournalError) in
            try Journal(at: copy, options: .segments(of: 16 * 1024), testing: testing)
        }.map { journal in
            defer { journal.abandon() }
            let events = try journal.reader.everything()
            // Whatever was accepted can be continued.
            try journal.append([TestEvent(99)])
            try require(try journal.reader.everything() == events + [TestEvent(99).bytes])
            return events
        }
    }

    private func expectRefusal(
        _ result: Result<[[UInt8]], JournalError>,
        in range: Range<Int>,
        _ note: String
    ) {
        guard case .failure(.damaged(let damage)) = result else {
            Issue.record("\(note): \(result)")
            return
        }
        #expect(damage.path.lastComponent?.string == "00000000000000000001.seg")
        #expect(range.contains(damage.offset), "\(note): \(damage)")
    }

    @Test(arguments: [false, true])
    func everyCutAfterACrashLeavesAllThatWasAcknowledged(truncates: Bool) throws {
        let range = try make(last: last, closed: false)
        for cut in range {
            let events = try open { bytes in
                if truncates { bytes.removeSubrange(cut...) } else { bytes.zero(cut..<bytes.count) }
            }.get()
            #expect(events == before.map(\.bytes), "cut at \(cut)")
        }
        let whole = try open { $0.removeSubrange(range.upperBound...) }.get()
        #expect(whole == (before + last).map(\.bytes))
    }

    @Test(arguments: [false, true])
    func everyCutAfterAnOrderlyEndIsRefusedWithItsPlace(truncates: Bool) throws {
        let range = try make(last: last, closed: true)
        for cut in range {
            let result = try open { bytes in
                if truncates { bytes.removeSubrange(cut...) } else { bytes.zero(cut..<bytes.count) }
            }
            expectRefusal(result, in: range, "cut at \(cut)")
        }
        let whole = try open { $0.removeSubrange(range.upperBound...) }.get()
        #expect(whole == (before + last).map(\.bytes))
    }

    @Test(arguments: [false, true])
    func everySetOfLostSectorsIsAnUnfinishedWriteAfterACrashAndDamageOtherwise(closed: Bool) throws {
        // Seven sectors or eight, of which the first is shared with the commit before.
        let events = [TestEvent(4, byteCount: 1700), TestEvent(5, byteCount: 1400)]
        let range = try make(last: events, closed: closed)
        let sectors = range.lowerBound / 512...(range.upperBound - 1) / 512
        try #require((7...8).contains(sectors.count))
        for subset in 1..<1 << sectors.count {
            let result = try open { bytes in
                for (bit, sector) in sectors.enumerated() where subset & 1 << bit != 0 {
                    bytes.zero((sector * 512..<(sector + 1) * 512).clamped(to: range))
                }
            }
            if closed {
                expectRefusal(result, in: range, "subset \(subset)")
            } else {
                let kept = try result.get()
                #expect(kept == before.map(\.bytes), "subset \(subset)")
            }
        }
    }

    /// An event may hold whole sectors of zeros: they must not make damage look like an unfinished write.
    @Test func zerosInAnEventDoNotExcuseDamage() throws {
        let zeros = TestEvent(id: TestEvent(4).id, bytes: [UInt8](repeating: 0, count: 4096))
        let range = try make(last: [zeros], closed: false)
        #expect(try open { _ in }.get() == (before + [zeros]).map(\.bytes))
        for place in [range.lowerBound + 60, range.upperBound - 20, range.lowerBound + 2000] {
            expectRefusal(try open { $0[place] ^= 4 }, in: range, "flip at \(place)")
        }
        // One sector more than its own is missing.
        let first = (range.lowerBound / 512 + 1) * 512
        let torn = try open { $0.zero(range.upperBound / 512 * 512..<range.upperBound) }.get()
        #expect(torn == before.map(\.bytes))
        // A lost sector that was zero anyway is no loss.
        #expect(try open { $0.zero(first + 512..<first + 1024) }.get().count == 4)
    }

    @Test func aHoleBeforeALaterCommitIsDamageEvenAfterACrash() throws {
        let range = try make(last: last, closed: false)
        for start in stride(from: 4096, to: range.lowerBound, by: 8) {
            let result = try open { $0.zero(start..<range.lowerBound) }
            expectRefusal(result, in: 4096..<range.lowerBound, "zeros from \(start)")
        }
    }

    @Test func keepsACopyOfWhatItCutsOff() throws {
        let range = try make(last: last, closed: false)
        let copy = try directory.copy(template, as: "copy")
        let file = copy.appending("00000000000000000001.seg")
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.string)))
        bytes.zero(range.upperBound - 40..<bytes.count)
        try Data(bytes).write(to: URL(fileURLWithPath: file.string))
        let journal = try Journal(at: copy, options: .segments(of: 16 * 1024), testing: testing)
        let names = try FileManager.default.contentsOfDirectory(atPath: copy.appending("torn").string)
        let name = try #require(names.first)
        let kept = try Data(contentsOf: URL(fileURLWithPath: copy.appending("torn").appending(name).string))
        #expect(journal.recovery.tornByteCount == kept.count)
        #expect([UInt8](kept) == Array(bytes[range.lowerBound..<range.lowerBound + kept.count]))
    }

    /// Commits of another use of the same disk blocks stand behind the end, whole but for their salt.
    @Test func staleCommitsAreNeverReadAsRecords() throws {
        let range = try make(last: last, closed: false)
        let other = try Journal(
            at: directory.path.appending("other"),
            options: .segments(of: 16 * 1024),
            testing: testing
        )
        for number in 1...8 { try other.append([TestEvent(number, byteCount: 200)]) }
        let stale = try Data(
            contentsOf: URL(
                fileURLWithPath: directory.path.appending("other/00000000000000000001.seg").string
            )
        )
        let result = try open { bytes in
            bytes.replaceSubrange(range.upperBound..., with: [UInt8](stale[range.upperBound...]))
        }
        expectRefusal(result, in: range.upperBound..<range.upperBound + 1, "stale commits")
    }

    @Test func aSpareThatIsNotZeroIsZeroedBeforeItsUse() throws {
        _ = try make(last: last, closed: false)
        let copy = try directory.copy(template, as: "copy")
        let stale = try Data(contentsOf: URL(fileURLWithPath: segment.string))
        try stale.write(to: URL(fileURLWithPath: copy.appending("spare.seg").string))
        for _ in 0..<2 {
            let journal = try Journal(at: copy, options: .segments(of: 16 * 1024), testing: testing)
            for number in 100...120 { try journal.append([TestEvent(number, byteCount: 1000)]) }
            journal.abandon()
        }
    }
}

extension [UInt8] {
    mutating func zero(_ range: Range<Int>) {
        for place in range { self[place] = 0 }
    }
}

extension Result where Failure == JournalError {
    /// Keeps a refusal, and lets other errors through.
    init(_ body: () throws(JournalError) -> Success) throws {
        do throws(JournalError) {
            self = .success(try body())
        } catch {
            self = .failure(error)
        }
    }

    func map<Other>(_ transform: (Success) throws -> Other) throws -> Result<Other, JournalError> {
        switch self {
        case .success(let value): .success(try transform(value))
        case .failure(let error): .failure(error)
        }
    }
}
