import ArchiveStore
import ArgumentParser
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// `scenewire archive`: what can be done with an archive's file, also while an archiver runs.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Back up, restore or check an archive.",
        discussion: """
            Examples:
              scenewire archive verify --archive /var/lib/scenewire/archive.sqlite
              scenewire archive backup /mnt/backup/monday.sqlite
              scenewire archive restore /mnt/backup/monday.sqlite --to /var/lib/scenewire/archive.sqlite
            """,
        subcommands: [ArchiveVerifyCommand.self, ArchiveBackupCommand.self, ArchiveRestoreCommand.self]
    )

    /// Adds to what stands in the way of a file how it is made all the same.
    static func sayingHow(_ body: () async throws -> ArchiveReport) async throws -> ArchiveReport {
        do {
            return try await body()
        } catch ArchiveError.exists(let path) {
            throw CommandFailure("\(path) exists already; --force replaces it", .failure)
        }
    }

    /// Says what an intact archive holds.
    static func say(_ report: ArchiveReport, _ path: FilePath) async throws {
        var lines = ["\(path): intact, \(report.recordCount) records, \(report.gapCount) gaps"]
        lines += report.cursors.map { "stream \($0.stream) up to record \($0.sequence)" }
        if report.logByteCount > 0 {
            lines.append(
                "\(path)-wal holds \(report.logByteCount) bytes of it: without that file it is not whole"
            )
        }
        try await TextOutput.standardOutput.write(lines.joined(separator: "\n") + "\n")
    }
}

/// `scenewire archive verify`: reads everything and says what is wrong.
struct ArchiveVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that an archive is what was written.",
        discussion: """
            Reads every record and compares it with its checksum, and every stream's last record with its \
            cursor; an archiver may run meanwhile. What stands in the file's -wal belongs to it, and is said.

            Example:
              scenewire archive verify --archive /var/lib/scenewire/archive.sqlite

            Exit codes: 0 intact, 1 it could not be read, 2 wrong usage, 3 no archive there, 4 damaged.
            """
    )

    @OptionGroup var archive: ArchiveOptions

    func run() async throws {
        let archive = archive
        let (report, path) = try await SocketThread.run(label: "scenewire.verify") {
            let reader = try archive.reader()
            return (try reader.verify(), reader.path)
        }
        guard report.isIntact else {
            let problems = report.problems.map { TerminalText.safe($0) + "\n" }.joined()
            try await TextOutput.standardOutput.write(problems)
            throw CommandFailure("\(path) is damaged", .integrity)
        }
        try await ArchiveCommand.say(report, path)
    }
}

/// `scenewire archive backup`: a checked copy.
struct ArchiveBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Make a checked copy of an archive.",
        discussion: """
            The copy gets its name only once it was read back whole and is on stable storage; only its owner can \
            read it. Until then it is DEST.partial-PID, which the next backup to DEST names and removes if the \
            command was killed. An archiver may run meanwhile. What another process writes is not replaced.

            Example:
              scenewire archive backup /mnt/backup/monday.sqlite

            Exit codes: 0 made, 1 it could not be made, 2 wrong usage, 3 no archive there, 4 damaged, 69 another \
            process writes the file that would be replaced.
            """
    )

    @Argument(help: ArgumentHelp("The file to make.", valueName: "dest"))
    var destination: String

    @OptionGroup var archive: ArchiveOptions

    @Flag(help: "Replace the file if it exists.")
    var force = false

    func run() async throws {
        let (archive, path, force) = (archive, FilePath(destination), force)
        let report = try await ArchiveCommand.sayingHow {
            try await SocketThread.run(label: "scenewire.backup") {
                try archive.reader().backUp(to: path, replacing: force, leftover: TextOutput.sayRemoved)
            }
        }
        try await ArchiveCommand.say(report, path)
    }
}

/// `scenewire archive restore`: puts a checked backup in its place.
struct ArchiveRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup, once it is checked, where an archiver looks for its archive.",
        discussion: """
            The archiver must be stopped; when it is started again it fetches what came after the backup.

            Example:
              scenewire archive restore /mnt/backup/monday.sqlite --to /var/lib/scenewire/archive.sqlite

            Exit codes: 0 restored, 1 failed or something is there already, 2 wrong usage, 3 no backup \
            there, 4 the backup is damaged, 69 an archiver runs on the file.
            """
    )

    @Argument(help: ArgumentHelp("The backup.", valueName: "backup"))
    var backup: String

    @Option(help: ArgumentHelp("The archive's file.", valueName: "file"))
    var to: String

    @Flag(help: "Replace the archive that is there.")
    var force = false

    func run() async throws {
        let (backup, path, force) = (FilePath(backup), FilePath(to), force)
        let report = try await ArchiveCommand.sayingHow {
            try await SocketThread.run(label: "scenewire.restore") {
                try ArchiveReader(backup).restore(to: path, replacing: force, leftover: TextOutput.sayRemoved)
            }
        }
        try await ArchiveCommand.say(report, path)
    }
}
