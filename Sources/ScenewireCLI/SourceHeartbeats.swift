import EventBus
import EventOutbox
import EventSchema
import ServiceRuntime

/// Says every 30 seconds that the source is there, through the whole way to the stream.
///
/// A heartbeat says that the way is open now, so it is never stored: one that cannot be sent is forgotten,
/// and the next is sent as soon as the publisher answers again.
struct SourceHeartbeats {
    let outbox: Outbox
    let agency: String
    let connection: PublishingConnection
    let link: SourceLink
    /// Closed when the agent ends.
    let bell: Doorbell

    /// Sends heartbeats until the bell is closed.
    func run() async {
        var pause = Duration.zero
        while await bell.wait(atMost: pause) != .closed {
            do {
                try await beat(timeout: SourceLimits.heartbeatTimeout)
                pause = SourceLimits.heartbeatInterval
            } catch BusError.noReply(let endpoint, let time) {
                await link.fails(BusError.noReply(endpoint: endpoint, after: time))
                // It has waited already; what is offered next says something newer.
                pause = BusLimits.retryPause.lowerBound
            } catch {
                await link.fails(error)
                pause = BusLimits.retryPause.upperBound
            }
        }
    }

    /// Says that the source stops on purpose, if that can be said in time.
    func signOff() async {
        // Whoever waits for heartbeats finds out by their absence.
        try? await beat(isSigningOff: true, timeout: SourceLimits.signOffTimeout)
    }

    private func beat(isSigningOff: Bool = false, timeout: Duration) async throws {
        let offset = try await clockOffset(timeout: timeout)
        let tally = try await outbox.tally()
        let event = try ValidEvent(
            checking: heartbeat(tally, clockOffset: offset, isSigningOff: isSigningOff)
        )
        var parcel = EventParcel()
        _ = parcel.append(event.bytes)
        let results = try await connection.publish(parcel, timeout: timeout)
        if case .refused(let refusal)? = results.first {
            await link.fails(because: "the publisher refuses heartbeats: \(refusal)")
        } else {
            await link.works()
        }
    }

    /// This machine's clock minus the publisher's, `nil` when that is played or too far away to tell.
    private func clockOffset(timeout: Duration) async throws -> Duration? {
        // The first question may have waited for a connection.
        for _ in 0..<2 {
            let (start, sentAt) = (ContinuousClock.now, Timestamp.now)
            let status = try await connection.status(timeout: timeout)
            let roundTrip = ContinuousClock.now - start
            if status.isPlayed { return nil }
            guard roundTrip <= SourceLimits.roundTripMax else { continue }
            return .nanoseconds(sentAt.nanoseconds(since: Timestamp(nanoseconds: status.clock))) + roundTrip
                / 2
        }
        return nil
    }

    /// A heartbeat has no place among the source's authored events, which are numbered without a hole: it
    /// repeats the last one's number, or 1 before the first.
    private func heartbeat(_ tally: OutboxTally, clockOffset: Duration?, isSigningOff: Bool) -> Event {
        let now = Timestamp.now
        return .with {
            $0.id = EventID.minted(at: now).data
            $0.type = "source.heartbeat"
            $0.agency = agency
            // CAP's word for what a network tells itself; a publisher with a played clock takes it, too.
            $0.status = Status.system.word
            $0.source = outbox.owner.source
            $0.sourceEpoch = tally.epoch
            $0.sourceSequence = max(1, tally.lastSequence)
            $0.observedAt = now.protobuf
            $0.recordedAt = now.protobuf
            $0.author = .with {
                $0.id = outbox.owner.source
                $0.role = "automation"
            }
            $0.severity = Severity.minor.word
            $0.urgency = Urgency.unknown.word
            $0.certainty = Certainty.observed.word
            $0.tlp = TLP.amber.word
            $0.sourceHeartbeat = .with {
                $0.lastSequence = tally.lastSequence
                $0.backlog = UInt32(clamping: tally[.queued])
                $0.version = ScenewireVersion.current
                if let clockOffset { $0.clockOffsetMs = Self.milliseconds(clockOffset) }
                if isSigningOff { $0.signingOff = true }
            }
        }
    }

    private static func milliseconds(_ offset: Duration) -> Int32 {
        Int32(clamping: Int64(offset / .milliseconds(1)))
    }
}
