import Foundation
import Glibc
import SystemPackage
import Testing

@testable import FileLocking

/// What stands beside a partial file goes and stays with it.
@Suite struct PartialFileTests {
    private let directory = FileManager.default.temporaryDirectory
        .appending(path: "scenewire-partial-\(UUID().uuidString)")
    private var path: FilePath { FilePath(directory.path).appending("x.sqlite") }

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    private func make(_ name: String) throws {
        try Data([1]).write(to: directory.appending(path: name))
    }

    /// The number of a process that has ended and was waited for.
    private func endedProcess() throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/true")
        try process.run()
        process.waitUntilExit()
        return process.processIdentifier
    }

    @Test func whatSQLiteMadeGoesWithIt() throws {
        let partial = "x.sqlite.partial-\(try endedProcess())"
        for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { try make(partial + suffix) }
        let others = ["x.sqlite", "\(partial)-journal2", "\(partial)-", "x.sqlite.partial-0"]
        for name in others { try make(name) }
        #expect(PartialFile.removeLeftovers(of: path) == [FilePath(directory.path).appending(partial)])
        #expect(try names() == others.sorted())
        #expect(PartialFile.removeLeftovers(of: path) == [])
    }

    /// As when the command that removed it was killed as well.
    @Test func whatStoodBesideItGoesAlsoAlone() throws {
        let partial = "x.sqlite.partial-\(try endedProcess())"
        try make("\(partial)-journal")
        #expect(PartialFile.removeLeftovers(of: path) == [FilePath(directory.path).appending(partial)])
        #expect(try names() == [])
    }

    /// A process of another container may have the number of one that has ended here.
    @Test func whatIsLockedStays() throws {
        let partial = FilePath(directory.path).appending("x.sqlite.partial-\(try endedProcess())")
        try make(try #require(partial.lastComponent?.string))
        let lock = try FileLock(PartialFile.lockPath(of: partial))
        #expect(PartialFile.removeLeftovers(of: path) == [])
        #expect(try names().count == 2)
        lock.release()
        #expect(PartialFile.removeLeftovers(of: path) == [partial])
        #expect(try names() == [])
    }

    @Test func aDirectoryThatIsNotThereHoldsNone() {
        #expect(PartialFile.removeLeftovers(of: "/nowhere/x") == [])
    }
}
