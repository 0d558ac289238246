import Testing

@testable import EventBus

/// Against nobody: a request waits until its own time is up, and only so much may wait.
@Suite(.timeLimit(.minutes(1))) struct RequestClientTests {
    // Port 1 is the system's own, and nothing listens there.
    private static let nowhere = "tcp://127.0.0.1:1"

    private func unanswered(
        _ client: RequestClient,
        byteCount: Int = 0,
        timeout: Duration
    ) async -> BusError? {
        let payload = [UInt8](repeating: 0, count: byteCount)
        do {
            _ = try await client.ask(.status(BusStatusQuery()), payload: payload, timeout: timeout)
            return nil
        } catch {
            return error as? BusError
        }
    }

    @Test func anImpatientRequestFailsBeforeAPatientOneThatCameFirst() async throws {
        let client = try RequestClient(endpoint: Self.nowhere)
        try await withThrowingTaskGroup(of: Duration?.self) { group in
            group.addTask {
                try await client.run(); return nil
            }
            // None at all is the time limit that is up first.
            for timeout in [Duration.seconds(30), .milliseconds(200), .milliseconds(20), .zero] {
                group.addTask {
                    let error = await unanswered(client, timeout: timeout)
                    if timeout < .seconds(1) {
                        guard case .noReply = error else { throw error ?? .closed }
                        return timeout
                    }
                    guard case .closed = error else { throw error ?? .closed }
                    return nil
                }
            }
            var failed: [Duration] = []
            while failed.count < 3, let timeout = try await group.next() {
                if let timeout { failed.append(timeout) }
            }
            #expect(failed == [.zero, .milliseconds(20), .milliseconds(200)])
            client.close()
            try await group.waitForAll()
        }
    }

    @Test func refusesWhatItHasNoRoomFor() async throws {
        let client = try RequestClient(endpoint: Self.nowhere)
        let count = BusLimits.requestsWaitingByteCountMax / BusLimits.publishByteCountMax
        try await withThrowingTaskGroup(of: BusError?.self) { group in
            for _ in 0...count {
                group.addTask {
                    await unanswered(client, byteCount: BusLimits.publishByteCountMax, timeout: .seconds(30))
                }
            }
            // Nobody carries requests yet, so the one without room is the first to be answered.
            let first = try await group.next() ?? nil
            guard case .tooManyWaiting = first else {
                Issue.record("\(String(describing: first))")
                return client.close()
            }
            client.close()
            group.addTask {
                do { try await client.run() } catch { return error as? BusError }
                return nil
            }
            try await group.waitForAll()
        }
    }
}
