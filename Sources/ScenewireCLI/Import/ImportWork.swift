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
    var isFollowing = false
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
            isFollowing: isFollowing,
            keepsPlace: keeping != nil,
            after: keeping?.mappedCounts ?? [:]
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
        var tally = try await move(reading, keeping, into: sink) { tally, fraction in
            let words = "\(tally.new + tally.known) events, \(tally.rejected) rejected"
            if let text = bar.text(fraction, words) { await TextOutput.standardError.draw(text) }
        }
        if let text = bar.end() { await TextOutput.standardError.draw(text) }
        stopping.cancel()
        tally.isStopped = await stopping.value
        try await report(tally)
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
            isFollowing: false,
            keepsPlace: false,
            after: [:]
        )
        return try await move(reading, nil, into: sink, progress)
    }

    private func move(
        _ reading: ImportReading,
        _ keeping: ImportState?,
        into sink: some ImportSink,
        _ progress: (ImportTally, Double?) async throws -> Void
    ) async throws -> ImportTally {
        var tally = ImportTally()
        let rejects = ImportRejects(rejects)
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
        tally.counts = await reading.counts
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
                entries.append(reject(.reject, batch.file, fault.line, fault.field, fault.reason, fault.text))
            case .note(let note):
                tally.notes += 1
                entries.append(reject(.note, batch.file, note.line, note.field, note.description, []))
            }
        }
        let outcomes = events.isEmpty ? [] : try await sink.take(events)
        for (event, outcome) in zip(events, outcomes) {
            switch outcome {
            case .new: tally.new += 1
            case .known: tally.known += 1
            case .different:
                tally.different += 1
                let text =
                    "\(event.statement): another event with the id \(event.event.outline.id) is there, and stays"
                entries.append(reject(.note, batch.file, event.line, "", text, []))
            case .refused(let reason):
                tally.refused += 1
                let text = JSONValue.object(event.document).text
                entries.append(
                    reject(.reject, batch.file, event.line, "", "\(event.statement): \(reason)", text)
                )
            }
        }
        try await rejects.write(entries)
    }

    private func reject(
        _ kind: ImportReject.Kind,
        _ file: FilePath,
        _ line: Int,
        _ field: String,
        _ reason: String,
        _ text: [UInt8]
    ) -> ImportReject {
        ImportReject(kind: kind, file: file.string, line: line, field: field, reason: reason, text: text)
    }

    private func report(_ tally: ImportTally) async throws {
        let talk = TextOutput.standardError
        for (type, count) in tally.counts.eventsByType.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
        {
            await talk.say("\(count) \(type)")
        }
        await talk.say(tally.summary(of: mapping.name))
        if tally.failedCount + tally.notes + tally.different > 0 {
            await talk.say("rejects and notes, with line, field and reason: \(rejects)")
        }
        if tally.isStopped, !isFollowing {
            let advice = state == nil ? "from the start, which adds nothing twice" : "from there"
            throw CommandFailure("stopped before the end; the same command goes on \(advice)", .failure)
        }
        if tally.failedCount > 0 { throw CommandFailure("\(tally.failedCount) rejected", .failure) }
    }
}
