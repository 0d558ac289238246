import ArchiveStore
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// Files on a disk that cannot be written: what can be read there is read, and the rest says what to do.
    @Suite(.timeLimit(.minutes(3))) struct ReadOnlyTests {
        private static let count = 10

        /// Makes everything that can lie on such a disk, and a file system with it.
        private func mounted(_ body: (SmallFileSystem) async throws -> Void) async throws {
            let directory = try TestDirectory()
            try await SmallFileSystem.mounted(.ext4, megabytes: 64, in: directory) { system in
                let place = try await ArchivedSite(Self.count)
                try await place.archiver.killNow()
                try copy(place.data, to: system.path + "/killed")
                try FileManager.default.removeItem(atPath: system.path + "/killed/archive.sqlite-shm")
                let archiver = try ArchiverSite.start(place.data, following: place.site)
                _ = try await place.publish(Self.count..<Self.count + 1)
                try await place.until(Self.count + 1)
                for process in [archiver, place.publisher] {
                    process.send(SIGTERM)
                    #expect(try await process.exit() == .status(0), "\(process.report.value)")
                }
                try copy(place.data, to: system.path + "/stopped")
                try copy(place.site.data, to: system.path + "/journal")
                try FileManager.default.createDirectory(
                    atPath: system.path + "/single",
                    withIntermediateDirectories: true
                )
                try copy(place.file, to: system.path + "/single/archive.sqlite")
                let backup = system.path + "/backup.sqlite"
                try await expect(["archive", "backup", backup, "--archive", place.file], 0, [backup])
                let outbox = system.path + "/outbox"
                let owner = ["--source", "cp1", "--agency", "expd"]
                try await expect(["outbox", "create", outbox] + owner, 0, [])
                // Whoever is killed leaves SQLite's files behind, so that it can be read on such a disk.
                let killed = system.path + "/killed/outbox"
                let flags = ["source", "run", "--outbox", killed] + owner
                let agent = try ChildProcess(Executable.scenewire, flags)
                try await agent.report.wait(for: "an agent that serves") { report in
                    report.lines.contains { $0.contains("serves") } ? () : nil
                }
                try await agent.killNow()
                try await system.makeReadOnly()
                try await body(system)
            }
        }

        private func copy(_ source: String, to destination: String) throws {
            try FileManager.default.copyItem(atPath: source, toPath: destination)
        }

        /// Runs a command and looks at what it says, on either output.
        private func expect(_ arguments: [String], _ status: Int32, _ words: [String]) async throws {
            try await expect(ChildProcess(Executable.scenewire, arguments), status, words)
        }

        private func expect(_ process: ChildProcess, _ status: Int32, _ words: [String]) async throws {
            let exit = try await process.exit()
            #expect(exit == .status(status), "\(process.report.value)")
            let said = process.report.value.lines.joined(separator: "\n")
            for word in words { #expect(said.contains(word), "\(said.suffix(1_000))") }
        }

        /// Every command that reads an archive, with what it must say of one with records.
        private func readingCommands(_ archive: String) -> [([String], word: String)] {
            [
                (["archive", "verify", "--archive", archive], "intact, "),
                (["query", "--archive", archive, "--text", "garage"], "1 shot by"),
                (["query", "--archive", archive, "--as", "recorded"], "1 shot by"),
                (["export", "--archive", archive], #""type":"shots.fired""#),
            ]
        }

        @Test func whatIsWholeIsRead() async throws {
            try await mounted { system in
                let elsewhere = try TestDirectory()
                for archive in ["/backup.sqlite", "/stopped/archive.sqlite"].map({ system.path + $0 }) {
                    for (arguments, word) in readingCommands(archive) {
                        try await expect(arguments, 0, [word])
                    }
                    let name = "\(archive.utf8.count).sqlite"
                    try await expect(
                        ["archive", "backup", elsewhere[name], "--archive", archive],
                        0,
                        ["intact, "]
                    )
                    try await expect(
                        ["archive", "restore", archive, "--to", elsewhere["restored-" + name]],
                        0,
                        ["intact, "]
                    )
                }
                let journal = system.path + "/journal"
                try await expect(["journal", "verify", journal], 0, ["verdict      intact"])
                try await expect(["journal", "dump", journal], 0, ["shots.fired"])
            }
        }

        @Test func whatCannotBeReadThereSaysWhichFileAndThatACopyCan() async throws {
            try await mounted { system in
                let copy = "use a copy of it, with its -wal"
                for archive in ["/killed/archive.sqlite", "/single/archive.sqlite"].map({ system.path + $0 })
                {
                    for (arguments, _) in readingCommands(archive) {
                        try await expect(arguments, 77, [archive, copy])
                    }
                }
                for outbox in ["/outbox", "/killed/outbox"].map({ system.path + $0 }) {
                    for command in ["list", "status"] {
                        try await expect(["outbox", command, outbox], 77, [outbox, copy])
                    }
                }
                let place = system.path + "/x"
                try await expect(
                    ["archive", "backup", place, "--archive", system.path + "/backup.sqlite"],
                    1,
                    [place, "the disk cannot be written"]
                )
                try await expect(
                    ["export", "--archive", system.path + "/backup.sqlite", "--output", place],
                    1,
                    [place, "name a file on another disk"]
                )
                let journal = system.path + "/journal"
                try await expect(
                    ["journal", "fork", journal],
                    1,
                    [journal, "use a copy of the whole directory"]
                )
                try await expect(
                    ChildProcess(
                        Executable.publisher,
                        ["--data", journal, "--http", "127.0.0.1:0"],
                        environment: ["SCENEWIRE_LOG_FORMAT": "logfmt"]
                    ),
                    1,
                    [journal, "use a copy of the whole directory"]
                )
                for program in [Executable.archiver, Executable.metrics] {
                    let service = try ChildProcess(program, ["--data", place, "--http", "127.0.0.1:0"])
                    try await expect(service, 1, ["mkdir failed on \(place)", "the disk cannot be written"])
                }
            }
        }
    }
}
