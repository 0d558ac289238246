import ArchiveStore
import ArgumentParser
import Glibc
import SystemPackage

/// The flag that says which archive is read.
struct ArchiveOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The archive's file, or its directory (default: SCENEWIRE_ARCHIVE, else ./\(Archive.fileName)).",
            valueName: "file"
        )
    )
    var archive: String?

    @OptionGroup var profile: ProfileOption

    /// Opens it for reading.
    func reader() throws -> ArchiveReader {
        let named = FilePath(archive ?? Environment["SCENEWIRE_ARCHIVE"] ?? Archive.fileName)
        let path = Self.isDirectory(named) ? named.appending(Archive.fileName) : named
        do {
            return try ArchiveReader(path)
        } catch {
            guard case .absent = error else { throw error }
            throw CommandFailure("\(error); --archive FILE, or SCENEWIRE_ARCHIVE, names another", .notFound)
        }
    }

    private static func isDirectory(_ path: FilePath) -> Bool {
        var status = stat()
        return stat(path.string, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
