import EventImport
import EventSchema
import Glibc
import ServiceRuntime
import SystemPackage
import UnixSignals

/// One import from its files to where the events go, with what is said about it.
struct ImportWork {
    let mapping: Mapping
    let files: [FilePath]
    let isFollowing: Bool
    let rejects: FilePath
    let state: FilePath?

    /// What came of everything.
    private struct Tally {
        var new = 0
        var known = 0
        var different = 0
        var refused = 0
        var rejected = 0
        var notes = 0
    }

    /// Imports everything, and says what came of it.
    ///
    /// - Throws: ``CommandFailure`` also when everything was read and something was rejected.
    func run(_ engine: ImportEngine, into sink: some ImportSink) async throws {
        let keeping = try ImportState.open(state, mapping, files)
        let reading = ImportReading(
            mapping,
            try keeping?.engine(engine) ?? engine,
            files,
            isFollowing: isFollowing,
            after: keeping?.lines ?? [:]
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
        let rejects = ImportRejects(rejects)
        let tally = try await move(reading, keeping, rejects, into: sink)
        stopping.cancel()
        let isStopped = await stopping.value
        try await report(tally, await reading.counts, rejects, isStopped: isStopped)
    }

    private func move(
        _ reading: ImportReading,
        _ keeping: ImportState?,
        _ rejects: ImportRejects,
        into sink: some ImportSink
    ) async throws -> Tally {
        var tally = Tally()
        var keeping = keeping
        var bar = ProgressBar(isShown: Palette.isTerminal(.standardError))
        var next = try await reading.nextBatch(withCheckpoint: false)
        while let batch = next {
            // The next records are mapped while these are on their way.
            let isDue = keeping?.isDue ?? false
            async let following = reading.nextBatch(withCheckpoint: isDue)
            try await take(batch, rejects, into: sink, &tally)
            if let checkpoint = batch.checkpoint {
                try await sink.flush()
                try keeping?.save(checkpoint)
            }
            let words = "\(tally.new + tally.known) events, \(tally.rejected) rejected"
            if let text = bar.text(batch.fraction, words) { await TextOutput.standardError.draw(text) }
            next = try await following
        }
        if let text = bar.end() { await TextOutput.standardError.draw(text) }
        try await sink.flush()
        try keeping?.save(await reading.checkpoint)
        return tally
    }

    private func take(
        _ batch: ImportReading.Batch,
        _ rejects: ImportRejects,
        into sink: some ImportSink,
        _ tally: inout Tally
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
            case .different: tally.different += 1
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

    private func report(
        _ tally: Tally,
        _ counts: ImportCounts,
        _ rejects: ImportRejects,
        isStopped: Bool
    ) async throws {
        for (type, count) in counts.eventsByType.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            await TextOutput.standardError.say("\(count) \(type)")
        }
        await TextOutput.standardError.say(
            "\(mapping.name): rows=\(counts.rows) events=\(counts.events) new=\(tally.new) known=\(tally.known) "
                + "repeated=\(counts.repeated) differing=\(counts.differing + tally.different) "
                + "rejected=\(tally.rejected + tally.refused) notes=\(tally.notes) "
                + "polls_passed_over=\(counts.pollsPassedOver)"
        )
        if await rejects.isUsed {
            await TextOutput.standardError.say(
                "rejects and notes, with line, field and reason: \(rejects.path)"
            )
        }
        if isStopped, !isFollowing {
            let advice = state == nil ? "from the start, which adds nothing twice" : "from there"
            throw CommandFailure("stopped before the end; the same command goes on \(advice)", .failure)
        }
        if tally.rejected + tally.refused > 0 {
            throw CommandFailure("\(tally.rejected + tally.refused) rejected", .failure)
        }
    }
}
