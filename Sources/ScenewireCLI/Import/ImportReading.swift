import EventBus
import EventImport
import EventSchema
import Glibc
import SystemPackage

/// Reads the feed's files one after the other and maps their records, on a thread of its own.
actor ImportReading {
    private static let readByteCount = 256 * 1024
    /// How long the end of a followed file is left alone before it is looked at again, in milliseconds.
    private static let followPause: Int32 = 500
    /// The byte count that stands before an event in a request.
    private static let prefixByteCountMax = 5

    /// A piece of work: what the records gave.
    struct Batch: Sendable {
        var results: [ImportResult] = []
        /// The file that they are of.
        var file: FilePath = "-"
        /// How much of the files was read, from 0 to 1; `nil` where nobody knows.
        var fraction: Double?
        /// Where the import stands once these are taken; `nil` where it was not asked for or cannot be said.
        var checkpoint: ImportCheckpoint?
    }

    private nonisolated let executor = BlockingExecutor(label: "scenewire.import.input")
    private nonisolated let bell = Bell()
    private let files: [FilePath]
    private let isFollowing: Bool
    private let mapping: Mapping
    private var engine: ImportEngine
    private var input: ImportInput?
    private var index = 0
    /// By file, the line on which the last record begins that was mapped.
    private var lines: [FilePath: Int]
    private var results: ArraySlice<ImportResult> = []
    private var isAtEnd = false
    private var isStopped = false
    /// Whether the end of a followed file was met, which may grow.
    private var isIdle = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter lines: By file, the line that an earlier import had come to; what stands before is passed over.
    init(
        _ mapping: Mapping,
        _ engine: ImportEngine,
        _ files: [FilePath],
        isFollowing: Bool,
        after lines: [FilePath: Int]
    ) {
        (self.mapping, self.engine, self.files, self.isFollowing) = (mapping, engine, files, isFollowing)
        self.lines = lines
    }

    /// What was read and mapped so far.
    var counts: ImportCounts { engine.counts }

    /// Maps records until there is as much as one request carries, or nothing to read at once.
    ///
    /// - Returns: `nil` at the end of the input.
    /// - Throws: `Errno` or ``CommandFailure`` when a file cannot be read.
    func nextBatch(withCheckpoint: Bool) throws -> Batch? {
        var batch = Batch(file: file, fraction: fraction)
        var room = BusLimits.publishByteCountMax
        var count = 0
        while true {
            while let result = results.first {
                if case .event(let event) = result {
                    let byteCount = event.event.bytes.count + Self.prefixByteCountMax
                    guard count < EventParcel.countMax, room >= byteCount else { return batch }
                    room -= byteCount
                    count += 1
                }
                batch.results.append(result)
                results.removeFirst()
            }
            // What was read is mapped whole, so that the lines and the engine belong together here.
            (batch.file, batch.fraction) = (file, fraction)
            batch.checkpoint = withCheckpoint ? checkpoint : nil
            if isAtEnd || isStopped { return batch.results.isEmpty ? nil : batch }
            if count >= EventParcel.countMax / 2 || !batch.results.isEmpty && isWaiting { return batch }
            try read()
        }
    }

    /// Ends the input here; what was held back stays so. Any thread may call it.
    nonisolated func stop() {
        bell.ring()
    }

    /// Where the import stands, when nothing waits to be taken.
    var checkpoint: ImportCheckpoint { ImportCheckpoint(lines: lines, engine: engine.state) }

    private var file: FilePath { files[min(index, files.count - 1)] }

    private var fraction: Double? {
        guard let part = input?.fraction else { return nil }
        return (Double(index) + part) / Double(files.count)
    }

    /// Whether the next read may have to wait.
    private var isWaiting: Bool {
        isIdle || input.map { !$0.isReadable } ?? false
    }

    private func read() throws {
        guard index < files.count else {
            results = engine.finish()[...]
            isAtEnd = true
            return
        }
        let input = try self.input ?? ImportInput(file, mapping)
        self.input = input
        // At the end of a file a read returns at once, for ever.
        guard bell.wait(for: input.descriptor, events: Int16(POLLIN)),
            !isIdle || bell.wait(milliseconds: Self.followPause)
        else {
            isStopped = true
            return
        }
        isIdle = false
        var items: [ReadItem] = []
        if try !input.read(Self.readByteCount, into: &items) {
            if isFollowing, index == files.count - 1, input.isFile {
                isIdle = true
            } else {
                input.finish(into: &items)
                input.close()
                self.input = nil
            }
        }
        take(items)
        if self.input == nil { index += 1 }
    }

    private func take(_ items: [ReadItem]) {
        var mapped: [ImportResult] = []
        let done = lines[file] ?? 0
        for item in items {
            switch item {
            case .row(let row):
                guard row.line > done else { continue }
                mapped += engine.take(row)
                lines[file] = row.line
            case .fault(let fault):
                guard fault.line > done || fault.line == 0 else { continue }
                mapped.append(.fault(fault))
                lines[file] = max(lines[file] ?? 0, fault.line)
            }
        }
        results = mapped[...]
    }
}

/// How far the input was mapped, and what has to be remembered of it.
struct ImportCheckpoint: Sendable {
    /// By file, the line on which the last record begins that was mapped.
    let lines: [FilePath: Int]
    /// The engine's memory.
    let engine: [JSONObject]
}
