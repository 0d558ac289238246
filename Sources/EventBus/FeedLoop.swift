import EventSchema
import ZeroMQ

/// The feed's thread: hears both sockets, lets the tracker decide, hands on what it says.
struct FeedLoop: ~Copyable {
    private typealias Clock = ContinuousClock

    private let settings: Feed.Settings
    private let handoff: Handoff<FeedEvent>
    private let wakeUp: WakeUp

    private var tracker: FeedTracker
    private var live: Socket
    private var requests: RequestConnection
    private var frame = Frame()
    private var payloadFrame = Frame()
    private var asked: (id: UInt64, at: Clock.Instant)?
    private var nextID: UInt64 = 1
    private var lastHeard = Clock.now
    private var pause = BusLimits.retryPause.lowerBound
    private var replyTimeout = BusLimits.replyTimeout.lowerBound
    private var damageRetry: Clock.Instant?
    /// Why nothing can be delivered although the publisher is there.
    private var refusal: String?
    private var unsentReport: Cursor?
    /// What the consumer has stored, which a publisher that starts anew does not know.
    private var lastReport: Cursor?
    private var announced = FeedState.connecting

    init(
        _ settings: Feed.Settings,
        after cursor: Cursor?,
        handoff: Handoff<FeedEvent>,
        wakeUp: WakeUp
    ) throws(ZeroMQError) {
        let live = try Self.subscribe(settings)
        let requests = try RequestConnection(endpoint: settings.requests)
        self.settings = settings
        self.handoff = handoff
        self.wakeUp = wakeUp
        self.live = live
        self.requests = requests
        tracker = FeedTracker(after: cursor, isWhole: settings.interest == .everything)
        lastReport = settings.consumer.isEmpty ? nil : cursor
    }

    /// Runs until told to close or the stream has diverged.
    mutating func run(orders: () -> Feed.Orders) throws(ZeroMQError) {
        while true {
            let news = orders()
            unsentReport = news.report ?? unsentReport
            if news.isClosed {
                _ = try sendReport()
                return
            }
            guard handoff.hasRoom else {
                try Poll.wait(for: wakeUp, timeout: .seconds(60))
                // What the publisher said meanwhile waits unread, so its silence means nothing.
                lastHeard = .now
                if let asked { self.asked = (asked.id, .now) }
                continue
            }
            let isSending = try ask()
            let ready = try Poll.wait(
                for: live,
                requests.socket,
                secondSending: isSending,
                or: wakeUp,
                timeout: timeToNextLimit()
            )
            if ready.second { try hearReplies() }
            if ready.first { try hearLive() }
            try watch()
            announce()
            if case .diverged = tracker.state { return }
        }
    }

    private static func subscribe(_ settings: Feed.Settings) throws(ZeroMQError) -> Socket {
        let socket = try Socket(.sub, options: BusLimits.subscriber)
        try socket.subscribe(to: Topic.heartbeat)
        try socket.subscribe(to: settings.interest.subscription)
        try socket.connect(to: settings.live)
        return socket
    }

    /// - Returns: Whether something is still to be sent once the publisher is there.
    private mutating func ask() throws(ZeroMQError) -> Bool {
        if asked == nil, let question = tracker.question {
            guard try requests.send(RequestConnection.frames(id: nextID, body: body(of: question))) else {
                return true
            }
            asked = (nextID, .now)
            nextID += 1
        }
        return try !sendReport()
    }

    /// - Returns: Whether nothing is left to report.
    private mutating func sendReport() throws(ZeroMQError) -> Bool {
        guard let report = unsentReport else { return true }
        let body = BusRequest.OneOf_Body.report(
            .with {
                $0.consumer = settings.consumer
                $0.cursor = BusCursorMark(report)
            }
        )
        // Reports go out under number 0: their answers need no matching.
        guard try requests.send(RequestConnection.frames(id: 0, body: body)) else { return false }
        unsentReport = nil
        lastReport = report
        return true
    }

    private func body(of question: FeedTracker.Question) -> BusRequest.OneOf_Body {
        switch question {
        case .hello(let cursor):
            .hello(
                .with {
                    $0.consumer = settings.consumer
                    if let cursor { $0.cursor = BusCursorMark(cursor) }
                    $0.sentAt = Timestamp.now.nanoseconds
                }
            )
        case .replay(let after, let stream, let epoch):
            .replay(
                .with {
                    $0.stream = stream.wire
                    $0.epoch = epoch
                    $0.after = after.value
                    $0.topicPrefix = settings.interest.topicPrefix
                }
            )
        }
    }

    private mutating func hearReplies() throws(ZeroMQError) {
        while let (reply, payload) = try requests.receive() {
            guard let asked, reply.id == asked.id else { continue }
            self.asked = nil
            replyTimeout = BusLimits.replyTimeout.lowerBound
            lastHeard = .now
            guard reply.version == BusLimits.protocolVersion else {
                refuse("it answers in version \(reply.version); known is \(BusLimits.protocolVersion)")
                continue
            }
            switch reply.body {
            case .welcome(let welcome) where StreamID(wire: welcome.stream) != nil:
                tracker.hear(welcome)
                if lastReport?.stream == StreamID(wire: welcome.stream) {
                    unsentReport = unsentReport ?? lastReport
                }
                pause = BusLimits.retryPause.lowerBound
            case .replayed(let replayed):
                let batch: RecordBatch
                do {
                    batch = try RecordBatch(verifying: payload)
                } catch {
                    // Damage on the way would be new to TCP; a new connection and a new question follow.
                    refuse("its answer after \(tracker.scannedThrough) cannot be read: \(error)")
                    continue
                }
                let events: [FeedEvent]
                do throws(ReplayFault) {
                    events = try tracker.hear(replayed, batch)
                } catch {
                    refuse("its answer after \(tracker.scannedThrough) cannot be right: \(error)")
                    continue
                }
                self.refusal = nil
                // The next question goes out before these records are handed on, so that the publisher
                // reads while the consumer works.
                _ = try ask()
                for event in events { give(event) }
                if !handoff.hasRoom { return }
            case .refusal(let refusal): hear(refusal)
            default: refuse("it answers what was not asked")
            }
        }
    }

    private mutating func hear(_ refusal: BusRefusal) {
        switch refusal.fault {
        case .staleEpoch: tracker.loseSession()
        case .diverged: tracker.diverge(refusal.detail)
        case .overloaded: reconnectLater()
        default: refuse(refusal.detail.isEmpty ? "\(refusal.fault)" : refusal.detail)
        }
    }

    private mutating func hearLive() throws(ZeroMQError) {
        while handoff.hasRoom, try live.receive(into: &frame) {
            let isHeartbeat = frame.withBytes { $0.starts(with: Topic.heartbeat) }
            guard frame.hasMore, try live.receive(into: &payloadFrame) else { continue }
            if isHeartbeat { hearHeartbeat() } else { hearBatch() }
            while payloadFrame.hasMore, try live.receive(into: &payloadFrame) {}
            _ = try ask()
        }
    }

    private mutating func hearHeartbeat() {
        guard let heartbeat = try? BusHeartbeat(serializedBytes: payloadFrame.bytes),
            let pulse = PublisherPulse(heartbeat)
        else { return }
        lastHeard = .now
        tracker.hear(pulse)
        announce()
        if tracker.state == .live, tracker.scannedThrough >= pulse.head { give(.heartbeat(pulse)) }
    }

    private mutating func hearBatch() {
        // Whatever is not whole records of one stream is treated as lost: the next heartbeat tells.
        guard let header = payloadFrame.withBytes({ try? RecordHeader(trusting: $0) }),
            let batch = try? RecordBatch(verifying: payloadFrame.bytes)
        else { return }
        lastHeard = .now
        if let news = tracker.hear(live: batch, epoch: header.epoch) { give(.records(news)) }
    }

    /// Notices silence, and makes the connections anew: a socket that met a wrong peer never recovers.
    private mutating func watch() throws(ZeroMQError) {
        let now = Clock.now
        if let retry = damageRetry, now >= retry {
            damageRetry = nil
            tracker.retryDamage()
        } else if case .damaged = tracker.state, damageRetry == nil {
            damageRetry = now + BusLimits.damagePause
        }
        guard now >= silenceLimit else { return }
        // Who says nothing at all refuses nothing.
        if now >= lastHeard + max(BusLimits.silenceMax, pause) { refusal = nil }
        tracker.cutOff()
        if asked != nil { replyTimeout = min(replyTimeout * 2, BusLimits.replyTimeout.upperBound) }
        asked = nil
        live = try Self.subscribe(settings)
        requests = try RequestConnection(endpoint: settings.requests)
        lastHeard = now
        pause = min(pause * 2, BusLimits.retryPause.upperBound)
    }

    private mutating func refuse(_ reason: String) {
        refusal = reason
        reconnectLater()
    }

    private mutating func reconnectLater() {
        tracker.loseSession()
        // As if a question stayed unanswered: the watch reconnects when its time is up.
        asked = (.max, .now)
    }

    private var silenceLimit: Clock.Instant {
        let unheard = lastHeard + max(BusLimits.silenceMax, pause)
        return asked.map { min(unheard, $0.at + replyTimeout) } ?? unheard
    }

    private func timeToNextLimit() -> Duration {
        let next = damageRetry.map { min($0, silenceLimit) } ?? silenceLimit
        return max(.zero, next - .now)
    }

    private mutating func announce() {
        var state = tracker.state
        if case .diverged = state {} else if let refusal { state = .refused(refusal) }
        guard state != announced else { return }
        announced = state
        give(.state(announced))
    }

    private func give(_ event: FeedEvent) {
        if case .records(let batch) = event {
            handoff.give(event, weight: batch.bytes.count)
        } else {
            handoff.give(event, weight: 64)
        }
    }
}

extension RawSpan {
    /// Whether the span begins with `prefix`.
    func starts(with prefix: [UInt8]) -> Bool {
        withUnsafeBytes { $0.starts(with: prefix) }
    }
}
