import Foundation
import Glibc
import SystemPackage
import Testing

@testable import FileLocking

@Suite struct FileLockTests {
    private let home = FilePath(NSTemporaryDirectory() + "scenewire-lock-\(UUID().uuidString)")

    /// Calls `body` with a path in a directory that is removed afterwards.
    private func inDirectory(_ body: (FilePath) throws -> Void) throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: home.string, withIntermediateDirectories: true)
        defer { try? manager.removeItem(atPath: home.string) }
        try body(home.appending("LOCK"))
    }

    private func isLocked(_ path: FilePath) -> Bool {
        do throws(FileError) {
            _ = try FileLock(path)
            return false
        } catch {
            guard case .locked(path) = error else { return false }
            return true
        }
    }

    @Test func oneAtATimeHasItAndReleasingIsEnough() throws {
        try inDirectory { path in
            #expect(try !FileLock.isHeld(path))
            #expect(!FileManager.default.fileExists(atPath: path.string))
            let lock = try FileLock(path)
            #expect(isLocked(path) && lock.isHeld)
            #expect(try FileLock.isHeld(path))
            try lock.check()
            lock.release()
            lock.release()
            #expect(!lock.isHeld)
            #expect(try !FileLock.isHeld(path))
            try FileLock(path).check()
        }
    }

    /// Only its owner may read it, whatever the process's mask.
    @Test func isNobodyElses() throws {
        try inDirectory { path in
            let lock = try FileLock(path)
            var status = stat()
            #expect(stat(path.string, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            lock.release()
        }
    }

    enum Mishap: CaseIterable { case removed, replaced, directoryRenamed }

    @Test(arguments: Mishap.allCases) func noticesThatOthersDoNotFindIt(_ mishap: Mishap) throws {
        try inDirectory { path in
            let lock = try FileLock(path)
            switch mishap {
            case .removed: #expect(unlink(path.string) == 0)
            case .replaced:
                #expect(unlink(path.string) == 0)
                try FileLock(path).check()
            case .directoryRenamed: #expect(rename(home.string, home.string + ".old") == 0)
            }
            defer { try? FileManager.default.removeItem(atPath: home.string + ".old") }
            let error = #expect(throws: FileError.self) { try lock.check() }
            guard case .moved(path)? = error else { throw error ?? .moved(path) }
        }
    }

    @Test func twoNamesOfOneFileAreTheSame() throws {
        try inDirectory { path in
            let other = home.appending("other")
            let lock = try FileLock(path)
            #expect(link(path.string, other.string) == 0)
            #expect(try NamedFile(path).isSameFile(as: NamedFile(other)))
            #expect(throws: FileError.self) { try NamedFile(home.appending("absent")) }
            lock.release()
        }
    }
}
