import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ScenewireCLI

@Suite struct WholeFileTests {
    private let directory = FileManager.default.temporaryDirectory
        .appending(path: "scenewire-file-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private var path: FilePath { FilePath(directory.path).appending("x.ndjson") }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    @Test func hasItsNameOnceItIsWhole() throws {
        try WholeFile.make(path) { output in
            try output.write([1, 2])
            #expect(try names() == ["x.ndjson.partial-\(getpid())"])
            let attributes = try FileManager.default.attributesOfItem(
                atPath: "\(path.string).partial-\(getpid())"
            )
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(try names() == ["x.ndjson"])
        #expect(try Data(contentsOf: URL(filePath: path.string)) == Data([1, 2]))
        let error = #expect(throws: CommandFailure.self) { try WholeFile.make(path) { _ in } }
        #expect(error?.description.contains("x.ndjson exists already") == true)
    }

    @Test func isNothingWhenTheWorkFails() throws {
        #expect(throws: CancellationError.self) {
            try WholeFile.make(path) { output in
                try output.write([1])
                throw CancellationError()
            }
        }
        let error = #expect(throws: CommandFailure.self) {
            try WholeFile.make(path) { _ in throw OutputError.failed(.noSpace) }
        }
        #expect(error?.description.contains(path.string) == true)
        #expect(error?.description.contains("make room") == true)
        #expect(try names() == [])
    }

    @Test func doesNotReplaceWhatCameMeanwhile() throws {
        #expect(throws: CommandFailure.self) {
            try WholeFile.make(path) { _ in try Data([9]).write(to: URL(filePath: path.string)) }
        }
        #expect(try names() == ["x.ndjson"])
        #expect(try Data(contentsOf: URL(filePath: path.string)) == Data([9]))
    }

    /// What making the file removes.
    private func removed() throws -> [FilePath] {
        var told: [FilePath] = []
        try WholeFile.make(path, leftover: { told.append($0) }) { _ in }
        return told
    }

    /// A killed command's files go with the next one; those of a command that runs stay, here and elsewhere.
    @Test func removesWhatAKilledCommandLeft() async throws {
        let process = try CommandProcess(at: "/bin/true", [])
        _ = try await process.end()
        let gone = process.processID
        let running = "\(path.string).partial-1"
        let elsewhere = "\(path.string).partial-\(gone)"
        let mine = "\(path.string).partial-\(getpid())"
        let others = ["y.ndjson.partial-\(gone)", "x.ndjson.partial-", "x.ndjson.partial-\(gone)x"]
        for name in [running, elsewhere, mine] + others.map({ "\(directory.path)/\($0)" }) {
            try Data([1]).write(to: URL(filePath: name))
        }
        // Another machine that has the directory, too, holds its file.
        let holder = try FileDescriptor.open(FilePath(elsewhere), .readOnly)
        #expect(flock(holder.rawValue, LOCK_EX) == 0)
        #expect(try removed() == [FilePath(mine)])
        let left = [running, elsewhere].map { URL(filePath: $0).lastPathComponent }
        #expect(try names() == (["x.ndjson"] + left + others).sorted())

        try holder.close()
        try FileManager.default.removeItem(atPath: path.string)
        // Said as well when the work fails.
        var told: [FilePath] = []
        #expect(throws: CommandFailure.self) {
            try WholeFile.make(path, leftover: { told.append($0) }) { _ in
                throw OutputError.failed(.noSpace)
            }
        }
        #expect(told == [FilePath(elsewhere)])
        #expect(try removed() == [])
        #expect(try names() == (["x.ndjson"] + left.prefix(1) + others).sorted())
    }

    @Test func namesADirectoryThatIsNotThere() {
        let path = FilePath(directory.path).appending("none/x.ndjson")
        let error = #expect(throws: CommandFailure.self) { try WholeFile.make(path) { _ in } }
        #expect(error?.description.contains("none/x.ndjson") == true)
        #expect(error?.description.contains("make its directory first") == true)
        #expect(error?.processExit == .notFound)
    }
}
