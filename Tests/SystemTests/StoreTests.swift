import ArchiveStore
import EventBus
import Foundation
import Glibc
import SystemPackage
import Testing
import ZeroMQ

extension SystemTests {
    /// The SQLite files of an archiver and of a notifier, seen from outside their processes.
    @Suite(.timeLimit(.minutes(3))) struct StoreTests {
        private func publish(_ numbers: Range<Int>, of author: Author, to site: PublisherSite) async throws {
            let results = try await site.connected { try await $0.publish(author.parcel(numbers)) }
            #expect(results.allSatisfy { $0.receipt != nil })
        }

        private func logByteCount(_ path: String) -> Int {
            var status = stat()
            return stat(path + "-wal", &status) == 0 ? Int(status.st_size) : 0
        }

        /// Another program keeps the file open, but for the log to be removed by whoever closes it last.
        @Test func aStoppedArchiverLeavesEverythingInTheOneFile() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            try await publish(0..<10, of: Author(0), to: site)
            let archiver = try ArchiverSite.start(directory["archive"], following: site)
            try await ArchiverSite.until(10, in: directory["archive"])
            let file = ArchiverSite.file(in: directory["archive"])
            let reader = try ArchiveReader(FilePath(file))
            archiver.send(SIGTERM)
            #expect(try await archiver.exit() == .status(0), "\(archiver.report.value)")
            #expect(logByteCount(file) == 0)
            let copy = directory["copy.sqlite"]
            try FileManager.default.copyItem(atPath: file, toPath: copy)
            let report = try await SocketThread.run(label: "test.archive") {
                try ArchiveReader(FilePath(copy)).verify()
            }
            #expect(report.recordCount == 10 && report.isIntact)
            withExtendedLifetime(reader) {}
            try await publisher.killNow()
        }

        @Test func aStoppedNotifierLeavesEverythingInTheOneFile() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let receiver = try await WebhookReceiver(["200"], in: directory)
            let place = try NotifierSite(
                directory,
                following: site,
                rules: NotifierSite.shotsRule,
                destinations: receiver.destination("drill")
            )
            let notifier = try await place.start()
            try await publish(0..<1, of: Author(0), to: site)
            try await receiver.wait(for: "a delivery") { $0.isEmpty ? nil : true }
            let holder = try ChildProcess(
                Executable.python,
                [
                    "-c",
                    "import sqlite3, signal, sys; c = sqlite3.connect(sys.argv[1]); "
                        + "c.execute('SELECT count(*) FROM alerts').fetchall(); print('open now', flush=True); "
                        + "signal.pause()", place.data + "/alerts.sqlite",
                ]
            )
            _ = try await holder.report.wait(for: "another reader") { $0.values["open"] }
            notifier.send(SIGTERM)
            #expect(try await notifier.exit() == .status(0), "\(notifier.report.value)")
            #expect(logByteCount(place.data + "/alerts.sqlite") == 0)
            for process in [holder, publisher] { try await process.killNow() }
        }

        /// Longer than the ten seconds after which a call would once have given up.
        @Test func anArchiverWaitsForAnotherProgramAndGoesOn() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let author = try Author(0)
            let publisher = try await site.start()
            try await publish(0..<1, of: author, to: site)
            let archiver = try ArchiverSite.start(directory["archive"], following: site)
            try await ArchiverSite.until(1, in: directory["archive"])
            let holder = try await hold(ArchiverSite.file(in: directory["archive"]))
            try await publish(1..<2, of: author, to: site)
            try await untilHeld(by: archiver)
            try await holder.killNow()
            try await ArchiverSite.until(2, in: directory["archive"])
            _ = try await archiver.report.wait(for: "the end of the wait") { report in
                report.lines.contains { $0.contains("The file is free again") } ? true : nil
            }
            // While somebody holds it, a stop does not wait for the end of that.
            let again = try await hold(ArchiverSite.file(in: directory["archive"]))
            try await publish(2..<3, of: author, to: site)
            try await untilHeld(by: archiver)
            archiver.send(SIGTERM)
            #expect(try await archiver.exit(limit: .seconds(10)) == .status(69), "\(archiver.report.value)")
            for process in [again, publisher] { try await process.killNow() }
        }

        @Test func aNotifierWaitsForAnotherProgramAndGoesOn() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let receiver = try await WebhookReceiver(["200"], in: directory)
            let place = try NotifierSite(
                directory,
                following: site,
                rules: NotifierSite.shotsRule,
                destinations: receiver.destination("drill")
            )
            let notifier = try await place.start()
            let holder = try await hold(place.data + "/alerts.sqlite")
            try await publish(0..<1, of: Author(0), to: site)
            try await untilHeld(by: notifier)
            #expect(receiver.requests.isEmpty)
            try await holder.killNow()
            try await receiver.wait(for: "a delivery") { $0.isEmpty ? nil : true }
            for process in [notifier, publisher] { try await process.killNow() }
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
