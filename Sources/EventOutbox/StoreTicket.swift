import EventSchema
import Synchronization

/// Events that somebody hands over together, and what became of them.
///
/// Tickets that wait while a commit runs share the next one.
final class StoreTicket: Sendable {
    let events: [ValidEvent]
    let time: Timestamp
    private let outcome = Mutex<Result<[StoreResult], OutboxError>?>(nil)

    init(_ events: [ValidEvent], at time: Timestamp) {
        self.events = events
        self.time = time
    }

    /// `nil` while the events wait.
    var result: Result<[StoreResult], OutboxError>? { outcome.withLock { $0 } }

    func settle(_ result: Result<[StoreResult], OutboxError>) {
        outcome.withLock { $0 = result }
    }
}

/// Stores the events of tickets, within a transaction of the caller's.
struct Storekeeper {
    let table: EntryTable
    let source: String
    let limits: OutboxLimits
    private var numbering: EntryTable.Numbering
    private var entryCount: Int
    private var byteCount: Int

    init(_ table: EntryTable, source: String, limits: OutboxLimits) throws {
        self.table = table
        self.source = source
        self.limits = limits
        numbering = try table.numbering()
        let tally = try table.tally(countingArchived: false)
        let held: [OutboxState] = [.queued, .refused, .dropped]
        entryCount = held.reduce(0) { $0 + tally[$1] }
        byteCount = held.reduce(0) { $0 + (tally.byteCounts[$1] ?? 0) }
    }

    /// Stores what is new of a ticket's events, in their order.
    mutating func store(_ ticket: StoreTicket) throws -> [StoreResult] {
        let before = numbering
        var results: [StoreResult] = []
        results.reserveCapacity(ticket.events.count)
        for event in ticket.events { results.append(try store(event, at: ticket.time)) }
        if numbering != before { try table.set(numbering) }
        return results
    }

    private mutating func store(_ event: ValidEvent, at time: Timestamp) throws -> StoreResult {
        let isOpen: Bool
        switch SourceNumbering.isOpen(event, of: source) {
        case .success(let found): isOpen = found
        case .failure(let problem): return .refused(problem.refusal)
        }
        if let known = try table.find(event.outline.id) {
            guard try isSame(event, as: known, isOpen: isOpen) else {
                return .refused(Self.conflict(event.outline.id, with: known))
            }
            return .known(position: known.position, known.state)
        }
        guard isOpen || event.source != source else {
            return .refused(SourceNumberingProblem.given(source: source).refusal)
        }
        guard entryCount < limits.entryCountMax, byteCount + event.bytes.count <= limits.byteCountMax else {
            return .refused(full)
        }
        var stored = event
        if isOpen {
            if numbering.last == 0 { EpochSecond.waitForEnd(of: numbering.epoch) }
            stored = try event.numbered(epoch: numbering.epoch, sequence: numbering.last + 1)
            numbering.last += 1
        }
        let position = try table.insert(stored, isNumberedHere: isOpen, at: time)
        entryCount += 1
        byteCount += stored.bytes.count
        return .queued(position: position)
    }

    /// An event that is handed over again has open numbers again, and there is given those of its entry.
    private func isSame(_ event: ValidEvent, as known: EntryTable.Known, isOpen: Bool) throws -> Bool {
        guard isOpen else { return event.bytes == known.event }
        guard let numbers = known.numbers else { return false }
        return try event.numbered(epoch: numbers.epoch, sequence: numbers.sequence).bytes == known.event
    }

    private static func conflict(_ id: EventID, with known: EntryTable.Known) -> OutboxRefusal {
        OutboxRefusal(
            reason: "conflict",
            field: "/id",
            detail: "id \(id) is entry \(known.position) with other bytes; an event never changes"
        )
    }

    private var full: OutboxRefusal {
        OutboxRefusal(
            reason: "full",
            field: "",
            detail: "the outbox is full: \(entryCount) entries of \(byteCount) bytes wait, were refused or "
                + "dropped; allowed are \(limits.entryCountMax) of \(limits.byteCountMax) bytes"
        )
    }
}
