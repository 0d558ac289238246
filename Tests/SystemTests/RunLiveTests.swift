import Foundation
import Glibc
import Testing

extension SystemTests {
    /// `scenewire run --live`, in which the end of one service is not the end of the others.
    @Suite(.timeLimit(.minutes(5))) struct RunLiveTests {
        @Test func aConsumerThatIsKilledIsStartedAgainAndTheOthersGoOn() async throws {
            let run = try LiveRun()
            try await run.hear("Ctrl-C stops everything")
            let before = run.services
            #expect(Set(before.keys) == ["publisher", "archiver", "notifier", "metrics"])
            kill(try #require(before["metrics"]), SIGKILL)
            let log = run.directory["data/logs/metrics.log"]
            try await run.hear(
                "the metrics ended by itself by signal 9 (its log is \(log)); it is started again in 1 s"
            )
            try await run.hear("metrics is ready again")
            var after = run.services
            let metrics = after.updateValue(try #require(before["metrics"]), forKey: "metrics")
            #expect(metrics != nil && metrics != before["metrics"])
            #expect(after == before)
            // What it said before is still there.
            let starts = try String(contentsOfFile: log, encoding: .utf8).components(
                separatedBy: "msg=Starting"
            )
            #expect(starts.count == 3, "\(starts.count)")
            try await run.stop()
        }

        @Test func thePublisherThatIsKilledIsStartedAgainAndConsumersFollowIt() async throws {
            let run = try LiveRun()
            try await run.hear("Ctrl-C stops everything")
            let before = run.services
            kill(try #require(before["publisher"]), SIGKILL)
            try await run.hear("the publisher ended by itself by signal 9")
            try await run.hear("publisher is ready again")
            let published = try ChildProcess(
                Executable.scenewire,
                ["publish", "note", "Back again.", "--requests", "tcp://127.0.0.1:\(5557 + run.offset)"]
                    + ["--incident", "EX-1", "--agency", "expd", "--source", "cp1", "--author-id", "u1"]
                    + ["--author-role", "dispatcher", "--status", "Exercise", "--tlp", "AMBER", "--force"],
                environment: ["XDG_STATE_HOME": run.directory["state"]]
            )
            #expect(try await published.exit() == .status(0), "\(published.report.value)")
            try await run.hear("Back again.")
            try await run.archives("Back again.")
            var after = run.services
            after["publisher"] = before["publisher"]
            #expect(after == before)
            try await run.stop()
        }

        @Test func whatEndsAgainAndAgainWaitsLongerAndCtrlCDoesNotWaitForIt() async throws {
            let run = try LiveRun()
            try await run.hear("Ctrl-C stops everything")
            let archive = run.directory["data/archive"]
            let archiver = try #require(run.services["archiver"])
            try FileManager.default.moveItem(atPath: archive, toPath: archive + ".aside")
            // Where its directory is to be stands a file.
            try Data("x".utf8).write(to: URL(filePath: archive))
            // It may have ended by itself already, since it notices that its files are gone.
            kill(archiver, SIGKILL)
            try await run.hear("it is started again in 1 s")
            let line = try await run.hear("it is started again in 2 s")
            #expect(line.contains("the archiver ended by itself with exit code 1: "), "\(line)")
            #expect(line.contains("archive"), "\(line)")
            try await run.hear("it is started again in 5 s")
            #expect(Set(run.services.keys) == ["publisher", "notifier", "metrics"])
            try await run.stop()
            #expect(!run.process.report.value.lines.contains { $0.contains("it is started again in 10 s") })
        }

        @Test func whatWasNeverReadyEndsTheRunWithItsReason() async throws {
            let directory = try TestDirectory()
            try FileManager.default.createDirectory(
                atPath: directory["data"],
                withIntermediateDirectories: true
            )
            try Data("x".utf8).write(to: URL(filePath: directory["data/archive"]))
            let run = try LiveRun(directory)
            #expect(try await run.process.exit() == .status(1), "\(run.process.report.value)")
            #expect("\(run.process.report.value)".contains("the archiver ended by itself with exit code 1: "))
            #expect(RunTests.ports.allSatisfy { RunTests.isFree($0 + run.offset) })
        }
    }

    /// All services for real use, in a directory of their own.
    private struct LiveRun {
        let directory: TestDirectory
        let offset: UInt16
        let process: ChildProcess

        init(_ directory: TestDirectory? = nil) throws {
            self.directory = try directory ?? TestDirectory()
            offset = try RunTests.freeOffset()
            process = try ChildProcess(
                Executable.scenewire,
                ["run", "--live", "--data", self.directory["data"], "--port-offset", "\(offset)"]
                    + ["--rules", RunTests.rules]
            )
        }

        /// Waits for a line.
        @discardableResult
        func hear(_ words: String) async throws -> String {
            try await process.report.wait(for: words) { report in
                report.lines.first { $0.contains(words) }
            }
        }

        /// The services that run now, by name.
        var services: [String: pid_t] {
            var services: [String: pid_t] = [:]
            for child in RunTests.children(of: process.processID) where RunTests.isRunning(child) {
                let line = (try? String(contentsOfFile: "/proc/\(child)/cmdline", encoding: .utf8)) ?? ""
                let program = line.prefix { $0 != "\0" }
                services[String(program.split(separator: "-").last ?? "")] = child
            }
            return services
        }

        /// Waits until the archive has a record with these words.
        func archives(_ words: String) async throws {
            let deadline = ContinuousClock.now + .seconds(60)
            while .now < deadline {
                let query = try ChildProcess(
                    Executable.scenewire,
                    ["query", "--incident", "EX-1", "--archive", directory["data/archive"]]
                )
                _ = try await query.exit()
                if query.report.value.lines.contains(where: { $0.contains(words) }) { return }
            }
            Issue.record("the archive has no \(words)")
        }

        /// Interrupts it, and looks that nothing is left.
        func stop() async throws {
            let services = services.values
            process.send(SIGINT)
            #expect(try await process.exit() == .status(0), "\(process.report.value)")
            #expect(!services.contains(where: RunTests.isRunning))
            #expect(RunTests.ports.allSatisfy { RunTests.isFree($0 + offset) })
        }
    }
}
