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

    @Test func namesADirectoryThatIsNotThere() {
        let path = FilePath(directory.path).appending("none/x.ndjson")
        let error = #expect(throws: CommandFailure.self) { try WholeFile.make(path) { _ in } }
        #expect(error?.description.contains("none/x.ndjson") == true)
        #expect(error?.description.contains("make its directory first") == true)
        #expect(error?.processExit == .notFound)
    }
}
