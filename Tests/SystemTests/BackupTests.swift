import ArchiveStore
import EventSchema
import Foundation
import Glibc
import SystemPackage
import Testing
import ZeroMQ

extension SystemTests {
    /// A backup that is killed leaves nothing that could be taken for one.
    @Suite(.timeLimit(.minutes(3))) struct BackupTests {
        /// Enough that copying and checking them takes a while.
        private static let recordCount = 20_000
        private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)

        private func makeArchive(_ path: String) async throws {
            let author = try Author(0)
            var bytes: [UInt8] = []
            for number in 0..<Self.recordCount {
                RecordWriter(stream: Self.stream, epoch: 1).append(
                    event: author.event(number).span.bytes,
                    sequence: SequenceNumber(UInt64(number + 1)),
                    publishedAt: .now,
                    salt: (1, UInt64(number)),
                    to: &bytes
                )
            }
            let batch = try RecordBatch(verifying: bytes)
            let archive = try Archive(FilePath(path))
            _ = try await archive.store([batch], of: Self.stream, receivedAt: .now)
            try archive.close()
        }

        private func names(_ directory: TestDirectory) throws -> [String] {
            // A restore takes the archiver's lock, whose file stays.
            try FileManager.default.contentsOfDirectory(atPath: directory["backups"])
                .filter { $0 != "x.sqlite.lock" }.sorted()
        }

        /// Stops a backup in its middle, looks at its files, and kills it.
        private func killBackup(_ arguments: [String], _ directory: TestDirectory) async throws {
            let backup = try ChildProcess(Executable.scenewire, arguments)
            let partial = "x.sqlite.partial-\(backup.processID)"
            try await SocketThread.run(label: "test.backup") {
                while try !names(directory).contains(partial), backup.report.value.exit == nil {}
                backup.send(SIGSTOP)
            }
            #expect(backup.report.value.exit == nil, "it was too fast: \(backup.report.value)")
            let found = try names(directory)
            #expect(found.contains(partial))
            #expect(found.allSatisfy { $0.hasPrefix(partial) }, "\(found)")
            for name in found {
                var status = stat()
                #expect(stat(directory["backups"] + "/" + name, &status) == 0)
                #expect(status.st_mode & 0o777 == 0o600, "\(name)")
            }
            try await backup.killNow()
            #expect(try names(directory).contains(partial))
        }

        @Test(arguments: ["backup", "restore"])
        func whatAKilledCopyLeftIsNamedAndRemovedByTheNext(_ command: String) async throws {
            let directory = try TestDirectory()
            try FileManager.default.createDirectory(
                atPath: directory["backups"],
                withIntermediateDirectories: true
            )
            let (archive, place) = (directory["archive.sqlite"], directory["backups"] + "/x.sqlite")
            try await makeArchive(archive)
            let arguments =
                ["archive", command]
                + (command == "backup" ? [place, "--archive", archive] : [archive, "--to", place])
            try await killBackup(arguments, directory)
            let next = try ChildProcess(Executable.scenewire, arguments)
            #expect(try await next.exit() == .status(0), "\(next.report.value)")
            let said = next.report.value.lines
            #expect(said.contains { $0.contains("removed") && $0.contains("x.sqlite.partial-") }, "\(said)")
            #expect(try names(directory) == ["x.sqlite"])
        }
    }
}
