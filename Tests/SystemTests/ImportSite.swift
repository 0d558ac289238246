import Foundation
import Testing

/// A directory with a mapping of calls and an export of them, which a test imports.
struct ImportSite: Sendable {
    /// Each call is declared once, and each unit has two times.
    static let mapping = """
        version: 1
        name: calls
        input: {format: csv}
        times: {zone: America/Chicago, formats: {cad: "yyyy-MM-dd HH:mm:ss"}}
        event: {agency: pd, source: cad, authorid: cad, authorrole: automation, status: Test, tlp: GREEN, subject: "{call}"}
        events:
          - event: incident.declared
            key: "{call}"
            time: "{received | time cad}"
            data: {class: "{kind | word}", location: {label: "{place}"}}
          - event: resource.status.changed
            key: "{call} {unit}"
            each: {sent: Dispatched, there: OnScene}
            time: "{$value | time cad}"
            data: {resources: [{id: "{unit}"}], status: "{$word}"}
        """

    /// The end of a call is its last unit's, which is known late.
    static let closing = """

          - event: incident.closed
            key: "{call}"
            keep: latest
            time: "{there | time cad}"
            data: {outcome: done, endedAt: "{there | time cad}"}
        """

    static let header = "call,kind,place,received,unit,sent,there\r\n"

    let directory: TestDirectory

    /// - Parameters:
    ///   - rows: How many the export has, three to a call.
    ///   - more: Added to the mapping.
    init(rows: Int, more: String = "") throws {
        directory = try TestDirectory()
        try write(Self.mapping + more, to: "calls.yml")
        try write(Self.header + Self.rows(0..<rows), to: "calls.csv")
    }

    /// Rows of these numbers; the events of one are 2, and 3 with the first of its call.
    static func rows(_ numbers: Range<Int>) -> String {
        numbers.map { number in
            let call = number / 3
            let minute = 10 + call % 50
            return
                "c\(call),HIT & RUN,\"\(call) Elm St, Unit B\",2025-07-01 10:\(minute):00,E\(number % 3),"
                + "2025-07-01 10:\(minute):0\(1 + number % 3),2025-07-01 11:\(minute):0\(number % 3)\r\n"
        }.joined()
    }

    subscript(name: String) -> String { directory[name] }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: directory[name], atomically: false, encoding: .utf8)
    }

    func append(_ text: String, to name: String) throws {
        let file = try #require(FileHandle(forWritingAtPath: directory[name]))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: directory[name], encoding: .utf8)
    }

    /// Starts an import of the export, or of other files.
    func start(_ arguments: [String], files: [String] = ["calls.csv"]) throws -> ChildProcess {
        try ChildProcess(
            Executable.scenewire,
            ["import"] + files.map { directory[$0] }
                + ["--mapping", directory["calls.yml"], "--rejects", directory["rejects"]] + arguments
        )
    }

    /// Imports, and waits for the end.
    ///
    /// - Returns: What the command said.
    @discardableResult
    func run(_ arguments: [String], files: [String] = ["calls.csv"], exit: Int32 = 0) async throws -> [String]
    {
        let process = try start(arguments, files: files)
        #expect(try await process.exit() == .status(exit), "\(process.report.value)")
        return process.report.value.lines
    }
}
