import EventImport
import EventSchema
import Glibc
import ServiceRuntime
import SystemPackage
import UnixSignals
import ZeroMQ

/// What came of everything that an import read.
struct ImportTally: Sendable {
    /// Events that are there now, and were not before.
    var new = 0
    /// Events that were there before.
    var known = 0
    /// Events under whose id there was another one, which stays.
    var different = 0
    /// Events that were refused.
    var refused = 0
    /// Records, or parts of them, that gave no event though they should have.
    var rejected = 0
    /// What is odd.
    var notes = 0
    /// What was read and mapped.
    var counts = ImportCounts()
    /// Events that were held back when it was stopped.
    var held = 0
    /// Whether a signal ended it before everything was read.
    var isStopped = false

    /// How many are told in the file of rejects as lost.
    var failedCount: Int { rejected + refused }

    /// One line for people and scripts.
    func summary(of name: String) -> String {
        "\(name): rows=\(counts.rows) events=\(counts.events) new=\(new) known=\(known) "
            + "repeated=\(counts.repeated) differing=\(counts.differing + different) "
            + "rejected=\(failedCount) notes=\(notes) polls_passed_over=\(counts.pollsPassedOver)"
    }
}

/// One import from its files to where the events go.
struct ImportWork: Sendable {
    let mapping: Mapping
    let files: [FilePath]
    /// How long an event is held back while the last file is followed, from the last record that gives one of its key;
    /// `nil` where the end of the last file is the end.
    var settleAfter: Duration?
    /// Where rejects and notes are added.
    let rejects: FilePath
    /// Where it is kept how far the import has come; `nil` for nowhere.
    var state: FilePath?

    /// Imports everything, and says what came of it.
    ///
    /// - Throws: ``CommandFailure`` also when everything was read and something was rejected.
    func run(_ engine: ImportEngine, into sink: some ImportSink) async throws {
        let (state, mapping, files) = (state, mapping, files)
        let keeping = try await SocketThread.run(label: "scenewire.import.state") {
            try ImportState.open(state, mapping, files)
        }
        let reading = ImportReading(
            mapping,
            try keeping?.engine(engine) ?? engine,
            files,
            settleAfter: settleAfter,
            keepsPlace: keeping != nil,
            after: keeping?.places ?? [:]
        )
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let stopping = Task {
            for await _ in signals {
                reading.stop()
                return true
            }
            return false
        }
        defer { stopping.cancel() }
        var bar = ProgressBar(isShown: Palette.isTerminal(.standardError))
        let rejects = ImportRejects(rejects)
        var tally = try await move(reading, keeping, rejects, into: sink) { tally, fraction in
            let words = "\(tally.new + tally.known) events, \(tally.rejected) rejected"
            if let text = bar.text(fraction, words) { await TextOutput.standardError.draw(text) }
        }
        if let text = bar.end() { await TextOutput.standardError.draw(text) }
        stopping.cancel()
        tally.isStopped = await stopping.value
        try await report(tally, knownRejectCount: await rejects.knownCount)
    }

    /// Imports everything, without a word.
    func run(
        _ engine: ImportEngine,
        into sink: some ImportSink,
        progress: (ImportTally, Double?) async throws -> Void
    ) async throws -> ImportTally {
        let reading = ImportReading(
            mapping,
            engine,
            files,
            settleAfter: nil,
            keepsPlace: false,
            after: [:]
        )
        return try await move(reading, nil, ImportRejects(rejects), into: sink, progress)
    }

    private func move(
        _ reading: ImportReading,
        _ keeping: ImportState?,
        _ rejects: ImportRejects,
        into sink: some ImportSink,
        _ progress: (ImportTally, Double?) async throws -> Void
    ) async throws -> ImportTally {
        var tally = ImportTally()
        var next = try await reading.nextBatch()
        while let batch = next {
            // The next records are mapped while these are on their way.
            async let following = reading.nextBatch()
            do {
                try await take(batch, rejects, into: sink, &tally)
                if let checkpoint = batch.checkpoint { try await keep(checkpoint, in: keeping, sink) }
                try await progress(tally, batch.fraction)
            } catch {
                // Nobody waits for input that nothing would be done with.
                reading.stop()
                throw error
            }
            next = try await following
        }
        try await keep(reading.checkpoint, in: keeping, sink)
        (tally.counts, tally.held) = (await reading.counts, await reading.heldEventCount)
        return tally
    }

    private func keep(_ checkpoint: ImportCheckpoint, in state: ImportState?, _ sink: some ImportSink)
        async throws
    {
        try await sink.flush()
        guard let state else { return }
        try await SocketThread.run(label: "scenewire.import.state") { try state.save(checkpoint) }
    }

    private func take(
        _ batch: ImportReading.Batch,
        _ rejects: ImportRejects,
        into sink: some ImportSink,
        _ tally: inout ImportTally
    ) async throws {
        var events: [ImportedEvent] = []
        var entries: [ImportReject] = []
        for result in batch.results {
            switch result {
            case .event(let event): events.append(event)
            case .fault(let fault):
                tally.rejected += 1
                entries.append(ImportReject(fault, in: batch.file))
            case .note(let note):
                tally.notes += 1
                entries.append(ImportReject(note, in: batch.file))
            }
        }
        let outcomes = events.isEmpty ? [] : try await sink.take(events)
        for (event, outcome) in zip(events, outcomes) {
            switch outcome {
            case .new: tally.new += 1
            case .known: tally.known += 1
            case .different:
                tally.different += 1
                let reason = "another event with the id \(event.event.outline.id) is there, and stays"
                entries.append(ImportReject(.note, event, reason))
            case .refused(let reason):
                tally.refused += 1
                entries.append(ImportReject(.reject, event, reason))
            }
        }
        try await rejects.write(entries)
    }

    /// - Parameter knownRejectCount: How many of the rejects and notes stood in their file before.
    private func report(_ tally: ImportTally, knownRejectCount: Int) async throws {
        let talk = TextOutput.standardError
        for (type, count) in tally.counts.eventsByType.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
        {
            await talk.say("\(count) \(type)")
        }
        await talk.say(tally.summary(of: mapping.name))
        if tally.failedCount + tally.notes + tally.different > 0 {
            let known = knownRejectCount > 0 ? " (\(knownRejectCount) stood there already)" : ""
            await talk.say("rejects and notes, with line, field and reason: \(rejects)\(known)")
        }
        if tally.held > 0 {
            await talk.say("held back until no record gives them anew: \(tally.held)")
        }
        if tally.isStopped, settleAfter == nil {
            let advice = state == nil ? "from the start, which adds nothing twice" : "from there"
            throw CommandFailure("stopped before the end; the same command goes on \(advice)", .failure)
        }
        if tally.failedCount > 0 { throw CommandFailure("\(tally.failedCount) rejected", .failure) }
    }
}
