import FileLocking

/// Held by the one agent that serves a directory; it ends with its holder, however that ended.
public struct AgentLock: Sendable {
    private let lock: FileLock
    private let directory: OutboxDirectory

    /// - Throws: ``OutboxError/locked(_:)`` when another agent has it.
    public init(_ directory: OutboxDirectory) throws(OutboxError) {
        self.directory = directory
        do throws(FileError) {
            lock = try FileLock(directory.lockPath)
        } catch {
            throw OutboxError(error, in: directory)
        }
    }

    /// Checks that another agent would find the lock.
    ///
    /// - Throws: ``OutboxError/moved(_:)`` when somebody has removed or replaced it.
    public func check() throws(OutboxError) {
        do throws(FileError) { try lock.check() } catch { throw OutboxError(error, in: directory) }
    }
}

extension OutboxError {
    /// - Parameter directory: The one whose lock could not be had.
    init(_ error: FileError, in directory: OutboxDirectory) {
        self =
            switch error {
            case .locked: .locked(directory.path)
            case .moved(let path): .moved(path)
            case .system(let errno, let call, let path): .system(errno, call: call, path: path)
            }
    }
}
