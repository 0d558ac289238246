import DequeModule
import Synchronization
import ZeroMQ

/// Asks a publisher, from any task.
///
/// Every request may be asked twice without harm: publishing is recognised by the event's id, and the
/// others change nothing. So a silent connection is replaced and all that was under way is asked again,
/// until the asker's time is up.
package final class RequestClient: Sendable {
    private struct Ask {
        let frames: [[UInt8]]
        let deadline: ContinuousClock.Instant
        let patience: Duration
        let continuation: CheckedContinuation<(BusReply, [UInt8]), any Error>

        /// About the memory that it takes while it waits.
        var memoryByteCount: Int { frames.reduce(Self.overheadByteCount) { $0 + $1.count } }

        private static let overheadByteCount = 512
    }

    private struct Waiting {
        var asks: Deque<(id: UInt64, ask: Ask)> = []
        var byteCount = 0
        /// No ask's time is up before; one that was sent since may leave it too early.
        var earliestDeadline: ContinuousClock.Instant?
        var nextID: UInt64 = 1
        var isClosed = false

        mutating func append(_ id: UInt64, _ ask: Ask) {
            asks.append((id, ask))
            byteCount += ask.memoryByteCount
            earliestDeadline = min(earliestDeadline ?? ask.deadline, ask.deadline)
        }

        mutating func putBack(_ first: [(id: UInt64, ask: Ask)]) {
            asks.prepend(contentsOf: first)
            byteCount += first.reduce(0) { $0 + $1.ask.memoryByteCount }
            earliestDeadline = asks.lazy.map(\.ask.deadline).min()
        }

        mutating func removeFirst() {
            byteCount -= asks.removeFirst().ask.memoryByteCount
        }

        /// Takes out those whose time is up; looks at all only when there may be one.
        mutating func removeExpired(at now: ContinuousClock.Instant) -> [Ask] {
            guard let earliestDeadline, earliestDeadline <= now else { return [] }
            let expired = asks.filter { $0.ask.deadline <= now }.map(\.ask)
            asks.removeAll { $0.ask.deadline <= now }
            byteCount -= expired.reduce(0) { $0 + $1.memoryByteCount }
            self.earliestDeadline = asks.lazy.map(\.ask.deadline).min()
            return expired
        }
    }

    private let endpoint: String
    private let wakeUp: WakeUp
    private let waiting = Mutex(Waiting())
    private let sent = Atomic(false)
    private let heard = Atomic(false)

    /// Whether any request was ever handed to a connection, so that it may have been carried out.
    package var hasSent: Bool { sent.load(ordering: .relaxed) }
    /// Whether anything was ever answered.
    package var hasHeard: Bool { heard.load(ordering: .relaxed) }

    /// - Parameter endpoint: The publisher's request socket.
    /// - Throws: ``ZeroMQError`` when the process has no file handle left.
    package init(endpoint: String) throws(ZeroMQError) {
        self.endpoint = endpoint
        wakeUp = try WakeUp()
    }

    /// Carries requests until ``close()``.
    package func run() async throws {
        try await SocketThread.run(label: "scenewire.client") { [self] in
            let failure: any Error
            do {
                try carryRequests()
                failure = BusError.closed
            } catch {
                failure = error
            }
            let asks = waiting.withLock { waiting in
                waiting.isClosed = true
                defer { waiting.asks = [] }
                return waiting.asks
            }
            for (_, ask) in asks { ask.continuation.resume(throwing: failure) }
            if !(failure is BusError) { throw failure }
        }
    }

    /// Asks and waits for the answer.
    ///
    /// - Parameter timeout: For everything: queueing, the way, attempts to connect.
    /// - Throws: ``BusError``.
    package func ask(
        _ body: BusRequest.OneOf_Body,
        payload: [UInt8]? = nil,
        timeout: Duration
    ) async throws -> (BusReply.OneOf_Body, payload: [UInt8]) {
        let (reply, payload) = try await withCheckedThrowingContinuation { continuation in
            let refusal: BusError? = waiting.withLock { waiting in
                if waiting.isClosed { return .closed }
                if waiting.byteCount >= BusLimits.requestsWaitingByteCountMax { return .tooManyWaiting }
                let frames = RequestConnection.frames(id: waiting.nextID, body: body, payload: payload)
                let ask = Ask(
                    frames: frames,
                    deadline: .now + timeout,
                    patience: timeout,
                    continuation: continuation
                )
                waiting.append(waiting.nextID, ask)
                waiting.nextID += 1
                return nil
            }
            if let refusal { continuation.resume(throwing: refusal) } else { wakeUp.ring() }
        }
        guard reply.version == BusLimits.protocolVersion else {
            throw BusError.refused(
                "\(endpoint) answers in version \(reply.version); known is \(BusLimits.protocolVersion)"
            )
        }
        switch reply.body {
        case .refusal(let refusal) where refusal.fault == .overloaded:
            throw BusError.overloaded(refusal.detail)
        case .refusal(let refusal): throw BusError.refused(refusal.detail)
        case .some(let body): return (body, payload)
        case nil: throw BusError.unexpectedReply(endpoint: endpoint)
        }
    }

    /// Ends ``run()``; what is under way fails with ``BusError/closed``. Any thread may call it.
    package func close() {
        waiting.withLock { $0.isClosed = true }
        wakeUp.ring()
    }

    private func carryRequests() throws(ZeroMQError) {
        var connection = try RequestConnection(endpoint: endpoint)
        var inFlight: [UInt64: (ask: Ask, sentAt: ContinuousClock.Instant)] = [:]
        defer {
            for (ask, _) in inFlight.values { ask.continuation.resume(throwing: BusError.closed) }
        }
        var stuckSince: ContinuousClock.Instant?
        var replyTimeout = BusLimits.replyTimeout.lowerBound
        while !waiting.withLock(\.isClosed) {
            let hasUnsent = try sendWaiting(on: connection, &inFlight)
            // With nothing under way, unsent means that there is no connection.
            stuckSince = hasUnsent && inFlight.isEmpty ? stuckSince ?? .now : nil
            let isSending = hasUnsent && inFlight.count < BusLimits.requestsInFlightMax
            _ = try Poll.wait(
                for: connection.socket,
                sending: isSending,
                or: wakeUp,
                timeout: timeToNextLimit(inFlight, replyTimeout)
            )
            while let (reply, payload) = try connection.receive() {
                heard.store(true, ordering: .relaxed)
                replyTimeout = BusLimits.replyTimeout.lowerBound
                // A second answer, to a question that was asked twice, is nothing new.
                inFlight.removeValue(forKey: reply.id)?.ask.continuation.resume(returning: (reply, payload))
            }
            let now = ContinuousClock.now
            for (id, (ask, _)) in inFlight where ask.deadline <= now {
                inFlight[id] = nil
                fail(ask)
            }
            // A socket that met a wrong peer never recovers, whether or not anything was sent on it.
            let isSilent = inFlight.values.contains { now - $0.sentAt >= replyTimeout }
            let isStuck = stuckSince.map { now - $0 >= BusLimits.replyTimeout.lowerBound } ?? false
            if isSilent || isStuck {
                connection = try RequestConnection(endpoint: endpoint)
                if isSilent { replyTimeout = min(replyTimeout * 2, BusLimits.replyTimeout.upperBound) }
                let again = inFlight.sorted { $0.key < $1.key }.map { ($0.key, $0.value.ask) }
                inFlight = [:]
                waiting.withLock { $0.putBack(again) }
                stuckSince = nil
            }
            for ask in waiting.withLock({ $0.removeExpired(at: now) }) { fail(ask) }
        }
    }

    /// - Returns: Whether some requests could not be sent yet.
    private func sendWaiting(
        on connection: borrowing RequestConnection,
        _ inFlight: inout [UInt64: (ask: Ask, sentAt: ContinuousClock.Instant)]
    ) throws(ZeroMQError) -> Bool {
        while inFlight.count < BusLimits.requestsInFlightMax {
            let next = waiting.withLock { $0.asks.first }
            guard let (id, ask) = next else { return false }
            guard try connection.send(ask.frames) else { return true }
            sent.store(true, ordering: .relaxed)
            inFlight[id] = (ask, .now)
            // Only this thread removes, so the first is still the one that was sent.
            waiting.withLock { $0.removeFirst() }
        }
        return waiting.withLock { !$0.asks.isEmpty }
    }

    private func fail(_ ask: Ask) {
        ask.continuation.resume(throwing: BusError.noReply(endpoint: endpoint, after: ask.patience))
    }

    private func timeToNextLimit(
        _ inFlight: [UInt64: (ask: Ask, sentAt: ContinuousClock.Instant)],
        _ replyTimeout: Duration
    ) -> Duration {
        let silences = inFlight.values.map { min($0.sentAt + replyTimeout, $0.ask.deadline) }
        let deadline = waiting.withLock(\.earliestDeadline)
        guard let next = (silences + [deadline].compactMap { $0 }).min() else { return .seconds(60) }
        return min(max(.zero, next - .now), BusLimits.replyTimeout.lowerBound)
    }
}
