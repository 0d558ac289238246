import EventBus
import EventSchema
import ServiceRuntime
import ZeroMQ

/// Whether a publisher answers on its two sockets, and how it stands.
struct PublisherCheck: Sendable {
    /// Three heartbeats.
    static let timeout = BusLimits.silenceMax
    /// The quickest of so many exchanges tells the clocks' difference best.
    private static let exchangeCount = 5

    let endpoints: PublisherEndpoints
    /// Whether its absence is a fault.
    let mustRun: Bool

    func findings() async -> [DoctorReport.Finding] {
        var findings = [await socket("live", endpoints.live), await socket("requests", endpoints.requests)]
        // Where nobody listens, waiting for an answer would only cost time.
        guard findings[1].state == .good else { return findings }
        do {
            let (status, offset) = try await PublisherDesk.open(endpoints.requests, timeout: Self.timeout) {
                let status = try await $0.status()
                return (status, try await Self.bestOffset($0))
            }
            findings[1] = answers(status)
            if status.isPlayed {
                let detail = "the publisher's is played, \(status.clock)"
                findings.append(.init(name: "clock offset", state: .note, detail: detail))
            } else {
                findings.append(ClockCheck.finding(of: offset))
            }
            if findings[0].state == .good { findings[0] = try await broadcast(status) }
        } catch {
            let detail = "\(endpoints.requests) is taken, but no publisher answers: \(error)"
            findings[1] = .init(name: "requests", state: .fault, detail: detail)
        }
        return findings
    }

    /// Whether somebody listens at an address.
    private func socket(_ name: String, _ endpoint: String) async -> DoctorReport.Finding {
        let (state, detail): (DoctorReport.State, String) =
            switch await ListenerWatch.look(endpoint, timeout: Self.timeout) {
            case .taken: (.good, "\(endpoint) is taken")
            case .nobody: (mustRun ? .fault : .absent, "nobody listens on \(endpoint); it is free")
            case .unknown(let errno): (.fault, "whether anybody listens on \(endpoint) is unknown: \(errno)")
            }
        return .init(name: name, state: state, detail: detail, values: ["endpoint": .string(endpoint)])
    }

    private static func bestOffset(_ desk: PublisherDesk) async throws -> ClockOffset {
        var best = try await desk.clockOffset()
        for _ in 1..<exchangeCount {
            let offset = try await desk.clockOffset()
            if offset.wayAndBackNanoseconds < best.wayAndBackNanoseconds { best = offset }
        }
        return best
    }

    private func answers(_ status: PublisherStatus) -> DoctorReport.Finding {
        let version = TerminalText.safe(status.softwareVersion)
        let mode = status.isPlayed ? ", played clock" : ""
        let detail =
            "publisher \(version) on \(endpoints.requests), epoch \(status.epoch), head \(status.head)"
        let isFull = status.isReadOnly
        return .init(
            name: "requests",
            state: isFull ? .fault : .good,
            detail: isFull ? "\(detail)\(mode); it accepts nothing, its disk is full" : detail + mode,
            values: [
                "endpoint": .string(endpoints.requests), "version": .string(status.softwareVersion),
                "stream": .string("\(status.stream)"), "epoch": .number("\(status.epoch)"),
                "head": .number("\(status.head)"), "isPlayed": .bool(status.isPlayed),
                "isReadOnly": .bool(isFull),
            ]
        )
    }

    /// Waits for a heartbeat of the same stream.
    private func broadcast(_ status: PublisherStatus) async throws -> DoctorReport.Finding {
        let cursor = try await PublisherDesk.open(endpoints.requests, timeout: Self.timeout) {
            try await $0.cursor(before: SequenceNumber(status.head + 1), status)
        }
        let settings = Feed.Settings(live: endpoints.live, requests: endpoints.requests)
        let feed = try Feed(settings, after: cursor)
        let isHeard = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await feed.run() }
            group.addTask {
                // Called off when a heartbeat has come before.
                guard (try? await Task.sleep(for: Self.timeout + BusLimits.heartbeatInterval)) != nil else {
                    return
                }
                feed.close()
            }
            var isHeard = false
            while !isHeard, let event = await feed.next() {
                if case .heartbeat(let pulse) = event { isHeard = pulse.stream == status.stream }
            }
            feed.close()
            group.cancelAll()
            try await group.waitForAll()
            return isHeard
        }
        return .init(
            name: "live",
            state: isHeard ? .good : .fault,
            detail: isHeard
                ? "heartbeats on \(endpoints.live)"
                : "no heartbeat of this publisher on \(endpoints.live) within \(Self.timeout)",
            values: ["endpoint": .string(endpoints.live)]
        )
    }
}
