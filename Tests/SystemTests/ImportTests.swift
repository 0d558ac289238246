import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// A foreign export goes through the real programs, once, however often it is imported.
    @Suite(.timeLimit(.minutes(5))) struct ImportTests {
        private static let mapping = """
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

        /// A new directory with the mapping and an export of so many rows, three to a call.
        private func directory(rows: Int) throws -> TestDirectory {
            let directory = try TestDirectory()
            try Self.mapping.write(toFile: directory["calls.yml"], atomically: true, encoding: .utf8)
            try (Self.header + Self.rows(0..<rows)).write(
                toFile: directory["calls.csv"],
                atomically: true,
                encoding: .utf8
            )
            return directory
        }

        private static let header = "call,kind,place,received,unit,sent,there\r\n"

        private static func rows(_ numbers: Range<Int>) -> String {
            numbers.map { number in
                let call = number / 3
                let minute = 10 + call % 50
                return
                    "c\(call),HIT & RUN,\"\(call) Elm St, Unit B\",2025-07-01 10:\(minute):00,E\(number % 3),"
                    + "2025-07-01 10:\(minute):0\(1 + number % 3),2025-07-01 11:\(minute):00\r\n"
            }.joined()
        }

        @discardableResult
        private func run(
            _ directory: TestDirectory,
            _ arguments: [String],
            exit: Int32 = 0
        ) async throws -> [String] {
            let process = try ChildProcess(
                Executable.scenewire,
                [
                    "import", directory["calls.csv"], "--mapping", directory["calls.yml"], "--rejects",
                    directory["rejects"],
                ]
                    + arguments
            )
            #expect(try await process.exit() == .status(exit), "\(process.report.value)")
            return process.report.value.lines
        }

        @Test func importingAgainAddsNothing() async throws {
            let directory = try directory(rows: 300)
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let archiver = try ArchiverSite.start(directory["archive"], following: site)
            let first = try await run(directory, ["--requests", site.requests])
            #expect(
                first.contains {
                    $0.hasSuffix(
                        "calls: rows=300 events=700 new=700 known=0 repeated=200 differing=0 rejected=0 notes=0 "
                            + "polls_passed_over=0"
                    )
                },
                "\(first)"
            )
            try await ArchiverSite.until(700, in: directory["archive"])
            // Packed, and as one file with what overlaps it.
            let packed = try ChildProcess("/bin/gzip", ["--keep", directory["calls.csv"]])
            #expect(try await packed.exit() == .status(0))
            let again = try await run(
                directory,
                [directory["calls.csv"] + ".gz", "--requests", site.requests]
            )
            #expect(
                again.contains { $0.contains("rows=600 events=700 new=0 known=700 repeated=1100") },
                "\(again)"
            )
            #expect(try await site.status().head == 700)
            #expect(try await ArchiverSite.events(in: directory["archive"]).count == 700)
            for process in [archiver, publisher] { try await process.killNow() }
        }

        @Test func whatCannotBeMappedIsToldAndLosesNothingElse() async throws {
            let directory = try directory(rows: 30)
            var text = try String(contentsOfFile: directory["calls.csv"], encoding: .utf8)
            text = text.replacing("2025-07-01 11:11:00", with: "soon") + "c99,ROBBERY\r\n"
            try text.write(toFile: directory["calls.csv"], atomically: true, encoding: .utf8)
            let lines = try await run(directory, ["--out", directory["events"]], exit: 1)
            #expect(
                lines.contains { $0.contains("rows=30 events=67 new=67") && $0.contains("rejected=4") },
                "\(lines)"
            )
            let rejects = try String(contentsOfFile: directory["rejects"], encoding: .utf8).split(
                separator: "\n"
            )
            .map { try CloudEvent.parse(Array($0.utf8)) }
            #expect(rejects.map { $0["line"] } == ["5", "6", "7", "32"].map { .number($0) })
            #expect(rejects.allSatisfy { $0["kind"] == .string("reject") && $0["record"] != nil })
            #expect(try lineCount(directory["events"]) == 67)
            // A file that is there is never written over.
            let refused = try await run(directory, ["--out", directory["events"]], exit: 1)
            #expect(refused.contains { $0.contains("exists already") })
        }

        @Test func aKilledImportGoesOnFromItsState() async throws {
            let directory = try directory(rows: 1_500)
            try await run(directory, ["--out", directory["whole"]])
            let arguments = [
                "import", directory["calls.csv"], "--mapping", directory["calls.yml"], "--out",
                directory["parts"],
                "--state", directory["state"],
            ]
            for _ in 0..<2 {
                let before = byteCount(directory["parts"])
                let process = try ChildProcess(Executable.scenewire, arguments)
                while process.report.value.exit == nil, byteCount(directory["parts"]) < before + 400_000 {
                    await Task.yield()
                }
                try await process.killNow()
            }
            let process = try ChildProcess(Executable.scenewire, arguments)
            #expect(try await process.exit() == .status(0), "\(process.report.value)")
            let (whole, parts) = (try lines(directory["whole"]), try lines(directory["parts"]))
            #expect(whole.count == 3_500)
            #expect(parts.count == whole.count)
            #expect(Set(parts) == Set(whole))
            // Nothing is left to be read.
            let last = try ChildProcess(Executable.scenewire, arguments)
            #expect(try await last.exit() == .status(0))
            #expect(
                last.report.value.lines.contains { $0.contains("rows=0 events=0") },
                "\(last.report.value)"
            )
        }

        /// Places are counted in records, since a document may be one line.
        @Test func aDocumentOnOneLineIsReadWholeAndOnce() async throws {
            let directory = try directory(rows: 0)
            try Self.mapping.replacing("{format: csv}", with: "{format: json, at: /calls}").write(
                toFile: directory["calls.yml"],
                atomically: true,
                encoding: .utf8
            )
            let calls = (0..<6_000).map { number in
                #"{"call":"c\#(number)","kind":"FIRE","place":"x","received":"2025-07-01 10:00:00"}"#
            }
            try "{\"calls\":[\(calls.joined(separator: ","))]}".write(
                toFile: directory["calls.csv"],
                atomically: true,
                encoding: .utf8
            )
            let arguments = ["--out", directory["events"], "--state", directory["state"]]
            try await run(directory, arguments)
            #expect(try lineCount(directory["events"]) == 6_000)
            let again = try await run(directory, arguments)
            #expect(again.contains { $0.contains("rows=0 events=0 ") }, "\(again)")
            #expect(try lineCount(directory["events"]) == 6_000)
        }

        /// The last line of an export may be half of one, until more is written.
        @Test func aLineThatWasHalfIsReadAgain() async throws {
            let directory = try directory(rows: 3)
            let whole = try String(contentsOfFile: directory["calls.csv"], encoding: .utf8)
            try String(whole.dropLast(30)).write(
                toFile: directory["calls.csv"],
                atomically: false,
                encoding: .utf8
            )
            let arguments = ["--out", directory["events"], "--state", directory["state"]]
            try await run(directory, arguments, exit: 1)
            try whole.write(toFile: directory["calls.csv"], atomically: false, encoding: .utf8)
            try await run(directory, arguments)
            #expect(try lineCount(directory["events"]) == 7)
        }

        @Test func aFileThatGrowsIsFollowed() async throws {
            let directory = try directory(rows: 3)
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let process = try ChildProcess(
                Executable.scenewire,
                [
                    "import", directory["calls.csv"], "--mapping", directory["calls.yml"], "--follow",
                    "--state",
                    directory["state"], "--requests", site.requests,
                ]
            )
            try await site.wait(untilHeadIs: 7)
            let file = try #require(FileHandle(forWritingAtPath: directory["calls.csv"]))
            try file.seekToEnd()
            try file.write(contentsOf: Data(Self.rows(3..<6).utf8))
            try file.close()
            try await site.wait(untilHeadIs: 14)
            process.send(SIGINT)
            #expect(try await process.exit() == .status(0), "\(process.report.value)")
            try await publisher.killNow()
        }

        @Test func aLookPublishesNothing() async throws {
            let directory = try directory(rows: 9)
            let checked = try await run(directory, ["--check"])
            #expect(
                checked.contains(
                    "  2025-07-01T15:10:00.000Z incident.declared: Declared HIT RUN, at 0 Elm St, Unit B"
                )
            )
            #expect(checked.last == "Nothing was published.")
            let explained = try await run(directory, ["--explain", "3"])
            #expect(explained.contains("  place: \"0 Elm St, Unit B\""), "\(explained)")
            #expect(
                explained.contains {
                    $0.hasPrefix("  resource.status.changed, sent: resource.status.changed ")
                }
            )
            let absent = try await run(directory, ["--explain", "300"], exit: 3)
            #expect(absent.contains { $0.contains("no record begins on line 300") })
            #expect(!FileManager.default.fileExists(atPath: directory["rejects"]))
        }

        private func lines(_ path: String) throws -> [Substring] {
            try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        }

        private func byteCount(_ path: String) -> Int64 {
            var status = stat()
            return stat(path, &status) == 0 ? Int64(status.st_size) : 0
        }

        private func lineCount(_ path: String) throws -> Int {
            try Data(contentsOf: URL(filePath: path)).count { $0 == UInt8(ascii: "\n") }
        }
    }
}
