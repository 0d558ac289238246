import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// A foreign export goes through the real programs, once, however often it is imported.
    @Suite(.timeLimit(.minutes(5))) struct ImportTests {
        @Test func importingAgainAddsNothing() async throws {
            let calls = try ImportSite(rows: 300)
            let site = try PublisherSite(data: calls["journal"])
            let publisher = try await site.start()
            let archiver = try ArchiverSite.start(calls["archive"], following: site)
            let first = try await calls.run(["--requests", site.requests])
            #expect(
                first.contains {
                    $0.hasSuffix(
                        "calls: rows=300 events=700 new=700 known=0 repeated=200 differing=0 rejected=0 notes=0 "
                            + "polls_passed_over=0"
                    )
                },
                "\(first)"
            )
            try await ArchiverSite.until(700, in: calls["archive"])
            // Packed, and as one file with what overlaps it.
            let packed = try ChildProcess("/bin/gzip", ["--keep", calls["calls.csv"]])
            #expect(try await packed.exit() == .status(0))
            let again = try await calls.run(
                [calls["calls.csv"] + ".gz", "--requests", site.requests]
            )
            #expect(
                again.contains { $0.contains("rows=600 events=700 new=0 known=700 repeated=1100") },
                "\(again)"
            )
            #expect(try await site.status().head == 700)
            #expect(try await ArchiverSite.events(in: calls["archive"]).count == 700)
            for process in [archiver, publisher] { try await process.killNow() }
        }

        @Test func whatCannotBeMappedIsToldAndLosesNothingElse() async throws {
            let calls = try ImportSite(rows: 30)
            var text = try String(contentsOfFile: calls["calls.csv"], encoding: .utf8)
            text = text.replacing("2025-07-01 11:11:0", with: "soon") + "c99,ROBBERY\r\n"
            try text.write(toFile: calls["calls.csv"], atomically: true, encoding: .utf8)
            let lines = try await calls.run(["--out", calls["events"]], exit: 1)
            #expect(
                lines.contains { $0.contains("rows=30 events=67 new=67") && $0.contains("rejected=4") },
                "\(lines)"
            )
            let rejects = try String(contentsOfFile: calls["rejects"], encoding: .utf8).split(
                separator: "\n"
            )
            .map { try CloudEvent.parse(Array($0.utf8)) }
            #expect(rejects.map { $0["line"] } == ["5", "6", "7", "32"].map { .number($0) })
            #expect(rejects.allSatisfy { $0["kind"] == .string("reject") && $0["record"] != nil })
            #expect(try lineCount(calls["events"]) == 67)
            // A file that is there is never written over.
            let refused = try await calls.run(["--out", calls["events"]], exit: 1)
            #expect(refused.contains { $0.contains("exists already") })
        }

        @Test func aKilledImportGoesOnFromItsState() async throws {
            let calls = try ImportSite(rows: 1_500)
            try await calls.run(["--out", calls["whole"]])
            let arguments = [
                "import", calls["calls.csv"], "--mapping", calls["calls.yml"], "--out",
                calls["parts"],
                "--state", calls["state"],
            ]
            for _ in 0..<2 {
                let before = byteCount(calls["parts"])
                let process = try ChildProcess(Executable.scenewire, arguments)
                while process.report.value.exit == nil, byteCount(calls["parts"]) < before + 400_000 {
                    await Task.yield()
                }
                try await process.killNow()
            }
            let process = try ChildProcess(Executable.scenewire, arguments)
            #expect(try await process.exit() == .status(0), "\(process.report.value)")
            let (whole, parts) = (try lines(calls["whole"]), try lines(calls["parts"]))
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
            let calls = try ImportSite(rows: 0)
            try ImportSite.mapping.replacing("{format: csv}", with: "{format: json, at: /calls}").write(
                toFile: calls["calls.yml"],
                atomically: true,
                encoding: .utf8
            )
            let items = (0..<6_000).map { number in
                #"{"call":"c\#(number)","kind":"FIRE","place":"x","received":"2025-07-01 10:00:00"}"#
            }
            try "{\"calls\":[\(items.joined(separator: ","))]}".write(
                toFile: calls["calls.csv"],
                atomically: true,
                encoding: .utf8
            )
            let arguments = ["--out", calls["events"], "--state", calls["state"]]
            try await calls.run(arguments)
            #expect(try lineCount(calls["events"]) == 6_000)
            let again = try await calls.run(arguments)
            #expect(again.contains { $0.contains("rows=0 events=0 ") }, "\(again)")
            #expect(try lineCount(calls["events"]) == 6_000)
        }

        /// The last line of an export may be half of one, until more is written.
        @Test func aLineThatWasHalfIsReadAgain() async throws {
            let calls = try ImportSite(rows: 3)
            let whole = try String(contentsOfFile: calls["calls.csv"], encoding: .utf8)
            try String(whole.dropLast(30)).write(
                toFile: calls["calls.csv"],
                atomically: false,
                encoding: .utf8
            )
            let arguments = ["--out", calls["events"], "--state", calls["state"]]
            try await calls.run(arguments, exit: 1)
            try whole.write(toFile: calls["calls.csv"], atomically: false, encoding: .utf8)
            try await calls.run(arguments)
            #expect(try lineCount(calls["events"]) == 7)
        }

        @Test func aLookPublishesNothing() async throws {
            let calls = try ImportSite(rows: 9)
            let checked = try await calls.run(["--check"])
            #expect(
                checked.contains(
                    "  2025-07-01T15:10:00.000Z incident.declared: Declared HIT RUN, at 0 Elm St, Unit B"
                )
            )
            #expect(checked.last == "Nothing was published.")
            let explained = try await calls.run(["--explain", "3"])
            #expect(explained.contains("  place: \"0 Elm St, Unit B\""), "\(explained)")
            #expect(
                explained.contains {
                    $0.hasPrefix("  resource.status.changed, sent: resource.status.changed ")
                }
            )
            let absent = try await calls.run(["--explain", "300"], exit: 3)
            #expect(absent.contains { $0.contains("no record begins on line 300") })
            #expect(!FileManager.default.fileExists(atPath: calls["rejects"]))
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
