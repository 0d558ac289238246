import Synchronization

/// The open HTTP connections of a process. When there are too many, the one that has been idle for longest is
/// closed, so that a crowd that says nothing does not keep those out who ask, such as a supervisor.
///
/// Any thread may call it.
final class ConnectionTable: Sendable {
    private struct Entry {
        let close: @Sendable () -> Void
        /// When it became idle, as a number that rises; `nil` while a request is under way.
        var idleSince: UInt64?
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var lastNumber: UInt64 = 0
    }

    private let countMax: Int
    private let state = Mutex(State())

    init(countMax: Int) {
        self.countMax = countMax
    }

    /// Adds a new connection, which is idle, and closes another one if there are too many: this one itself when
    /// all others are busy.
    ///
    /// - Parameter close: Called once at most, from any thread; it must not block.
    func add(_ id: ObjectIdentifier, close: @escaping @Sendable () -> Void) {
        let excess = state.withLock { state in
            state.lastNumber += 1
            state.entries[id] = Entry(close: close, idleSince: state.lastNumber)
            guard state.entries.count > countMax else { return nil as Entry? }
            let idle = state.entries.filter { $0.value.idleSince != nil }
            let oldest = idle.min { $0.value.idleSince ?? 0 < $1.value.idleSince ?? 0 }
            return oldest.flatMap { state.entries.removeValue(forKey: $0.key) }
        }
        excess?.close()
    }

    /// Notes whether a request is under way on a connection.
    func set(_ id: ObjectIdentifier, isBusy: Bool) {
        state.withLock { state in
            state.lastNumber += 1
            state.entries[id]?.idleSince = isBusy ? nil : state.lastNumber
        }
    }

    /// Forgets a connection that was closed.
    func remove(_ id: ObjectIdentifier) {
        state.withLock { _ = $0.entries.removeValue(forKey: id) }
    }
}
