import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import EventJournal

/// A start on a disk without any room left.
@Suite(.timeLimit(.minutes(2))) struct FullDiskStartTests {
    private let options = JournalOptions.segments(of: 1 << 20)

    /// Leaves an unfinished write of some 60 KB and no room.
    ///
    /// - Returns: How long the unfinished write is.
    private func makeTorn(_ path: FilePath) throws -> Int {
        let journal = try Journal(at: path, options: options, testing: .small)
        try journal.append([TestEvent(1)])
        let start = journal.reader.state.current.endOffset
        try journal.append([TestEvent(2, byteCount: 60_000)])
        let end = journal.reader.state.current.endOffset
        journal.waitForBackgroundWork()
        journal.abandon()
        let segment = try FileDescriptor.open(path.appending("00000000000000000001.seg"), .writeOnly)
        try segment.closeAfter {
            let zeros = [UInt8](repeating: 0, count: 16)
            _ = try segment.writeAll(toAbsoluteOffset: Int64(end - zeros.count), zeros)
        }
        return end - start
    }

    private func fill(_ path: FilePath) throws {
        let file = try FileDescriptor.open(
            path,
            .writeOnly,
            options: [.create],
            permissions: .ownerReadWrite
        )
        let bytes = [UInt8](repeating: 0x5A, count: 4_096)
        try file.closeAfter {
            do {
                while try file.writeAll(bytes) > 0 {}
            } catch Errno.noSpace {
                // That is what was wanted.
            }
        }
    }

    @Test(.enabled(if: MountedFileSystem.obstacle == nil, "\(MountedFileSystem.obstacle ?? "")"))
    func theSparesRoomIsTakenForAnUnfinishedWrite() throws {
        let disk = try MountedFileSystem(.tmpfs, byteCount: 4 << 20)
        let path = disk.path.appending("journal")
        let byteCount = try makeTorn(path)
        try fill(disk.path.appending("ballast"))
        #expect(FileManager.default.fileExists(atPath: path.appending("spare.seg").string))
        let journal = try Journal(at: path, options: options, testing: .small)
        #expect((byteCount - 64...byteCount).contains(journal.recovery.tornByteCount))
        let kept = try FileManager.default.contentsOfDirectory(atPath: path.appending("torn").string)
        #expect(kept.count == 1)
        let file = path.appending("torn").appending(try #require(kept.first)).string
        #expect(try Data(contentsOf: URL(filePath: file)).count == journal.recovery.tornByteCount)
        #expect(try journal.reader.everything() == [TestEvent(1).bytes])
        try journal.append([TestEvent(3)])
        try journal.close()
    }
}
