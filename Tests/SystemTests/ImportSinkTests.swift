import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// What an import says of its events, and where it puts them.
    @Suite(.timeLimit(.minutes(5))) struct ImportSinkTests {
        @Test func anOutboxSendsWhatIsImported() async throws {
            let calls = try ImportSite(rows: 30)
            let outbox = calls["outbox"]
            try await expect(["outbox", "create", outbox, "--source", "import", "--agency", "pd"])
            let first = try await calls.run(["--outbox", outbox])
            #expect(first.contains { $0.contains("rows=30 events=70 new=70 known=0") }, "\(first)")
            let again = try await calls.run(["--outbox", outbox])
            #expect(again.contains { $0.contains("events=70 new=0 known=70") }, "\(again)")
            let site = try PublisherSite(data: calls["journal"])
            let publisher = try await site.start()
            let flags = ["source", "run", "--outbox", outbox, "--requests", site.requests]
            let agent = try ChildProcess(Executable.scenewire, flags)
            // The agent's heartbeats as well.
            try await site.until(head: 70)
            // The publisher knows them too, whoever offers them.
            let offered = try await calls.run(["--requests", site.requests])
            #expect(offered.contains { $0.contains("events=70 new=0 known=70") }, "\(offered)")
            for process in [agent, publisher] { try await process.killNow() }
        }

        /// It numbers that source's events itself.
        @Test func anOutboxOfTheFeedsOwnSourceIsRefused() async throws {
            let calls = try ImportSite(rows: 3)
            let outbox = calls["outbox"]
            try await expect(["outbox", "create", outbox, "--source", "cad", "--agency", "pd"])
            let lines = try await calls.run(["--outbox", outbox], exit: 2)
            #expect(
                lines.contains { $0.contains("the outbox numbers the events of source cad itself") },
                "\(lines)"
            )
            #expect(lines.contains { $0.contains("scenewire outbox create DIR --source import") }, "\(lines)")
        }

        /// What is odd about a record is written once, in whatever file the record comes again.
        @Test func rejectsAndNotesAreWrittenOnce() async throws {
            let calls = try ImportSite(rows: 30, more: "\nchecks: [{time: cad, ascending: [sent, there]}]")
            var text = try calls.read("calls.csv")
            text = text.replacing("2025-07-01 11:11:00", with: "soon").replacing(
                ",2025-07-01 11:12:01",
                with: ","
            )
            try calls.write(text, to: "calls.csv")
            let first = try await calls.run(["--out", calls["first"]], exit: 1)
            #expect(first.contains { $0.contains("rejected=1 notes=1 ") }, "\(first)")
            let written = try calls.read("rejects")
            #expect(written.split(separator: "\n").count == 2)
            #expect(written.contains(#""field":"there","reason":"there is missing; no event is made of it""#))
            // The last line was not finished.
            try calls.write(written + #"{"kind":"no"#, to: "rejects")
            try calls.write(
                text + ImportSite.rows(30..<33).replacing(",2025-07-01 11:20:01", with: ","),
                to: "next.csv"
            )
            let second = try await calls.run(["--out", calls["second"]], files: ["next.csv"], exit: 1)
            #expect(second.contains { $0.contains("rejected=1 notes=2 ") }, "\(second)")
            #expect(second.contains { $0.hasSuffix("rejects (2 stood there already)") }, "\(second)")
            let lines = try calls.read("rejects").split(separator: "\n")
            #expect(lines.count == 4 && lines.last?.contains("next.csv") == true, "\(lines)")
            // What two files of one import say was not there before it.
            try FileManager.default.removeItem(atPath: calls["rejects"])
            let files = ["calls.csv", "next.csv"]
            let third = try await calls.run(["--out", calls["third"]], files: files, exit: 1)
            #expect(!third.contains { $0.contains("stood there already") }, "\(third)")
            #expect(try calls.read("rejects").split(separator: "\n").count == 3)
        }

        /// Another file came last, which is not the one to look at.
        @Test func whatIsSaidOfAnEventThatWasHeldBackNamesItsOwnFile() async throws {
            let calls = try ImportSite(rows: 3, more: ImportSite.closing)
            try calls.write(ImportSite.header + ImportSite.rows(3..<6), to: "next.csv")
            let site = try PublisherSite(data: calls["journal"])
            let publisher = try await site.start()
            try await calls.run(["--requests", site.requests])
            let text = try calls.read("calls.csv").replacing("11:10:02", with: "11:59:59")
            try calls.write(text, to: "calls.csv")
            let lines = try await calls.run(["--requests", site.requests], files: ["calls.csv", "next.csv"])
            #expect(lines.contains { $0.contains("differing=2") }, "\(lines)")
            let notes = try calls.read("rejects").split(separator: "\n").map {
                try CloudEvent.parse(Array($0.utf8))
            }
            #expect(notes.map { $0["file"] } == [.string(calls["calls.csv"]), .string(calls["calls.csv"])])
            #expect(notes.map { $0["line"] } == [.number("4"), .number("4")])
            // What is not there is told whole.
            #expect(notes.allSatisfy { "\($0["record"] ?? .null)".contains("16:59:59") })
            try await publisher.killNow()
        }

        @Test func aMappingIsNamedOrAFile() async throws {
            let calls = try ImportSite(rows: 3)
            let path = calls["calls.csv"]
            let check = ["--mappings", calls.directory[""], "--check"]
            for name in ["calls", calls["calls.yml"]] {
                try await expect(["import", path, "--mapping", name] + check)
            }
            let unknown = try await expect(["import", path, "--mapping", "cals"] + check, exit: 3)
            #expect(
                unknown.contains { $0.contains("there is no mapping cals; did you mean calls?") },
                "\(unknown)"
            )
            let shipped = try await expect(["import", path, "--mapping", "sf_fire_unit", "--check"], exit: 3)
            #expect(shipped.contains { $0.contains("did you mean sf_fire_units?") }, "\(shipped)")
            #expect(
                shipped.contains {
                    $0.contains("cap, clearwater_pd, cot, nsw_rfs, polisen_se, sf_fire_units")
                },
                "\(shipped)"
            )
            let run = try await expect(["run", "--feed", "polisn_se", path, "--once"], exit: 3)
            #expect(run.contains { $0.contains("did you mean polisen_se?") }, "\(run)")
        }

        @discardableResult
        private func expect(_ arguments: [String], exit: Int32 = 0) async throws -> [String] {
            let process = try ChildProcess(Executable.scenewire, arguments)
            #expect(try await process.exit() == .status(exit), "\(process.report.value)")
            return process.report.value.lines
        }
    }
}
