import EventSchema
import Synchronization
import ZeroMQ

@testable import EventBus

/// A publisher without a disk, over real sockets, that can lose broadcasts and change its past.
final class TestPublisher: RequestHandler, Sendable {
    struct State {
        var records: TestRecords
        var history: [RecordBatch] = []
        var firstRetained: UInt64 = 1
        var unsent: [RecordBatch] = []
        var reported: BusReport?
        var isSilent = false
        var isStopping = false
    }

    private let state: Mutex<State>
    private let bell: WakeUp
    private let live = Mutex<String?>(nil)

    init(_ records: TestRecords, history: [RecordBatch] = []) throws {
        state = Mutex(State(records: records, history: history))
        bell = try WakeUp()
    }

    var head: UInt64 { state.withLock { $0.history.last?.end?.sequence.value ?? 0 } }
    var reported: BusReport? { state.withLock(\.reported) }

    /// Records one commit, and broadcasts it unless it is to be lost.
    func commit(incidents: [String], isBroadcast: Bool = true) throws {
        try state.withLock { state in
            let head = state.history.last?.end?.sequence.value ?? 0
            let batch = try state.records.batch(from: head + 1, incidents: incidents)
            state.history.append(batch)
            if isBroadcast { state.unsent.append(batch) }
        }
        bell.ring()
    }

    func retain(from sequence: UInt64) {
        state.withLock { $0.firstRetained = sequence }
    }

    func fallSilent(_ isSilent: Bool) {
        state.withLock { $0.isSilent = isSilent }
        bell.ring()
    }

    /// Serves on the endpoints while `body` runs, which gets them with the ports that the system chose.
    func serving(
        live liveEndpoint: String = "tcp://127.0.0.1:*",
        requests requestsEndpoint: String = "tcp://127.0.0.1:*",
        _ body: @escaping @Sendable (_ live: String, _ requests: String) async throws -> Void
    ) async throws {
        state.withLock { $0.isStopping = false }
        let server = try RequestServer(handler: self)
        let (bound, announce) = AsyncStream.makeStream(of: (isLive: Bool, endpoint: String).self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Ends the wait below if an address cannot be had.
                defer { announce.finish() }
                try await SocketThread.run(label: "test.requests") {
                    try Self.bindingAgain {
                        try server.run(endpoint: requestsEndpoint) { announce.yield((false, $0)) }
                    }
                }
            }
            group.addTask {
                defer { announce.finish() }
                try await SocketThread.run(label: "test.live") {
                    try Self.bindingAgain {
                        try self.broadcast(on: liveEndpoint) { announce.yield((true, $0)) }
                    }
                }
            }
            var endpoints = ["", ""]
            var announced = 0
            for await (isLive, endpoint) in bound {
                endpoints[isLive ? 0 : 1] = endpoint
                announced += 1
                if announced == 2 { break }
            }
            defer { stop(server) }
            if announced == 2 { try await body(endpoints[0], endpoints[1]) }
            stop(server)
            // Says why, if an address could not be had.
            try await group.waitForAll()
        }
    }

    private func stop(_ server: RequestServer) {
        state.withLock { $0.isStopping = true }
        bell.ring()
        server.stop()
    }

    /// libzmq lets go of an address a moment after its socket was closed, without saying when.
    private static func bindingAgain(_ serve: () throws -> Void) throws {
        let limit = ContinuousClock.now + .seconds(10)
        while true {
            do {
                return try serve()
            } catch let error as ZeroMQError where error.isAddressInUse && .now < limit {
                try Poll.wait(for: WakeUp(), timeout: .milliseconds(5))
            }
        }
    }

    private func broadcast(on endpoint: String, onBound: (String) -> Void) throws {
        var socket = try LiveSocket(endpoint: endpoint)
        onBound(socket.endpoint)
        var next = ContinuousClock.now
        while !state.withLock(\.isStopping) {
            let timeout = max(.zero, next - .now)
            let hasNewcomer = try socket.wait(or: bell, timeout: timeout)
            let (unsent, heartbeat, isSilent) = state.withLock { state in
                defer { state.unsent = [] }
                let heartbeat = BusHeartbeat.with {
                    $0.stream = state.records.stream.wire
                    $0.epoch = state.records.epoch
                    $0.head = state.history.last?.end?.sequence.value ?? 0
                }
                return (state.unsent, heartbeat, state.isSilent)
            }
            if isSilent { next = .now + .seconds(1); continue }
            for batch in unsent { try socket.broadcast(batch) }
            if hasNewcomer || .now >= next {
                try socket.send(heartbeat)
                next = .now + .milliseconds(100)
            }
        }
    }

    func handle(_ request: IncomingRequest, reply: @escaping @Sendable (OutgoingReply) -> Void) {
        state.withLock { state in
            if state.isSilent { return }
            let head = state.history.last?.end?.sequence.value ?? 0
            switch request.body {
            case .hello(let hello):
                let isKnown =
                    !hello.hasCursor || hello.cursor.sequence < state.firstRetained
                    || state.history.contains { batch in
                        var found = false
                        batch.forEach { header, _ in
                            if BusCursorMark(Cursor(header)) == hello.cursor { found = true }
                        }
                        return found
                    }
                reply(
                    OutgoingReply(
                        .welcome(
                            .with {
                                $0.stream = state.records.stream.wire
                                $0.epoch = state.records.epoch
                                $0.head = head
                                $0.cursor = isKnown ? .matches : .diverged
                                $0.headChecksum = state.history.last?.end?.checksum ?? 0
                            }
                        )
                    )
                )
            case .replay(let replay):
                guard replay.epoch == state.records.epoch else {
                    reply(.refusal(.staleEpoch, "a new epoch"))
                    return
                }
                // Two commits an answer, so that a replay takes several.
                let from = max(replay.after, state.firstRetained - 1)
                let news = state.history.map { $0.dropping(through: SequenceNumber(from)) }
                    .filter { $0.count > 0 }.prefix(2)
                let prefix = Array(replay.topicPrefix.utf8)
                reply(
                    OutgoingReply(
                        .replayed(
                            .with {
                                $0.scannedThrough = news.last?.end?.sequence.value ?? max(from, replay.after)
                                $0.head = head
                                if let end = news.last?.end { $0.position = BusCursorMark(end) }
                                $0.firstRetained =
                                    replay.after + 1 < state.firstRetained ? state.firstRetained : 0
                            }
                        ),
                        payload: news.flatMap { $0.bytes(withTopicPrefix: prefix) }
                    )
                )
            case .report(let report):
                state.reported = report
                reply(OutgoingReply(.reported(.init())))
            case .publish, .status:
                reply(.refusal(.malformed, "not in this test"))
            }
        }
    }
}
