import Foundation
import Glibc
import Testing

@testable import ScenewireCLI

extension SystemTests {
    /// `scenewire run`: every service with one command.
    @Suite(.timeLimit(.minutes(5))) struct RunTests {
        private static let scenario = Executable.repository + "/Scenarios/a-hostage-standoff.ndjson"
        static let rules = Executable.repository + "/deploy/rules.yml"

        @Test func aStandOffGoesThroughEveryServiceAndASecondStartGoesOn() async throws {
            let directory = try TestDirectory()
            let first = try await once(directory)
            #expect(first.exit == .status(0), "\(first.report)")
            let summary = try #require(first.summary)
            #expect(summary["authored"] == 80)
            #expect(summary["archived"] == 80 + (summary["system"] ?? 0))
            #expect(summary["incidents"] == 1)
            #expect(summary["lag"] == 0)
            let again = "To see it again, name a new directory: --data DIR"
            #expect(!first.report.lines.contains { $0.hasSuffix(again) })
            let second = try await once(directory)
            #expect(second.exit == .status(0), "\(second.report)")
            #expect(second.summary == summary)
            #expect(second.report.lines.contains { $0.hasSuffix(again) }, "\(second.report)")
            // Other rules raise alerts of the past, of which nobody is told.
            let rules = directory["rules.yml"]
            let text =
                "version: 1\nrules:\n" + NotifierSite.shotsRule.replacingOccurrences(of: "R01", with: "R98")
            try text.write(toFile: rules, atomically: true, encoding: .utf8)
            let third = try await once(directory, rules: rules)
            #expect(third.exit == .status(0), "\(third.report)")
            #expect(third.summary == summary)
        }

        @Test func aFaultInTheRulesIsToldWholeAndNothingStarts() async throws {
            let directory = try TestDirectory()
            let rules = directory["rules.yml"]
            try "version: 1\nrules:\n  - {id: R01, nam: x}\n"
                .write(toFile: rules, atomically: true, encoding: .utf8)
            let run = try await once(directory, rules: rules)
            #expect(run.exit == .status(78), "\(run.report)")
            let lines = run.report.lines.joined(separator: "\n")
            #expect(lines.contains("rules.yml has 5 faults, so nothing was started"))
            #expect(lines.contains(#""nam" is no key here"#))
            #expect(!lines.contains("is ready"))
            #expect(!FileManager.default.fileExists(atPath: directory["data"]))
        }

        @Test func whatDoesNotAgreeIsNamedAndFails() async throws {
            let directory = try TestDirectory()
            let scenario = directory["standoff.ndjson"]
            try FileManager.default.copyItem(atPath: Self.scenario, toPath: scenario)
            try Data(
                #"{"incident": "2025-0520-001", "authored": 81, "state": {"/phase": "tactical"}}"#.utf8
            ).write(to: URL(filePath: directory["standoff.expected.json"]))
            let run = try await once(directory, scenario: scenario)
            #expect(run.exit == .status(1))
            let lines = run.report.lines.joined(separator: "\n")
            #expect(lines.contains("80 authored events, expected 81"))
            #expect(lines.contains(#"archive: /phase is "closed", expected "tactical""#))
        }

        @Test func itStaysUntilItIsInterruptedAndLeavesNothingRunning() async throws {
            let directory = try TestDirectory()
            let offset = try Self.freeOffset()
            let run = try start(directory, offset, ["--speed", "max"])
            _ = try await run.report.wait(for: "the addresses") { report in
                report.lines.contains { $0.contains("Ctrl-C stops everything") } ? true : nil
            }
            #expect(!Self.isFree(8080 + offset))
            // Another one with the same data is refused, and writes over no log.
            let log = try Data(contentsOf: URL(filePath: directory["data/logs/publisher.log"]))
            let other = try start(directory, try Self.freeOffset(), ["--speed", "max"])
            #expect(try await other.exit() == .status(69), "\(other.report.value)")
            #expect("\(other.report.value)".contains("is held by another program, perhaps an earlier run"))
            let kept = try Data(contentsOf: URL(filePath: directory["data/logs/publisher.log"]))
            #expect(kept.starts(with: log))
            run.send(SIGINT)
            #expect(try await run.exit() == .status(0))
            #expect(Self.ports.allSatisfy { Self.isFree($0 + offset) })
        }

        @Test func itIsInterruptedWhileItPlaysAndThatIsNoFailure() async throws {
            let directory = try TestDirectory()
            let offset = try Self.freeOffset()
            let run = try start(directory, offset, ["--speed", "600"])
            _ = try await run.report.wait(for: "the first event") { report in
                report.lines.contains { $0.contains("Declared DVA") } ? true : nil
            }
            run.send(SIGINT)
            #expect(try await run.exit() == .status(0), "\(run.report.value)")
            #expect(Self.ports.allSatisfy { Self.isFree($0 + offset) })
        }

        /// No signal can be caught, and nobody is left to stop anything.
        @Test func itsServicesStopWhenItIsKilled() async throws {
            let directory = try TestDirectory()
            let offset = try Self.freeOffset()
            let run = try start(directory, offset, ["--speed", "max"])
            _ = try await run.report.wait(for: "the addresses") { report in
                report.lines.contains { $0.contains("Ctrl-C stops everything") } ? true : nil
            }
            let services = Self.children(of: run.processID)
            #expect(services.count == 4)
            try await run.killNow()
            // They take at most 10 s, one like the other.
            let deadline = ContinuousClock.now + .seconds(20)
            while services.contains(where: Self.isRunning), .now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(!services.contains(where: Self.isRunning))
            #expect(Self.ports.allSatisfy { Self.isFree($0 + offset) })
            for name in ["publisher", "archiver", "notifier", "metrics"] {
                let log = try String(contentsOfFile: directory["data/logs/\(name).log"], encoding: .utf8)
                #expect(log.contains("msg=Stopped exit.status=0"), "\(log.suffix(500))")
            }
        }

        @Test func itIsInterruptedWhileItStarts() async throws {
            let directory = try TestDirectory()
            let offset = try Self.freeOffset()
            let run = try start(directory, offset, ["--once"])
            _ = try await run.report.wait(for: "the first service") { report in
                report.lines.contains { $0.contains("publisher is ready") } ? true : nil
            }
            run.send(SIGTERM)
            #expect(try await run.exit() == .status(1))
            #expect("\(run.report.value)".contains("interrupted before everything was compared"))
            #expect(Self.ports.allSatisfy { Self.isFree($0 + offset) })
        }

        @Test func aTakenPortIsNamedAndNothingStarts() async throws {
            let directory = try TestDirectory()
            let offset = try Self.freeOffset()
            let other = try PublisherSite(data: directory["other"])
            let taken = try ChildProcess(
                Executable.publisher,
                ["--data", other.data, "--live", "tcp://127.0.0.1:\(5556 + offset)"]
                    + ["--requests", other.requests, "--http", "127.0.0.1:0"],
                environment: other.environment
            )
            #expect(try await other.isReady(taken))
            let run = try start(directory, offset, ["--once"])
            #expect(try await run.exit() == .status(69))
            #expect("\(run.report.value)".contains("port \(5556 + offset) (live broadcast) is taken"))
            #expect(Self.isFree(8080 + offset))
            try await taken.killNow()
        }

        @Test func aServiceThatEndsEndsTheRunWithItsReason() async throws {
            let directory = try TestDirectory()
            try FileManager.default.createDirectory(
                atPath: directory["data"],
                withIntermediateDirectories: true
            )
            // Where the archive's directory is to be stands a file.
            try Data("x".utf8).write(to: URL(filePath: directory["data"] + "/archive"))
            let offset = try Self.freeOffset()
            let run = try start(directory, offset, ["--once"])
            #expect(try await run.exit() == .status(1))
            #expect("\(run.report.value)".contains("the archiver ended by itself"))
            #expect(Self.ports.allSatisfy { Self.isFree($0 + offset) })
        }

        private struct Run {
            let exit: ChildProcess.Exit
            let report: ChildProcess.Report

            /// The numbers of the last line that begins with `summary`.
            var summary: [String: Int]? {
                guard let line = report.values["summary"] else { return nil }
                let pairs = line.split(separator: " ").compactMap { field -> (String, Int)? in
                    let parts = field.split(separator: "=")
                    return parts.count == 2 ? Int(parts[1]).map { (String(parts[0]), $0) } : nil
                }
                return Dictionary(pairs) { first, _ in first }
            }
        }

        private func once(
            _ directory: TestDirectory,
            scenario: String = scenario,
            rules: String = rules
        ) async throws -> Run {
            let offset = try Self.freeOffset()
            let run = try start(directory, offset, ["--once"], scenario: scenario, rules: rules)
            let exit = try await run.exit(limit: .seconds(150))
            return Run(exit: exit, report: run.report.value)
        }

        private func start(
            _ directory: TestDirectory,
            _ offset: UInt16,
            _ arguments: [String],
            scenario: String = scenario,
            rules: String = rules
        ) throws -> ChildProcess {
            try ChildProcess(
                Executable.scenewire,
                ["run", "--scenario", scenario, "--data", directory["data"], "--port-offset", "\(offset)"]
                    + ["--rules", rules] + arguments
            )
        }

        static let ports: [UInt16] = [5556, 5557, 8080, 8081, 8082, 8083]

        static func freeOffset() throws -> UInt16 {
            for _ in 0..<1_000 {
                let offset = UInt16.random(in: 5_000..<12_000)
                if ports.allSatisfy({ isFree($0 + offset) }) { return offset }
            }
            throw SpawnError(call: "no free ports", code: EADDRINUSE)
        }

        /// The processes that a process has started.
        static func children(of process: pid_t) -> [pid_t] {
            let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
            return tasks.flatMap { task in
                let path = "/proc/\(process)/task/\(task)/children"
                let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
                return text.split(separator: " ").compactMap { pid_t($0) }
            }
        }

        /// Whether a process is there and no zombie, whose new parent has yet to look.
        static func isRunning(_ process: pid_t) -> Bool {
            let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
            return !status.isEmpty && !status.contains("State:\tZ")
        }

        static func isFree(_ port: UInt16) -> Bool {
            LocalPort.isFree(port)
        }
    }
}
