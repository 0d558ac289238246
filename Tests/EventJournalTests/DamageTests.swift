import EventSchema
import Foundation
import Synchronization
import SystemPackage
import Testing

@testable import EventJournal

/// Every byte of every file of a small journal is changed, and every file is taken away.
///
/// Whatever was acknowledged is then there, or is refused with the name of the file, at the start or when
/// it is read. It is never silently missing.
@Suite(.timeLimit(.minutes(20))) struct DamageTests {
    private let directory: TemporaryDirectory
    private let template: FilePath
    private let events = (1...10).map { TestEvent($0, byteCount: 150 + $0) }
    private static let segmentByteCount = 4096 + 1536

    init() throws {
        directory = try TemporaryDirectory()
        template = directory.path.appending("template")
    }

    private var options: JournalOptions { .segments(of: Self.segmentByteCount) }
    private var testing: UnsafeTestOptions {
        var testing = UnsafeTestOptions.small
        testing.skipsSync = true
        return testing
    }

    /// Makes a journal of several segments, all sealed ones indexed.
    private func make(closed: Bool) throws {
        // The second start leaves both pages of the manifest in use.
        try Journal(at: template, options: options, testing: testing).close()
        let journal = try Journal(at: template, options: options, testing: testing)
        for start in stride(from: 0, to: events.count, by: 2) {
            try journal.append([events[start], events[start + 1]])
        }
        try #require(journal.reader.state.current.segments.count >= 3)
        journal.waitForBackgroundWork()
        if closed { try journal.close() } else { journal.abandon() }
        try #require(try names("idx").count >= 2)
    }

    private func names(_ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: template.string).filter { $0.hasSuffix(suffix) }
            .sorted()
    }

    /// What is wrong with the journal in `copy`, or `nil` when every event is there or refused by name.
    private func complaint(_ copy: FilePath, damaged name: String) -> String? {
        do throws(JournalError) {
            let journal = try Journal(at: copy, options: options, testing: testing)
            defer { journal.abandon() }
            return complaint(journal, damaged: name)
        } catch {
            switch error {
            case .damaged(let damage) where damage.path.lastComponent?.string == name: return nil
            case .format(_, let path) where path.lastComponent?.string == name: return nil
            default: return "refused with \(error)"
            }
        }
    }

    private func complaint(_ journal: Journal, damaged name: String) -> String? {
        for (number, event) in events.enumerated() {
            do throws(JournalError) {
                let sequence = SequenceNumber(UInt64(number))
                switch try journal.reader.read(after: sequence, byteLimit: 1) {
                case .records(let batch):
                    let record = RecordCheck(batch)
                    if record.event != event.bytes { return "read \(number + 1) gave other bytes" }
                case .truncated: return "read \(number + 1) says truncated"
                case .damaged(let damage):
                    if damage.path.lastComponent?.string != name { return "read blames \(damage)" }
                }
                let found = try journal.find(event.id, event: event.bytes.span.bytes)
                if found?.sequence != sequence.advanced(by: 1) || found?.isSameEvent != true {
                    return "find \(number + 1) gave \(String(describing: found))"
                }
                if try journal.find(TestEvent(1000).id, event: event.bytes.span.bytes) != nil {
                    return "found what is not there"
                }
            } catch {
                guard case .damaged(let damage) = error, damage.path.lastComponent?.string == name else {
                    return "\(error)"
                }
            }
        }
        return nil
    }

    /// Where flips are worth it: everything that is not zero, and now and then where it is.
    private func places(_ bytes: [UInt8]) -> [Int] {
        bytes.indices.filter { bytes[$0] != 0 || $0 % 509 == 0 }
    }

    /// The first and the last segment, the first index and the manifest: the others are like them. Only
    /// the last segment is looked at differently after an orderly end.
    @Test(arguments: [
        (false, "seg", 0), (false, "seg", -1), (true, "seg", -1), (false, "idx", 0), (true, "MANIFEST", 0),
    ])
    func everyFlippedByteIsRefusedOrHeals(closed: Bool, suffix: String, number: Int) throws {
        try make(closed: closed)
        let all = try names(suffix).filter { $0 != "spare.seg" }
        for name in [number < 0 ? all.last : all[number]].compactMap(\.self) {
            let original = [UInt8](
                try Data(contentsOf: URL(fileURLWithPath: template.appending(name).string))
            )
            for place in places(original) {
                let copy = try directory.copy(template, as: "copy")
                var bytes = original
                bytes[place] ^= 1 << UInt8(place % 8)
                try Data(bytes).write(to: URL(fileURLWithPath: copy.appending(name).string))
                if let complaint = complaint(copy, damaged: name) {
                    Issue.record("\(name) byte \(place): \(complaint)")
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func everyMissingFileIsRefusedOrMadeAgain(closed: Bool) throws {
        try make(closed: closed)
        for name in try names("") where name != "LOCK" {
            let copy = try directory.copy(template, as: "copy")
            try FileManager.default.removeItem(atPath: copy.appending(name).string)
            if let complaint = complaint(copy, damaged: name) { Issue.record("\(name): \(complaint)") }
            if name.hasSuffix(".seg"), name != "spare.seg" {
                #expect(throws: JournalError.self) {
                    try Journal(at: copy, options: options, testing: testing)
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func everyCutOfAFileIsRefusedOrHeals(closed: Bool) throws {
        try make(closed: closed)
        for name in try names("") where name != "LOCK" && name != "spare.seg" {
            let original = try Data(contentsOf: URL(fileURLWithPath: template.appending(name).string))
            let cuts = stride(from: 0, to: original.count, by: 331)
            let lastSegment = try names("seg").filter { $0 != "spare.seg" }.last
            for cut in cuts {
                // A crash explains a cut of the last commit; that is tested elsewhere.
                if name == lastSegment, !closed { continue }
                let copy = try directory.copy(template, as: "copy")
                try original.prefix(cut).write(to: URL(fileURLWithPath: copy.appending(name).string))
                if let complaint = complaint(copy, damaged: name) {
                    Issue.record("\(name) cut at \(cut): \(complaint)")
                }
            }
        }
    }

    @Test func aLongerFileIsRefused() throws {
        try make(closed: true)
        for name in try names("seg") where name != "spare.seg" {
            let copy = try directory.copy(template, as: "copy")
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: copy.appending(name).string))
            try file.seekToEnd()
            try file.write(contentsOf: Data([0]))
            try file.close()
            do throws(JournalError) {
                _ = try Journal(at: copy, options: options, testing: testing)
                Issue.record("\(name) was accepted")
            } catch {
                guard case .damaged(let damage) = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(damage.path.lastComponent?.string == name)
                #expect(damage.offset == Self.segmentByteCount)
            }
        }
    }

    @Test func aManifestThatIsGoneIsRemadeFromSegmentsThatReachBackToTheFirstRecord() throws {
        try make(closed: true)
        let stream = try JournalInspector(template).verify().stream
        try FileManager.default.removeItem(atPath: template.appending("MANIFEST").string)
        let journal = try Journal(at: template, options: options, testing: testing)
        #expect(journal.bounds.stream == stream)
        #expect(journal.bounds.epoch > 65_536)
        #expect(try journal.reader.everything() == events.map(\.bytes))
    }

    @Test func aManifestThatIsGoneAfterARemovalIsRefused() throws {
        var options = options
        options.retention = JournalRetention(byteCountMax: Self.segmentByteCount)
        let journal = try Journal(at: template, options: options, testing: testing)
        for event in events { try journal.append([event]) }
        journal.enforceRetention()
        #expect(journal.bounds.firstRetained > SequenceNumber(1))
        try journal.close()
        try FileManager.default.removeItem(atPath: template.appending("MANIFEST").string)
        #expect(throws: JournalError.self) { try Journal(at: template, options: options, testing: testing) }
    }

    @Test func theBackgroundCheckNamesEveryDamagedSealedSegment() throws {
        try make(closed: false)
        let found = Mutex<[JournalDamage]>([])
        var options = options
        options.troubleFound = { error in
            if case .damaged(let damage) = error { found.withLock { $0.append(damage) } }
        }
        let journal = try Journal(at: template, options: options, testing: testing)
        let sealed = try names("seg").filter { $0 != "spare.seg" }.dropLast()
        for name in sealed {
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: template.appending(name).string))
            try file.seek(toOffset: 4096 + 300)
            let byte = try #require(try file.read(upToCount: 1)?.first)
            try file.seek(toOffset: 4096 + 300)
            try file.write(contentsOf: Data([byte ^ 16]))
            try file.close()
        }
        journal.checkSealedSegments()
        journal.checkSealedSegments()
        #expect(found.withLock { $0.compactMap { $0.path.lastComponent?.string } } == Array(sealed))
        #expect(found.withLock { $0.allSatisfy { $0.offset == 4096 } })
    }
}

/// The single record of a batch.
private struct RecordCheck {
    var event: [UInt8] = []

    init(_ batch: RecordBatch) {
        guard let verified = try? RecordBatch(verifying: batch.bytes), verified.count == 1 else { return }
        var event: [UInt8] = []
        verified.forEach { header, record in
            event = record.withUnsafeBytes { Array($0[header.eventRange]) }
        }
        self.event = event
    }
}
