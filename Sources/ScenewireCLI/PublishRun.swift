import EventBus
import EventSchema
import ServiceRuntime

/// Takes events from the input to their destination, and writes the results in the input's order.
struct PublishRun {
    let reader: InputReader
    let destination: any EventDestination
    let lines: PublishResultLines
    let output: TextOutput
    /// Where people are told what they may want to know besides; `nil` when nobody listens.
    let talk: TextOutput?
    /// What is said when nobody is there to take the events; `nil` for a destination that is always there.
    let absence: PublisherAbsence?
    /// Says what looks like a mistake among the events; `nil` where that was said before, or is nobody's to read.
    var notes: DocumentNotes?

    /// What became of the events, also for others who look at it meanwhile.
    let tally = SharedValue(Tally())

    /// Events that were answered, and what was meant to be one.
    var count: Int { tally.value.count }
    /// Those of them that are not recorded.
    var failedCount: Int { tally.value.failed }

    /// What became of the events.
    struct Tally: Sendable {
        var count = 0
        /// Refused, or no event.
        var failed = 0

        /// What is said at an early end.
        var summary: String {
            let events = "\(ProgressBar.grouped(count)) event\(count == 1 ? "" : "s")"
            return
                "\(events) answered, \(failed) not recorded; what was under way may be recorded too, and events "
                + "with an id can be published again without harm"
        }
    }

    init(
        reader: InputReader,
        destination: any EventDestination,
        lines: PublishResultLines,
        absence: PublisherAbsence? = nil,
        output: TextOutput = .standardOutput,
        talk: TextOutput? = .standardError
    ) {
        self.reader = reader
        self.destination = destination
        self.lines = lines
        self.absence = absence
        self.output = output
        self.talk = talk
    }

    /// - Throws: When the destination does not answer, the input cannot be read, or nobody reads the results.
    mutating func offerEverything() async throws {
        // Results on the same terminal already say how far it is.
        let isShown = Palette.isTerminal(.standardError) && !Palette.isTerminal(.standardOutput)
        var bar = ProgressBar(isShown: isShown)
        while let batch = try await reader.nextBatch() {
            try await offer(batch)
            // Only a file's end is known.
            guard let fraction = await reader.fractionRead else { continue }
            if let text = bar.text(counting: count, fraction) { await TextOutput.standardError.draw(text) }
        }
        if let text = bar.end() { await TextOutput.standardError.draw(text) }
    }

    private mutating func offer(_ batch: [InputItem]) async throws {
        let events = batch.compactMap { item -> (event: ValidEvent, place: InputPlace)? in
            if case .event(let event, let place) = item { (event, place) } else { nil }
        }
        var results: ArraySlice<OfferResult> = []
        if let first = events.first, let last = events.last {
            do {
                results = try await destination.take(events.map(\.event))[...]
            } catch {
                let ids = events.map(\.event.outline.id)
                if let failure = await absence?.failure(error, ids) { throw failure }
                throw Self.failure(error, from: first.place, to: last.place)
            }
        }
        var text = ""
        var taken: [(event: ValidEvent, place: InputPlace)] = []
        for item in batch {
            tally.change { $0.count += 1 }
            switch item {
            case .problem(let problem, let place):
                let invalid = lines.line(invalid: problem.description, field: problem.pointer, at: place)
                try await flush(&text, adding: invalid)
                await refuse(problem.description, at: place)
            case .tooLong(let place, let byteCountMax):
                let detail = "is longer than \(byteCountMax) bytes"
                try await flush(&text, adding: lines.line(invalid: detail, field: "", at: place))
                await refuse(detail, at: place)
            case .event(let event, let place):
                guard let result = results.popFirst() else { continue }
                text += lines.line(result, of: event.outline.id, at: place) + "\n"
                if result.isRefused { tally.change { $0.failed += 1 } }
                if notes != nil, result.isNew { taken.append((event, place)) }
                if case .published(.recorded(_, let note?)) = result {
                    try await flush(&text, adding: nil)
                    await talk?.say("\(place): note: \(TerminalText.safe(note))")
                }
            }
        }
        try await flush(&text, adding: nil)
        await notes?.look(at: taken)
    }

    private mutating func refuse(_ detail: String, at place: InputPlace) async {
        tally.change { $0.failed += 1 }
        await talk?.say("\(place): \(TerminalText.safe(detail))", .alarm)
    }

    /// Writes what waits, so that results and talk come in the same order.
    private func flush(_ text: inout String, adding line: String?) async throws {
        if let line { text += line + "\n" }
        guard !text.isEmpty else { return }
        do throws(OutputError) {
            try await output.write(text)
        } catch {
            throw CommandFailure("\(error); stopped after \(count) events", .failure)
        }
        text = ""
    }

    /// What has no receipt is named, because it may or may not be recorded.
    private static func failure(
        _ error: any Error,
        from first: InputPlace,
        to last: InputPlace
    ) -> CommandFailure {
        let range = first == last ? "\(first)" : "\(first) to \(last)"
        return CommandFailure(
            "\(error); no receipt for \(range); events with an id can be published again without harm",
            CommandFailure.processExit(for: error)
        )
    }
}
