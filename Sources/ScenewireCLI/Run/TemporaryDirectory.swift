import Foundation
import Glibc
import SystemPackage
import ZeroMQ

/// A new directory for what nobody needs later, which only this user may read.
struct TemporaryDirectory: Sendable {
    let path: FilePath

    /// Makes it below `TMPDIR`, or `/tmp`.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be made.
    init(prefix: String) throws(CommandFailure) {
        let base = Environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        let template = FilePath(base).appending("\(prefix)-XXXXXX")
        var name = Array(template.string.utf8CString)
        guard mkdtemp(&name) != nil else {
            let errno = Errno(rawValue: errno)
            throw CommandFailure(
                "no directory can be made in \(base): \(errno); name another place with TMPDIR",
                CommandFailure.processExit(for: errno)
            )
        }
        path = FilePath(platformString: name)
    }

    /// Removes it with everything in it, on a thread of its own.
    ///
    /// - Throws: ``CommandFailure`` when something is left.
    func remove() async throws {
        try await SocketThread.run(label: "scenewire.remove") {
            // Somebody else may have removed it.
            guard LocalFile.exists(path) else { return }
            do {
                try FileManager.default.removeItem(atPath: path.string)
            } catch {
                throw CommandFailure(
                    "\(path) cannot be removed: \(error.localizedDescription)",
                    .failure
                )
            }
        }
    }
}
