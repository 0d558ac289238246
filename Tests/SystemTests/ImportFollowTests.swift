import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// An import that follows its last file loses nothing and adds nothing twice, whatever becomes of the file and of
    /// where the events go.
    @Suite(.timeLimit(.minutes(5))) struct ImportFollowTests {
        @Test func aFileThatGrowsIsFollowed() async throws {
            let calls = try ImportSite(rows: 3)
            let site = try PublisherSite(data: calls["journal"])
            let publisher = try await site.start()
            let process = try calls.start([
                "--follow", "--state", calls["state"], "--requests", site.requests,
            ])
            try await site.wait(untilHeadIs: 7)
            try calls.append(ImportSite.rows(3..<6), to: "calls.csv")
            try await site.wait(untilHeadIs: 14)
            process.send(SIGINT)
            #expect(try await process.exit() == .status(0), "\(process.report.value)")
            try await publisher.killNow()
        }

        @Test func whatAPublisherDidNotTakeIsTakenByTheNextStart() async throws {
            let calls = try ImportSite(rows: 3)
            let site = try PublisherSite(data: calls["journal"])
            let arguments = [
                "--follow", "--state", calls["state"], "--requests", site.requests, "--timeout", "2",
            ]
            let publisher = try await site.start()
            let process = try calls.start(arguments)
            try await site.wait(untilHeadIs: 7)
            try await publisher.killNow()
            try calls.append(ImportSite.rows(3..<6), to: "calls.csv")
            #expect(try await process.exit() == .status(69), "\(process.report.value)")
            #expect("\(process.report.value)".contains("nobody listens on \(site.requests) any more"))
            let again = try await site.start()
            let next = try calls.start(arguments)
            try await site.wait(untilHeadIs: 14)
            next.send(SIGINT)
            #expect(try await next.exit() == .status(0))
            #expect("\(next.report.value)".contains("new=7 "), "\(next.report.value)")
            try await again.killNow()
        }

        @Test func whatAFullDiskDidNotTakeIsTakenByTheNextStart() async throws {
            let calls = try ImportSite(rows: 3)
            try await SmallFileSystem.mounted(.tmpfs, megabytes: 2, in: calls.directory) { system in
                let events = system.path + "/events.ndjson"
                let arguments = ["--follow", "--state", calls["state"], "--out", events]
                let process = try calls.start(arguments)
                try await untilLineCount(events, is: 7, process)
                let ballast = system.path + "/ballast"
                try await SocketThread.run(label: "test.ballast") { try system.fill(with: ballast) }
                try calls.append(ImportSite.rows(3..<600), to: "calls.csv")
                #expect(try await process.exit() == .status(1), "\(process.report.value)")
                #expect(
                    "\(process.report.value)".contains("No space left on device"),
                    "\(process.report.value)"
                )
                try FileManager.default.removeItem(atPath: ballast)
                let next = try calls.start(arguments)
                try await untilLineCount(events, is: 1_400, next)
                next.send(SIGINT)
                #expect(try await next.exit() == .status(0), "\(next.report.value)")
                let text = try String(contentsOfFile: events, encoding: .utf8)
                let lines = text.split(separator: "\n").map(String.init)
                let ids = try lines.map { try CloudEvent.parse(Array($0.utf8))["id"].map { "\($0)" } }
                #expect(ids.count == 1_400 && Set(ids).count == 1_400)
            }
        }

        /// A log that is rotated is moved away and begun anew; one that is copied first is emptied.
        @Test func aFileThatIsReplacedOrEmptiedIsReadFromItsStart() async throws {
            let calls = try ImportSite(rows: 3)
            let site = try PublisherSite(data: calls["journal"])
            let publisher = try await site.start()
            let process = try calls.start([
                "--follow", "--state", calls["state"], "--requests", site.requests,
            ])
            try await site.wait(untilHeadIs: 7)
            #expect(rename(calls["calls.csv"], calls["calls.csv.1"]) == 0)
            try calls.write(ImportSite.header + ImportSite.rows(3..<6), to: "calls.csv")
            // Its writer has not opened the new one yet.
            try calls.append(ImportSite.rows(6..<9), to: "calls.csv.1")
            try await site.wait(untilHeadIs: 21)
            // Shorter than what was read of it.
            try calls.write(ImportSite.header + ImportSite.rows(9..<11), to: "calls.csv")
            try await site.wait(untilHeadIs: 26)
            process.send(SIGINT)
            #expect(try await process.exit() == .status(0), "\(process.report.value)")
            let notes = try calls.read("rejects").split(separator: "\n")
            #expect(notes.count == 2 && notes.allSatisfy { $0.contains("the file was replaced") }, "\(notes)")
            try await publisher.killNow()
        }

        /// The place that is kept is that of the file that was read, not of the one that has its name since.
        @Test func aFileThatIsReplacedAtTheEndIsReadFromItsStartLater() async throws {
            let calls = try ImportSite(rows: 3)
            let site = try PublisherSite(data: calls["journal"])
            let publisher = try await site.start()
            let arguments = ["--state", calls["state"], "--requests", site.requests]
            let process = try calls.start(arguments + ["--follow"])
            try await site.wait(untilHeadIs: 7)
            #expect(rename(calls["calls.csv"], calls["calls.csv.1"]) == 0)
            try calls.write(ImportSite.header + ImportSite.rows(3..<9), to: "calls.csv")
            process.send(SIGINT)
            #expect(try await process.exit() == .status(0), "\(process.report.value)")
            try await calls.run(arguments)
            #expect(try await site.status().head == 21)
            try await publisher.killNow()
        }

        @Test func whatIsHeldBackIsPublishedOnceItIsSettled() async throws {
            let calls = try ImportSite(rows: 3, more: ImportSite.closing)
            let site = try PublisherSite(data: calls["journal"])
            let publisher = try await site.start()
            let arguments = ["--follow", "--state", calls["state"], "--requests", site.requests]
            // Nobody knows that nothing more comes.
            let held = try calls.start(arguments)
            try await site.wait(untilHeadIs: 7)
            held.send(SIGINT)
            #expect(try await held.exit() == .status(0))
            #expect("\(held.report.value)".contains("held back until no record gives them anew: 1"))
            let process = try calls.start(arguments + ["--settle", "1s"])
            try await site.wait(untilHeadIs: 8)
            try calls.append(ImportSite.rows(3..<6), to: "calls.csv")
            try await site.wait(untilHeadIs: 16)
            process.send(SIGINT)
            #expect(try await process.exit() == .status(0))
            #expect(!"\(process.report.value)".contains("held back"))
            try await publisher.killNow()
        }

        /// A reader that was stopped for longer than the events settle reads what came meanwhile before it lets any go.
        @Test func whatWasAddedWhileItStoodStillCountsBeforeAnythingSettles() async throws {
            let calls = try ImportSite(rows: 3, more: ImportSite.closing)
            let site = try PublisherSite(data: calls["journal"])
            let publisher = try await site.start()
            let process = try calls.start([
                "--follow", "--state", calls["state"], "--requests", site.requests, "--settle", "3s",
            ])
            try await site.wait(untilHeadIs: 7)
            process.send(SIGSTOP)
            let stoppedAt = ContinuousClock.now
            let late = ImportSite.rows(2..<3).replacing(",E2,", with: ",E9,").replacing(
                "11:10:02",
                with: "11:59:59"
            )
            try calls.append(late, to: "calls.csv")
            try await wait(until: stoppedAt + .seconds(4))
            process.send(SIGCONT)
            try await site.wait(untilHeadIs: 10)
            process.send(SIGINT)
            #expect(try await process.exit() == .status(0))
            #expect("\(process.report.value)".contains("differing=0"), "\(process.report.value)")
            try await publisher.killNow()
        }

        /// The time itself is what is waited for.
        private func wait(until instant: ContinuousClock.Instant) async throws {
            while ContinuousClock.now < instant { await Task.yield() }
        }

        private func untilLineCount(_ path: String, is count: Int, _ process: ChildProcess) async throws {
            let deadline = ContinuousClock.now + .seconds(30)
            while true {
                let data = (try? Data(contentsOf: URL(filePath: path))) ?? Data()
                let lineCount = data.count { $0 == UInt8(ascii: "\n") }
                if lineCount == count { return }
                guard ContinuousClock.now < deadline, process.report.value.exit == nil else {
                    throw WaitedTooLong(what: "\(count) lines", limit: .seconds(30), last: "\(lineCount)")
                }
                await Task.yield()
            }
        }
    }
}
