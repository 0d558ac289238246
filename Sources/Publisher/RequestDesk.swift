import EventBus
import EventJournal
import EventSchema

/// Takes requests on: checks events and passes them to the sequencer, passes questions about the past and
/// reports to the replay desk, and answers the rest itself.
struct RequestDesk: RequestHandler {
    let sequencer: Sequencer
    let replayDesk: ReplayDesk
    let consumers: ConsumerRegistry
    let reader: JournalReader
    let softwareVersion: String
    let metrics: PublisherMetrics

    func handle(_ request: IncomingRequest, reply: @escaping @Sendable (OutgoingReply) -> Void) {
        switch request.body {
        case .publish(let publish):
            self.publish(publish, request, reply)
        case .hello, .replay, .report:
            replayDesk.submit(ReplayDesk.Job(request: request.body, peer: request.peer, reply: reply))
        case .status:
            reply(OutgoingReply(.status(status)))
        }
    }

    private func publish(
        _ publish: BusPublish,
        _ request: IncomingRequest,
        _ reply: @escaping @Sendable (OutgoingReply) -> Void
    ) {
        guard request.payload.count <= BusLimits.publishByteCountMax else {
            return refuse(.limit, "allowed are \(BusLimits.publishByteCountMax) bytes of events", reply)
        }
        guard let batch = EventParcel(payload: request.payload) else {
            let detail =
                "the second frame is not events with their byte counts before them, "
                + "or more than \(EventParcel.countMax)"
            return refuse(.malformed, detail, reply)
        }
        let playedAt = publish.playedAt == 0 ? nil : Timestamp(nanoseconds: publish.playedAt)
        if let fault = sequencer.fault(ofPlayedAt: playedAt) { return refuse(.malformed, fault, reply) }
        let submission = Submission(batch, principal: request.principal, playedAt: playedAt) { published in
            metrics.countRefusals(published)
            reply(OutgoingReply(.published(published)))
        }
        switch sequencer.submit(submission) {
        case nil: break
        case .stopping: refuse(.overloaded, "the publisher is stopping", reply)
        default: refuse(.overloaded, "\(Sequencer.waitingByteCountMax) bytes of events wait already", reply)
        }
    }

    /// How the publisher and its consumers stand.
    var status: BusStatus {
        let (bounds, view) = (reader.bounds, sequencer.view)
        return .with {
            $0.stream = bounds.stream.wire
            $0.epoch = bounds.epoch
            $0.head = bounds.head.sequence.value
            $0.firstRetained = bounds.firstRetained.value
            $0.headPublishedAt = view.headPublishedAt?.nanoseconds ?? 0
            $0.clock = view.clock.now.nanoseconds
            $0.isPlayed = view.clock.isPlayed
            $0.isReadOnly = view.isReadOnly
            $0.softwareVersion = softwareVersion
            $0.consumers = consumers.all.map { entry in
                .with {
                    $0.name = entry.name
                    $0.sequence = entry.cursor.sequence.value
                    $0.reportedAt = entry.reportedAt.nanoseconds
                }
            }
        }
    }

    private func refuse(
        _ fault: BusRequestFault,
        _ detail: String,
        _ reply: (OutgoingReply) -> Void
    ) {
        metrics.countRefusedRequest(fault)
        reply(.refusal(fault, detail))
    }
}
