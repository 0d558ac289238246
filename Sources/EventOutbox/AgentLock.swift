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
            if case .locked = error { throw .locked(directory.path) }
            throw OutboxError(error, path: directory.lockPath)
        }
    }

    /// Checks that another agent would find the lock.
    ///
    /// - Throws: ``OutboxError/store(_:)`` with `StoreError.moved` when somebody has removed or replaced it.
    public func check() throws(OutboxError) {
        do throws(FileError) { try lock.check() } catch { throw OutboxError(error, path: directory.lockPath) }
    }
}
