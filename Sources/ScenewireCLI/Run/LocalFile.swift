import Glibc
import SystemPackage

/// Files and programs of this machine.
enum LocalFile {
    /// Whether there is something under this name.
    static func exists(_ path: FilePath) -> Bool { access(path.string, F_OK) == 0 }

    /// - Throws: ``CommandFailure`` when there is nothing under this name.
    static func require(_ path: FilePath, as kind: String) throws(CommandFailure) {
        guard exists(path) else { throw CommandFailure("there is no \(kind) \(path)", .notFound) }
    }

    /// The directory of the running program, where the services' programs lie as well.
    static var programDirectory: FilePath {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        return FilePath(String(decoding: bytes, as: UTF8.self)).removingLastComponent()
    }

    /// Where the files are that come with installed programs, under the names that they have in the sources.
    ///
    /// - Parameter programs: The programs' directory, `/usr/local/bin` for `/usr/local/share/scenewire`.
    static func shared(_ programs: FilePath) -> FilePath {
        programs.removingLastComponent().appending("share/scenewire")
    }
}
