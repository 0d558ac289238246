import ArchiveStore
import ArgumentParser
import EventSchema
import SystemPackage
import ZeroMQ

/// `scenewire export`: everything in an archive as CloudEvents.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write an archive's records as NDJSON.",
        discussion: """
            Every record, stream after stream in its order, as `scenewire tail --format json` writes it; \
            `scenewire play` and `scenewire publish` read such lines again. A file has its name only once \
            it is whole; until then it is FILE.partial-PID, which the next export of FILE removes if the command was \
            killed.

            Examples:
              scenewire export --archive /var/lib/scenewire/archive.sqlite > all.ndjson
              scenewire export --incident 2025-0520-001 --output incident.ndjson

            Exit codes: 0 written, 1 it could not be read or written, 2 wrong usage, 3 no archive there, \
            or no such incident in it, 4 damaged, 77 not permitted.
            """
    )

    @OptionGroup var archive: ArchiveOptions

    @Option(help: "Only this incident's records.")
    var incident: String?

    @Option(
        help: ArgumentHelp(
            "The file to make; it must not exist. - is standard output, which is the default.",
            valueName: "file"
        )
    )
    var output: String?

    func run() async throws {
        let (archive, incident, path) = (
            archive, incident, output == "-" ? nil : output.map { FilePath($0) }
        )
        try await SocketThread.run(label: "scenewire.export") {
            let reader = try archive.reader()
            try ArchivedNames.require(incident: incident, in: reader)
            func write(to output: FileOutput) throws {
                try reader.forEachRecord(about: incident) { header, record in
                    var line = JSONValue.object(RecordDocument.document(of: header, record)).text
                    line.append(UInt8(ascii: "\n"))
                    try output.write(line)
                }
            }
            guard let path else {
                try write(to: FileOutput(FileDescriptor.standardOutput))
                return
            }
            try WholeFile.make(path, leftover: TextOutput.sayRemoved, write)
        }
    }
}
