import Foundation
import Glibc
import SystemPackage

/// A file that is being made, beside the place that it will have.
enum PartialFile {
    private static let mark = ".partial-"

    /// The name while this process makes the file.
    static func path(for path: FilePath) -> FilePath { FilePath("\(path.string)\(mark)\(getpid())") }

    /// Keeps others from taking the file for a leftover, until it is closed.
    static func hold(_ file: FileDescriptor) {
        // Where there are no such locks, the number of the process in the name still says it.
        _ = flock(file.rawValue, LOCK_EX | LOCK_NB)
    }

    /// Removes what killed processes have left of the file at `path`.
    ///
    /// A file stays whose process runs on this machine, or which is held: by a process of a machine that has the
    /// same directory, or of another container. What cannot be looked at stays as well; it is in nobody's way.
    static func removeLeftovers(of path: FilePath) {
        guard let name = path.lastComponent?.string else { return }
        let directory = path.removingLastComponent()
        let parent = directory.isEmpty ? FilePath(".") : directory
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.string)) ?? []
        for other in names where other.hasPrefix(name + mark) {
            guard let process = pid_t(other.dropFirst(name.count + mark.count)), process > 0,
                process == getpid() || !isRunning(process)
            else { continue }
            removeUnlessHeld(parent.appending(other))
        }
    }

    private static func isRunning(_ process: pid_t) -> Bool {
        // Another user's process refuses the signal, which it only does while it runs.
        kill(process, 0) == 0 || errno == EPERM
    }

    private static func removeUnlessHeld(_ path: FilePath) {
        guard
            let file = try? FileDescriptor.open(
                path,
                .readOnly,
                options: [.noFollow, .nonBlocking, .closeOnExec]
            )
        else { return }
        // Nothing was written through it, so that closing loses nothing.
        defer { try? file.close() }
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else { return }
        unlink(path.string)
    }
}
