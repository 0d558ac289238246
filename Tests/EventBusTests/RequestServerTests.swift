import Synchronization
import Testing
import ZeroMQ

@testable import EventBus

/// How many requests are under way decides when a stop is over.
@Suite(.timeLimit(.minutes(1))) struct RequestServerTests {
    /// Answers a hello twice, keeps the replies to questions about the status, and lets go of reports.
    private final class Handler: RequestHandler {
        typealias Reply = @Sendable (OutgoingReply) -> Void

        let requests: AsyncStream<Void>
        private let received: AsyncStream<Void>.Continuation
        private let kept = Mutex<[Reply]>([])

        init() {
            (requests, received) = AsyncStream.makeStream()
        }

        func handle(_ request: IncomingRequest, reply: @escaping Reply) {
            switch request.body {
            case .hello: for _ in 0..<2 { reply(OutgoingReply(.welcome(.init()))) }
            case .status: kept.withLock { $0.append(reply) }
            case .publish, .replay, .report: break
            }
            received.yield()
        }

        /// Waits for so many further requests.
        func wait(for count: Int) async {
            var requests = requests.makeAsyncIterator()
            for _ in 0..<count { await requests.next() }
        }

        /// Answers the oldest question about the status.
        func answer() {
            let reply = kept.withLock { $0.removeFirst() }
            reply(OutgoingReply(.status(.init())))
        }
    }

    /// Serves while `body` runs.
    ///
    /// - Returns: How long the stop took that `body` began.
    private func serving(
        _ handler: Handler,
        _ body: @escaping @Sendable (RequestServer, RequestClient) async throws -> ContinuousClock.Instant
    ) async throws -> Duration {
        let server = try RequestServer(handler: handler)
        let (bound, announce) = AsyncStream.makeStream(of: String.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await SocketThread.run(label: "test.requests") {
                    try server.run(endpoint: "tcp://127.0.0.1:*") { announce.yield($0) }
                }
            }
            var endpoints = bound.makeAsyncIterator()
            let client = try RequestClient(endpoint: try #require(await endpoints.next()))
            group.addTask { try await client.run() }
            defer {
                client.close()
                server.stop()
            }
            let start = try await body(server, client)
            try await group.next()
            return .now - start
        }
    }

    private func ask(_ client: RequestClient, _ body: BusRequest.OneOf_Body) async throws {
        _ = try await client.ask(body, timeout: .seconds(3))
    }

    /// Counted twice, it would have stood for the reply to a request that is still under way.
    @Test func aSecondReplyEndsNoOtherRequest() async throws {
        let handler = Handler()
        _ = try await serving(handler) { server, client in
            for _ in 0..<2 { try await ask(client, .hello(.init())) }
            await handler.wait(for: 2)
            return await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 { group.addTask { (try? await ask(client, .status(.init()))) != nil } }
                await handler.wait(for: 3)
                let start = ContinuousClock.now
                server.stop()
                for _ in 0..<2 {
                    handler.answer()
                    #expect(await group.next() == true)
                }
                // The very last reply may be lost with the socket, which is closed then; who asked asks again.
                handler.answer()
                await group.waitForAll()
                return start
            }
        }
    }

    @Test func aRequestThatItsHandlerLetGoOfHoldsUpNoStop() async throws {
        let handler = Handler()
        let took = try await serving(handler) { server, client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try? await ask(client, .report(.init())) }
                await handler.wait(for: 1)
                let start = ContinuousClock.now
                server.stop()
                client.close()
                try await group.waitForAll()
                return start
            }
        }
        #expect(took < .seconds(2))
    }
}
