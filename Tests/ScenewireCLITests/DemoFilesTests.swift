import Foundation
import SystemPackage
import Testing

@testable import ScenewireCLI

@Suite struct DemoFilesTests {
    private static func made(_ files: [String], _ body: (FilePath) throws -> Void) throws {
        let root = NSTemporaryDirectory() + "scenewire-\(UUID().uuidString.prefix(8))"
        // What is left behind is a temporary file.
        defer { try? FileManager.default.removeItem(atPath: root) }
        for file in ["checkout/.build/release/scenewire"] + files {
            let path = URL(filePath: root + "/" + file)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data().write(to: path)
        }
        try body(FilePath(root))
    }

    @Test func areFoundInTheCheckoutAboveTheProgram() throws {
        let scenario = "checkout/" + DemoFiles.scenarioPath
        let rules = "checkout/" + DemoFiles.rulesPath
        try Self.made([scenario, rules]) { root in
            let files = DemoFiles(near: root.appending("checkout/.build/release"))
            #expect(files == DemoFiles(scenario: root.appending(scenario), rules: root.appending(rules)))
        }
    }

    @Test func areFoundWhereTheProgramIsInstalled() throws {
        let share = "usr/local/share/scenewire/"
        try Self.made([share + DemoFiles.scenarioPath, share + DemoFiles.rulesPath]) { root in
            let files = DemoFiles(near: root.appending("usr/local/bin"))
            #expect(files?.rules == root.appending(share + DemoFiles.rulesPath))
        }
    }

    /// One without the other could be a directory of something else.
    @Test func areTakenFromNoDirectoryThatHasOneOfThem() throws {
        try Self.made(["checkout/" + DemoFiles.rulesPath]) { root in
            #expect(DemoFiles(near: root.appending("checkout/.build/release")) == nil)
        }
    }
}
