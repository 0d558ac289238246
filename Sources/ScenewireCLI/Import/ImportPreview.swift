import EventImport
import EventSchema
import SystemPackage

/// Shows what records become without publishing anything, on a thread of its own.
actor ImportPreview {
    private nonisolated let executor = BlockingExecutor(label: "scenewire.import.preview")
    private let mapping: Mapping
    private let engine: ImportEngine
    private let files: [FilePath]

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ mapping: Mapping, _ engine: ImportEngine, _ files: [String]) {
        (self.mapping, self.engine, self.files) = (mapping, engine, files.map { FilePath($0) })
    }

    /// Shows the first records that give something, and what was guessed.
    ///
    /// - Parameter count: How many.
    func check(count: Int) async throws {
        var engine = engine
        var left = count
        var isSound = true
        var rowCount = 0
        var unsaid: [String: Set<String>] = [:]
        try await read { item in
            switch item {
            case .fault(let fault):
                isSound = false
                return (["line \(fault.line)", "  ✗ \(fault.reason)"], true)
            case .row(let row):
                rowCount += 1
                let results = engine.take(row)
                guard !results.isEmpty else { return ([], true) }
                left -= 1
                for case .event(let event) in results {
                    for name in mapping.unsaid(by: event.statement) {
                        unsaid[name, default: []].insert(event.statement)
                    }
                }
                if results.contains(where: { if case .fault = $0 { true } else { false } }) {
                    isSound = false
                }
                return (["line \(row.line)"] + results.map { "  \(Self.line($0))" }, left > 0)
            }
        }
        for result in engine.finish() {
            try await TextOutput.standardOutput.write("held until everything is read: \(Self.line(result))\n")
        }
        for (name, statements) in unsaid.sorted(by: { $0.key < $1.key }) {
            let what =
                name == "recordedtime" ? "the event's time, or the poll's" : "the usual one of the type"
            let list = statements.sorted().joined(separator: ", ")
            try await TextOutput.standardOutput.write("guessed: \(name), \(what): \(list)\n")
        }
        try await TextOutput.standardOutput.write("Nothing was published.\n")
        if engine.counts.events == 0 {
            throw CommandFailure("none of \(rowCount) records gave an event", .failure)
        }
        if !isSound { throw CommandFailure("not every record was mapped", .failure) }
    }

    /// Shows the record on a line, and what every statement makes of it.
    func explain(line: Int) async throws {
        var engine = engine
        var isFound = false
        try await read { item in
            switch item {
            case .fault(let fault):
                guard fault.line == line else { return ([], true) }
                isFound = true
                return (["line \(line) is no record: \(fault.reason)"], false)
            case .row(let row):
                // What stands before decides what is new on a board.
                guard row.line == line else {
                    _ = engine.take(row)
                    return ([], row.line < line)
                }
                isFound = true
                return (explanation(of: row, &engine), false)
            }
        }
        guard isFound else { throw CommandFailure("no record begins on line \(line)", .notFound) }
    }

    private func explanation(of row: ImportRow, _ engine: inout ImportEngine) -> [String] {
        let (results, traces) = engine.explain(row)
        var lines = ["line \(row.line)", "record"]
        for (name, value) in row.value.members {
            lines.append("  \(name): \(String(decoding: value.text.prefix(300), as: UTF8.self))")
        }
        lines.append("statements")
        lines += traces.map { "  \($0.statement): \($0.text)" }
        lines.append("results")
        for result in results {
            lines.append("  \(Self.line(result))")
            guard case .event(let event) = result else { continue }
            lines.append("    " + String(decoding: JSONValue.object(event.document).text, as: UTF8.self))
        }
        return lines
    }

    private static func line(_ result: ImportResult) -> String {
        switch result {
        case .event(let event):
            let sentence = (try? event.event.decoded()).map { EventSentence.text(of: $0) } ?? ""
            return "\(event.event.outline.observedAt) \(event.event.type): \(sentence)"
        case .fault(let fault): return "✗ \(fault.reason)"
        case .note(let note): return "note: \(note)"
        }
    }

    /// Reads the files until `show` has enough; what it returns is written.
    private func read(_ show: (ReadItem) throws -> (lines: [String], isMoreWanted: Bool)) async throws {
        for file in files {
            let input = try ImportInput(file, mapping)
            defer { input.close() }
            var isMoreWanted = true
            while isMoreWanted {
                var items: [ReadItem] = []
                let isAtEnd = try !input.read(64 * 1024, into: &items)
                if isAtEnd { input.finish(into: &items) }
                for item in items where isMoreWanted {
                    let (lines, more) = try show(item)
                    isMoreWanted = more
                    let text = lines.map { TerminalText.safe($0, lengthMax: 8_000) + "\n" }.joined()
                    try await TextOutput.standardOutput.write(text)
                }
                if isAtEnd { break }
            }
            if !isMoreWanted { return }
        }
    }
}
