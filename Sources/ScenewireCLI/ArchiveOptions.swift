import ArchiveStore
import ArgumentParser
import SystemPackage

/// The flag that says which archive is read.
struct ArchiveOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The archive's file (default: SCENEWIRE_ARCHIVE, else ./\(Archive.fileName)).",
            valueName: "file"
        )
    )
    var archive: String?

    /// Opens it for reading.
    func reader() throws(ArchiveError) -> ArchiveReader {
        try ArchiveReader(FilePath(archive ?? Environment["SCENEWIRE_ARCHIVE"] ?? Archive.fileName))
    }
}
