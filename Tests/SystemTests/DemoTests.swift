import Foundation
import Glibc
import Testing

extension SystemTests {
    /// `scenewire demo`: everything at once, and nothing left behind.
    @Suite(.timeLimit(.minutes(5))) struct DemoTests {
        private let directory: TestDirectory
        private let offset: UInt16

        init() throws {
            directory = try TestDirectory()
            offset = try RunTests.freeOffset()
            for name in ["tmp", "home"] {
                try FileManager.default.createDirectory(
                    atPath: directory[name],
                    withIntermediateDirectories: true
                )
            }
        }

        @Test func playsTheStandOffAndLeavesNothingBehind() async throws {
            let demo = try start(["--once"])
            #expect(try await demo.exit(limit: .seconds(150)) == .status(0), "\(demo.report.value)")
            let summary = try #require(demo.report.value.values["summary"])
            #expect(summary.hasPrefix("authored=80 "))
            try expectNothingLeft()
        }

        @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
        func leavesNothingBehindAfterASignal(_ signal: Int32) async throws {
            let demo = try start([])
            _ = try await demo.report.wait(for: "the first event") { report in
                report.lines.contains { $0.contains("Declared DVA") } ? true : nil
            }
            let made = try FileManager.default.contentsOfDirectory(atPath: directory["tmp"])
            #expect(made.count == 1)
            let path = directory["tmp"] + "/" + (try #require(made.first))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o700)
            demo.send(signal)
            #expect(try await demo.exit() == .status(0), "\(demo.report.value)")
            try expectNothingLeft()
        }

        @Test func leavesNothingBehindWhenItCannotStart() async throws {
            try "version: 1\nrules:\n  - {id: R01, nam: x}\n"
                .write(toFile: directory["rules.yml"], atomically: true, encoding: .utf8)
            let faulty = try start(["--rules", directory["rules.yml"]])
            #expect(try await faulty.exit() == .status(78), "\(faulty.report.value)")
            let absent = try start(["--scenario", directory["absent.ndjson"]])
            #expect(try await absent.exit() == .status(3), "\(absent.report.value)")
            let nowhere = try start([], temporary: directory["absent"])
            #expect(try await nowhere.exit() == .status(3), "\(nowhere.report.value)")
            #expect("\(nowhere.report.value)".contains("name another place with TMPDIR"))
            try expectNothingLeft()
        }

        private func start(_ arguments: [String], temporary: String? = nil) throws -> ChildProcess {
            try ChildProcess(
                Executable.scenewire,
                ["demo", "--port-offset", "\(offset)"] + arguments,
                environment: ["TMPDIR": temporary ?? directory["tmp"], "HOME": directory["home"]]
            )
        }

        private func expectNothingLeft() throws {
            for name in ["tmp", "home"] {
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: directory[name]).isEmpty,
                    "\(name)"
                )
            }
            #expect(RunTests.ports.allSatisfy { RunTests.isFree($0 + offset) })
        }
    }
}
