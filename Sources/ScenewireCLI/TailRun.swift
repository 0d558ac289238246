import EventBus
import EventSchema
import UnixSignals

/// Takes records from the feed to the output until there is a reason to end.
struct TailRun {
    let feed: Feed
    let output: TextOutput
    private var lines: RecordLines

    /// How many records are still to be shown.
    private(set) var left: Int
    /// What kept the records from being whole, in one line; `nil` when nothing did.
    private(set) var fault: String?

    init(feed: Feed, output: TextOutput, lines: RecordLines, left: Int) {
        self.feed = feed
        self.output = output
        self.lines = lines
        self.left = left
    }

    /// Follows until a signal, a closed pipe, the wanted count, another stream, or a time.
    mutating func follow(until end: ContinuousClock.Instant? = nil) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let (feed, output) = (feed, output)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await feed.run() }
            group.addTask {
                for await _ in signals {
                    // A write to a reader that sleeps must not hold up the end.
                    output.stop()
                    feed.close()
                    return
                }
            }
            if let end {
                group.addTask {
                    // Called off when the records have come before.
                    guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
                    output.stop()
                    feed.close()
                }
            }
            let result: Result<Void, any Error>
            do {
                result = .success(try await take())
            } catch {
                result = .failure(error)
            }
            feed.close()
            group.cancelAll()
            try await group.waitForAll()
            switch result {
            case .failure(OutputError.closed), .failure(OutputError.stopped): break
            default: try result.get()
            }
        }
    }

    /// Writes what the feed delivers, until the wanted count or the feed's end.
    mutating func take() async throws {
        while left > 0, let event = await feed.next() {
            switch event {
            case .records(let batch):
                let shown = lines.selection(of: batch, countMax: left)
                try await output.write(shown.lines)
                left -= shown.count
            case .gap(let gap):
                note("records \(gap.lowerBound) to \(gap.upperBound) are no longer retained")
                await say(
                    "gap: records \(gap.lowerBound) to \(gap.upperBound) are no longer retained",
                    .alarm
                )
            case .state(let state): await tell(state)
            case .heartbeat, .position:
                // A quiet stream writes nothing, and would never notice.
                if output.isClosed { throw OutputError.closed }
            }
        }
    }

    private mutating func tell(_ state: FeedState) async {
        switch state {
        case .connecting: await say("connecting", .faint)
        case .replaying: await say("replaying", .faint)
        case .live: await say("live", .faint)
        case .cutOff:
            await say(
                "cut off: nothing heard of the publisher for \(BusLimits.silenceMax); trying again",
                .alarm
            )
        case .damaged(let detail):
            note("the publisher cannot read \(detail)")
            await say("damaged: the publisher cannot read \(TerminalText.safe(detail))", .alarm)
        case .refused(let detail):
            await say(
                "refused: the publisher and this program do not fit: \(TerminalText.safe(detail))",
                .alarm
            )
        case .diverged(let detail): note("diverged: \(detail)")
        }
    }

    private mutating func note(_ fault: String) {
        self.fault = self.fault ?? fault
    }

    private func say(_ line: String, _ style: Palette.Style) async {
        await TextOutput.standardError.say(line, style)
    }
}
