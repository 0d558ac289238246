import EventSchema
import HeapModule

/// When the clocks of all scopes run out, and which is next.
struct DueTimes: Sendable {
    /// One scope, and when it was to be looked at when it was put into a queue.
    struct Entry: Comparable, Sendable {
        let due: Timestamp
        let scope: Scope

        static func < (left: Entry, right: Entry) -> Bool {
            (left.due, left.scope) < (right.due, right.scope)
        }
    }

    private var dues: [Scope: Timestamp] = [:]
    private var queues: [StreamID: DueQueue] = [:]
    /// What a stream has reached and another one that is still being read holds back.
    private var held = DueQueue()

    /// When a scope is due; `nil` when nothing of it runs.
    subscript(scope: Scope) -> Timestamp? { dues[scope] }

    mutating func cancel(_ scope: Scope) { dues[scope] = nil }

    /// - Parameter isReached: A stream has reached the time.
    mutating func schedule(
        _ scope: Scope,
        at due: Timestamp,
        on streams: some Sequence<StreamID>,
        isReached: Bool
    ) {
        dues[scope] = due
        let entry = Entry(due: due, scope: scope)
        for stream in streams { queues[stream, default: DueQueue()].insert(entry) }
        if isReached { held.insert(entry) }
    }

    /// Puts aside what cannot be decided yet.
    mutating func hold(_ entry: Entry) { held.insert(entry) }

    /// Takes the next one from the queues.
    ///
    /// - Parameters:
    ///   - clock: How far the stream is.
    ///   - readThrough: How far all streams have been read; `nil` when none is still being read.
    mutating func takeNext(on stream: StreamID, until clock: Timestamp, readThrough: Timestamp?) -> Entry? {
        let own = queues[stream]?.next(until: clock, by: dues)
        let waiting = held.isEmpty ? nil : held.next(until: readThrough, by: dues)
        // Nothing is due at the very most records.
        guard let next = min(own, waiting) else { return nil }
        if next == own { queues[stream]?.removeNext() }
        if next == waiting { held.removeNext() }
        return next
    }

    private func min(_ own: Entry?, _ waiting: Entry?) -> Entry? {
        guard let own, let waiting else { return own ?? waiting }
        return waiting < own ? waiting : own
    }
}

/// Scopes in the order in which they are due.
///
/// A clock that is put off, as each event puts off the one that waits for the next, leaves its entry where it is
/// until that comes up: a queue has about one entry for each scope.
struct DueQueue: Sendable {
    private var entries = Heap<DueTimes.Entry>()
    /// Of each scope the earliest entry; any other is passed over.
    private var earliest: [Scope: Timestamp] = [:]

    var isEmpty: Bool { entries.isEmpty }

    mutating func insert(_ entry: DueTimes.Entry) {
        if let known = earliest[entry.scope], known <= entry.due { return }
        earliest[entry.scope] = entry.due
        entries.insert(entry)
    }

    /// The first one that is due until a time, or at all.
    ///
    /// - Parameter dues: When the scopes are due by now.
    mutating func next(until time: Timestamp?, by dues: [Scope: Timestamp]) -> DueTimes.Entry? {
        while let entry = entries.min {
            if let time, entry.due > time { return nil }
            let due = dues[entry.scope]
            if earliest[entry.scope] == entry.due, due == entry.due { return entry }
            removeNext()
            if let due, due > entry.due { insert(DueTimes.Entry(due: due, scope: entry.scope)) }
        }
        return nil
    }

    mutating func removeNext() {
        guard let entry = entries.popMin(), earliest[entry.scope] == entry.due else { return }
        earliest[entry.scope] = nil
    }
}
