import ArchiveStore
import Foundation
import Glibc
import SystemPackage
import Testing
import ZeroMQ

extension SystemTests {
    /// The SQLite files of an archiver and of a notifier, seen from outside their processes.
    @Suite(.timeLimit(.minutes(3))) struct StoreTests {
        private func logByteCount(_ path: String) -> Int {
            var status = stat()
            return stat(path + "-wal", &status) == 0 ? Int(status.st_size) : 0
        }

        /// Another program keeps the file open, but for the log to be removed by whoever closes it last.
        @Test func aStoppedArchiverLeavesEverythingInTheOneFile() async throws {
            let place = try await ArchivedSite(10)
            let file = place.file
            let reader = try ArchiveReader(FilePath(file))
            place.archiver.send(SIGTERM)
            #expect(try await place.archiver.exit() == .status(0), "\(place.archiver.report.value)")
            #expect(logByteCount(file) == 0)
            let copy = place.directory["copy.sqlite"]
            try FileManager.default.copyItem(atPath: file, toPath: copy)
            let report = try await SocketThread.run(label: "test.archive") {
                try ArchiveReader(FilePath(copy)).verify()
            }
            #expect(report.recordCount == 10 && report.isIntact)
            withExtendedLifetime(reader) {}
            try await place.publisher.killNow()
        }

        @Test func aStoppedNotifierLeavesEverythingInTheOneFile() async throws {
            let place = try await NotifiedSite()
            _ = try await place.publish(0..<1)
            try await place.receiver.wait(for: "a delivery") { $0.isEmpty ? nil : true }
            let holder = try ChildProcess(
                Executable.python,
                [
                    "-c",
                    "import sqlite3, signal, sys; c = sqlite3.connect(sys.argv[1]); "
                        + "c.execute('SELECT count(*) FROM alerts').fetchall(); print('open now', flush=True); "
                        + "signal.pause()", place.file,
                ]
            )
            _ = try await holder.report.wait(for: "another reader") { $0.values["open"] }
            place.notifier.send(SIGTERM)
            #expect(try await place.notifier.exit() == .status(0), "\(place.notifier.report.value)")
            #expect(logByteCount(place.file) == 0)
            for process in [holder, place.publisher] { try await process.killNow() }
        }

        /// Longer than the ten seconds after which a call would once have given up.
        @Test func anArchiverWaitsForAnotherProgramAndGoesOn() async throws {
            let place = try await ArchivedSite(1)
            let holder = try await hold(place.file)
            _ = try await place.publish(1..<2)
            try await untilHeld(by: place.archiver)
            try await holder.killNow()
            try await place.until(2)
            _ = try await place.archiver.report.wait(for: "the end of the wait") { report in
                report.lines.contains { $0.contains("The file is free again") } ? true : nil
            }
            // While somebody holds it, a stop does not wait for the end of that.
            let again = try await hold(place.file)
            _ = try await place.publish(2..<3)
            try await untilHeld(by: place.archiver)
            place.archiver.send(SIGTERM)
            let exit = try await place.archiver.exit(limit: .seconds(10))
            #expect(exit == .status(69), "\(place.archiver.report.value)")
            for process in [again, place.publisher] { try await process.killNow() }
        }

        @Test func aNotifierWaitsForAnotherProgramAndGoesOn() async throws {
            let place = try await NotifiedSite()
            let holder = try await hold(place.file)
            _ = try await place.publish(0..<1)
            try await untilHeld(by: place.notifier)
            #expect(place.receiver.requests.isEmpty)
            try await holder.killNow()
            try await place.receiver.wait(for: "a delivery") { $0.isEmpty ? nil : true }
            for process in [place.notifier, place.publisher] { try await process.killNow() }
        }

        private func hold(_ file: String) async throws -> ChildProcess {
            let script = Executable.repository + "/Tests/Tools/hold_database.py"
            let holder = try ChildProcess(Executable.python, [script, file])
            _ = try await holder.report.wait(for: "another program's lock") { $0.values["holding"] }
            return holder
        }

        /// It is said again every ten seconds.
        private func untilHeld(by process: ChildProcess) async throws {
            let said = { @Sendable (report: ChildProcess.Report) in
                report.lines.count { $0.contains("Another program holds the file") }
            }
            let before = said(process.report.value)
            _ = try await process.report.wait(for: "two warnings") { report in
                report.exit != nil || said(report) >= before + 2 ? true : nil
            }
            #expect(process.report.value.exit == nil, "\(process.report.value)")
        }
    }
}
