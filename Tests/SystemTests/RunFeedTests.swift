import Foundation
import Testing

@testable import ScenewireCLI

extension SystemTests {
    /// `scenewire run --feed`: another system's export goes through every service.
    @Suite(.timeLimit(.minutes(5))) struct RunFeedTests {
        private static let export = """
            call_number,unit_id,call_type,received_timestamp,entry_timestamp,dispatch_timestamp,response_timestamp,on_scene_timestamp,transport_timestamp,hospital_timestamp,call_final_disposition,available_timestamp,address,zipcode_of_incident,row_id,latitude,longitude,unit_type
            1,B01,Structure Fire,2018-01-19 08:21:41 UTC,2018-01-19 08:22:06 UTC,2018-01-19 08:22:26 UTC,2018-01-19 08:24:00 UTC,2018-01-19 08:32:45 UTC,,,Fire,2018-01-19 08:33:29 UTC,1 Elm St,94108,1-B01,37.79,-122.4,CHIEF
            1,E01,Structure Fire,2018-01-19 08:21:41 UTC,2018-01-19 08:22:06 UTC,2018-01-19 08:22:30 UTC,,,,,Fire,2018-01-19 08:40:00 UTC,1 Elm St,94108,1-E01,37.79,-122.4,ENGINE

            """

        @Test func anExportGoesThroughEveryServiceAndAgainAddsNothing() async throws {
            let directory = try TestDirectory()
            try Self.export.write(toFile: directory["calls.csv"], atomically: false, encoding: .utf8)
            let first = try await run(directory)
            #expect(first.exit == .status(0), "\(first)")
            #expect(
                first.values["sf-fire-units:"]?.hasPrefix("rows=2 events=8 new=8 known=0") == true,
                "\(first)"
            )
            #expect(first.values["summary"]?.hasPrefix("authored=8 ") == true, "\(first)")
            #expect(first.values["summary"]?.hasSuffix(" incidents=1 lag=0") == true, "\(first)")
            #expect(!first.lines.contains { $0.contains("LATE") }, "\(first)")
            let second = try await run(directory)
            #expect(second.exit == .status(0), "\(second)")
            #expect(
                second.values["sf-fire-units:"]?.hasPrefix("rows=2 events=8 new=0 known=8") == true,
                "\(second)"
            )
            #expect(second.values["summary"] == first.values["summary"])
        }

        @Test func whatCannotBeMappedIsSaidAndFails() async throws {
            let directory = try TestDirectory()
            try Self.export.replacing("2018-01-19 08:40:00 UTC", with: "soon").write(
                toFile: directory["calls.csv"],
                atomically: false,
                encoding: .utf8
            )
            let report = try await run(directory)
            #expect(report.exit == .status(1), "\(report)")
            #expect(report.values["sf-fire-units:"]?.contains("events=7 new=7") == true, "\(report)")
            #expect(
                report.lines.contains { $0.contains("2 rejected") && $0.contains("rejects.ndjson") },
                "\(report)"
            )
        }

        private func run(_ directory: TestDirectory) async throws -> ChildProcess.Report {
            let offset = try RunTests.freeOffset()
            let process = try ChildProcess(
                Executable.scenewire,
                [
                    "run", "--feed", "sf_fire_units", directory["calls.csv"], "--once", "--data",
                    directory["data"],
                ]
                    + ["--mappings", Executable.repository + "/deploy/mappings"]
                    + ["--rules", Executable.repository + "/deploy/rules.yml", "--port-offset", "\(offset)"]
            )
            _ = try await process.exit(limit: .seconds(150))
            #expect(RunTests.ports.allSatisfy { LocalPort.isFree($0 + offset) })
            return process.report.value
        }
    }
}
