import EventBus
import EventImport
import EventSchema
import Glibc
import SystemPackage

/// Reads the feed's files one after the other and maps their records, on a thread of its own.
actor ImportReading {
    /// Small, so that a signal is heard soon.
    private static let readByteCount = 32 * 1024
    /// How many results a batch may hold: what a publisher answers within a moment, even a busy one.
    private static let resultCountMax = 2_000
    /// How long the end of a followed file is left alone before it is looked at again, in milliseconds.
    private static let followPause: Int32 = 500
    /// How often it is looked whether events that are held back are settled, at most and at least.
    private static let settlePause = Duration.milliseconds(500)...Duration.seconds(30)
    /// How much of the time between two looks at the end of the input counts as idle, so that the time for which the
    /// machine slept, or events were waiting to be taken, does not.
    private static let idleTimeMax = Duration.seconds(1)
    /// How often it is said where the import stands.
    private static let checkpointPause = Duration.seconds(5)
    /// How many reads may give nothing before that is said, so that a bar moves on.
    private static let idleReadCountMax = 16
    /// The byte count that stands before an event in a request.
    private static let prefixByteCountMax = 5

    /// A piece of work: what the records of one file gave.
    struct Batch: Sendable {
        var results: [ImportResult] = []
        /// The file that they are of.
        var file: FilePath
        /// How much of the files was read, from 0 to 1; `nil` where nobody knows.
        var fraction: Double?
        /// Where the import stands once these are taken; `nil` while that need not be kept.
        var checkpoint: ImportCheckpoint?
    }

    private nonisolated let executor = BlockingExecutor(label: "scenewire.import.input")
    private nonisolated let bell = Bell()
    private let files: [FilePath]
    /// How long there must have been nothing to read, since a record last touched an event that is held back, until it
    /// is let go while the last file is followed; `nil` where none is.
    private let settleAfter: Duration?
    private let keepsPlace: Bool
    private let mapping: Mapping
    private var engine: ImportEngine
    private var input: ImportInput?
    private var index = 0
    /// By file, how many records were mapped, those that an earlier import had mapped among them.
    private var mappedCounts: [FilePath: Int]
    /// By file, what stood before the place up to which it was read.
    private var marks: [FilePath: ImportMark]
    /// How many records of the file at hand were read.
    private var readCount = 0
    private var results: ArraySlice<ImportResult> = []
    /// The file that ``results`` are of.
    private var resultsFile: FilePath
    private var isAtEnd = false
    private var isStopped = false
    /// Whether the end of a followed file was met, which may grow.
    private var isIdle = false
    /// Whether another file had the name of the followed one when its end was met last.
    private var isReplaced = false
    private var checkpointAt = ContinuousClock.now
    private var settledAt = ContinuousClock.now
    /// Since when there was nothing to read; `nil` while there is.
    private var idleSince: ContinuousClock.Instant?
    private var hasMoved = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - settleAfter: How long events are held back while the last file is followed; `nil` where none is.
    ///   - keepsPlace: Whether batches say where the import stands.
    ///   - places: By file, how far an earlier import had come, which is passed over.
    init(
        _ mapping: Mapping,
        _ engine: ImportEngine,
        _ files: [FilePath],
        settleAfter: Duration?,
        keepsPlace: Bool,
        after places: [FilePath: ImportPlace]
    ) {
        (self.mapping, self.engine, self.files) = (mapping, engine, files)
        (self.settleAfter, self.keepsPlace) = (settleAfter, keepsPlace)
        (mappedCounts, marks) = (places.mapValues(\.mappedCount), places.mapValues(\.mark))
        resultsFile = files.first ?? "-"
    }

    /// What was read and mapped so far.
    var counts: ImportCounts { engine.counts }
    /// How many events are held back.
    var heldEventCount: Int { engine.heldEventCount }

    /// Maps records until there is as much as one request carries, the end of a file, or nothing to read at once.
    ///
    /// - Returns: `nil` at the end of the input.
    /// - Throws: `Errno` or ``CommandFailure`` when a file cannot be read.
    func nextBatch() throws -> Batch? {
        var batch = Batch(file: resultsFile)
        var room = BusLimits.publishByteCountMax
        var idleReadCount = 0
        while true {
            while let result = results.first {
                if batch.results.isEmpty { batch.file = resultsFile }
                let byteCount = Self.byteCount(of: result)
                guard batch.file == resultsFile, batch.results.count < Self.resultCountMax, room >= byteCount
                else {
                    batch.fraction = fraction
                    return batch
                }
                room -= byteCount
                batch.results.append(result)
                results.removeFirst()
            }
            // What was read is mapped whole, so that the counts and the engine belong together here.
            let isEnd = isAtEnd || isStopped
            let isDue = keepsPlace && hasMoved && ContinuousClock.now - checkpointAt >= Self.checkpointPause
            let isFull = batch.results.count >= Self.resultCountMax / 2
            let isEnough = !batch.results.isEmpty && (isWaiting || input == nil)
            if isEnd || isDue || isFull || isEnough || idleReadCount >= Self.idleReadCountMax {
                if isEnd, batch.results.isEmpty { return nil }
                batch.fraction = fraction
                if isDue { batch.checkpoint = checkpoint }
                return batch
            }
            try read()
            idleReadCount += results.isEmpty ? 1 : 0
        }
    }

    /// Ends the input here; what was held back stays so. Any thread may call it.
    nonisolated func stop() {
        bell.ring()
    }

    /// Where the import stands, when nothing waits to be taken.
    var checkpoint: ImportCheckpoint {
        (checkpointAt, hasMoved) = (.now, false)
        if let input { keepMark(of: input) }
        let places = mappedCounts.compactMap { file, count in
            marks[file].map { (file, ImportPlace(mappedCount: count, mark: $0)) }
        }
        return ImportCheckpoint(
            places: Dictionary(places) { first, _ in first },
            engine: engine.state
        )
    }

    /// While records that were mapped before are read again, the mark stays the one behind the last of them: one that
    /// stands earlier would not tell a file that differs from there on.
    private func keepMark(of input: ImportInput) {
        guard keepsPlace, readCount >= mappedCounts[file] ?? 0 else { return }
        marks[file] = input.mark
    }

    private var file: FilePath { files[min(index, files.count - 1)] }

    private var fraction: Double? {
        guard let part = input?.fraction else { return nil }
        return (Double(index) + part) / Double(files.count)
    }

    /// Whether the next read may have to wait.
    private var isWaiting: Bool {
        isIdle || input.map { !$0.isReadable } ?? false
    }

    private static func byteCount(of result: ImportResult) -> Int {
        switch result {
        case .event(let event): event.event.bytes.count + prefixByteCountMax
        case .fault(let fault): fault.text.count + fault.reason.utf8.count
        case .note(let note): note.text.utf8.count
        }
    }

    private func read() throws {
        guard index < files.count else {
            results = engine.finish()[...]
            isAtEnd = true
            return
        }
        let input = try self.input ?? ImportInput(file, mapping)
        self.input = input
        (resultsFile, engine.file) = (file, file.string)
        // At the end of a file a read returns at once, for ever.
        guard
            bell.wait(
                for: input.descriptor,
                events: Int16(POLLIN),
                milliseconds: settleAfter == nil ? -1 : Self.followPause
            ),
            !isIdle || bell.wait(milliseconds: Self.followPause)
        else {
            isStopped = true
            return
        }
        countIdleTime()
        guard settleAfter == nil || input.isReadable else {
            if index == files.count - 1 { meetEnd() }
            return
        }
        let wasIdle = isIdle
        isIdle = false
        var items: [ReadItem] = []
        guard try !input.read(Self.readByteCount, into: &items) else {
            isReplaced = false
            return take(items)
        }
        take(items)
        if settleAfter != nil, index == files.count - 1, input.isFile, !input.isBroken {
            if input.wasEmptied || isReplaced { return beginAnew(input) }
            // What its writer still adds to a file that was moved away is waited for once more.
            isReplaced = wasIdle && input.wasReplaced
            isIdle = true
            meetEnd()
            return
        }
        end(input)
        index += 1
    }

    /// Takes what only the end of a file completed. It may go on when the file has grown, so that it is not counted and
    /// is read again then.
    private func end(_ input: ImportInput) {
        var last: [ReadItem] = []
        input.finish(into: &last)
        keepMark(of: input)
        input.close()
        results += map(last)
        self.input = nil
        (readCount, isReplaced) = (0, false)
    }

    /// A followed file was replaced by another under its name, or emptied.
    private func beginAnew(_ input: ImportInput) {
        end(input)
        (mappedCounts[file], marks[file], hasMoved) = (0, nil, true)
        results.append(
            .note(ImportNote(line: 0, field: "", text: "the file was replaced; it is read from its start"))
        )
    }

    /// There is nothing more to read for now, so that what is held back and settled may be let go.
    private func meetEnd() {
        idleSince = .now
        guard let settleAfter, ContinuousClock.now - settledAt >= settlePause(settleAfter) else { return }
        settledAt = .now
        let released = engine.release(untouchedFor: settleAfter)
        hasMoved = hasMoved || !released.isEmpty
        results += released
    }

    /// Counts the time since the end was met, before anything more is read.
    private func countIdleTime() {
        guard let idleSince else { return }
        engine.idleTime += min(.now - idleSince, Self.idleTimeMax)
        self.idleSince = nil
    }

    private func settlePause(_ settleAfter: Duration) -> Duration {
        min(max(settleAfter / 10, Self.settlePause.lowerBound), Self.settlePause.upperBound)
    }

    private func take(_ items: [ReadItem]) {
        let new = items.dropFirst(max(0, (mappedCounts[file] ?? 0) - readCount))
        readCount += items.count
        hasMoved = hasMoved || !items.isEmpty
        mappedCounts[file] = max(mappedCounts[file] ?? 0, readCount)
        results = map(new)
    }

    private func map(_ items: some Sequence<ReadItem>) -> ArraySlice<ImportResult> {
        var mapped: [ImportResult] = []
        for item in items {
            switch item {
            case .row(let row): mapped += engine.take(row)
            case .fault(let fault): mapped.append(.fault(fault))
            }
        }
        return mapped[...]
    }
}

/// How far a file was mapped.
struct ImportPlace: Sendable {
    /// How many records were mapped.
    let mappedCount: Int
    /// What stood before the place up to which it was read.
    let mark: ImportMark
}

/// How far the input was mapped, and what has to be remembered of it.
struct ImportCheckpoint: Sendable {
    /// By file, how far it was mapped.
    let places: [FilePath: ImportPlace]
    /// The engine's memory.
    let engine: [JSONObject]
}
