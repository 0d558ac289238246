import Foundation
import Glibc
import Testing

extension SystemTests {
    /// The contracts in docs against real services, by a tool that makes up requests from them.
    @Suite(.timeLimit(.minutes(5))) struct HTTPContractTests {
        private static let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        private static let contract = root.appendingPathComponent("docs/openapi.yaml")
        private static let metricsContract = root.appendingPathComponent("docs/metrics-openapi.yaml")

        /// Runs the tool on a contract and the service at a port.
        ///
        /// - Returns: Its exit status and what it said.
        private func check(
            _ contract: URL,
            _ port: UInt16,
            in directory: TestDirectory,
            _ arguments: [String] = []
        ) async throws -> (status: ChildProcess.Exit, report: String) {
            // It leaves files where it runs.
            let tool = try ChildProcess(
                "/usr/bin/env",
                [
                    "--chdir", directory.path, Self.tool, "run", contract.path, "--url",
                    "http://127.0.0.1:\(port)", "--seed", "1",
                    "--max-examples", "20", "--request-timeout", "10", "--no-color", "--checks", "all",
                ] + arguments
            )
            let status = try await tool.exit(limit: .seconds(240))
            return (status, tool.report.value.lines.joined(separator: "\n"))
        }

        private func checkPublisher(
            _ contract: URL
        ) async throws -> (status: ChildProcess.Exit, report: String) {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let http = try HTTPSite(publisher)
            // Some records, so that there is something to read.
            let events = (1...50).map { HTTPEvent.draft($0) }
            #expect(try await http.post(HTTPEvent.lines(events), as: HTTPEvent.linesType).status == 201)
            let result = try await check(
                contract,
                http.port,
                in: directory,
                [
                    // It does not end; HTTPStreamTests holds it to what is written there.
                    "--exclude-path", "/v1/stream",
                    // What a type's data must be is in the schema's own tables and not in this file.
                    "--exclude-checks", "positive_data_acceptance",
                ]
            )
            #expect(publisher.report.value.exit == nil)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            return result
        }

        /// With the incidents of a whole stand-off.
        private func checkMetrics(
            _ contract: URL
        ) async throws -> (status: ChildProcess.Exit, report: String) {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let scenario = Self.root.appendingPathComponent("Scenarios/a-hostage-standoff.ndjson")
            let lines = try String(contentsOf: scenario, encoding: .utf8)
            let posted = try await HTTPSite(publisher).post(lines, as: HTTPEvent.linesType)
            #expect([200, 201].contains(posted.status), "\(posted.text.prefix(500))")
            let metrics = try await MetricsSite(following: [site])
            _ = try await metrics.scrape(folded: try await site.status().head)
            let result = try await check(contract, metrics.http.port, in: directory)
            for service in [metrics.process, publisher] {
                #expect(service.report.value.exit == nil)
                service.send(SIGTERM)
                #expect(try await service.exit() == .status(0))
            }
            return result
        }

        @Test func thePublisherKeepsItsContract() async throws {
            let (status, report) = try await checkPublisher(Self.contract)
            #expect(status == .status(0), "\(report)")
            #expect(report.contains("Tested: 4"), "\(report)")
        }

        @Test func theMetricsAggregatorKeepsItsContract() async throws {
            let (status, report) = try await checkMetrics(Self.metricsContract)
            #expect(status == .status(0), "\(report)")
            #expect(report.contains("Tested: 3"), "\(report)")
        }

        /// A check that cannot fail would prove nothing.
        @Test(arguments: [
            ("a receipt", "required: [id, sequence, publishedAt, duplicate]", "required: [id, receipt]"),
            ("a record", "'^[0-9]{20}$'", "'^[0-9]{19}$'"), ("a status", "'415':", "'499':"),
            ("a content type", "application/problem+json:", "application/problem+xml:"),
        ])
        func aBrokenContractIsNoticed(_ name: String, _ promise: String, _ other: String) async throws {
            let directory = try TestDirectory()
            let broken = try Self.broken(Self.contract, promise, other, in: directory)
            let (status, report) = try await checkPublisher(broken)
            #expect(status == .status(1), "\(name): \(report)")
        }

        @Test(arguments: [
            ("a year", "leftOut: {type: string}", "leftOut: {type: integer}"),
            ("a list", "[incident, agency, open, hostagesHeld, events]", "[incident, since]"),
            ("an incident", "required: [event, at]", "required: [event, on]"),
        ])
        func aBrokenContractOfTheMetricsIsNoticed(
            _ name: String,
            _ promise: String,
            _ other: String
        ) async throws {
            let directory = try TestDirectory()
            let broken = try Self.broken(Self.metricsContract, promise, other, in: directory)
            let (status, report) = try await checkMetrics(broken)
            #expect(status == .status(1), "\(name): \(report)")
        }

        private static func broken(
            _ contract: URL,
            _ promise: String,
            _ other: String,
            in directory: TestDirectory
        ) throws -> URL {
            let text = try String(contentsOf: contract, encoding: .utf8)
            #expect(text.contains(promise))
            let broken = URL(fileURLWithPath: directory["openapi.yaml"])
            try text.replacingOccurrences(of: promise, with: other)
                .write(to: broken, atomically: true, encoding: .utf8)
            return broken
        }

        /// `scripts/setup` installs it beside the build.
        private static let tool: String = {
            let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
            var build = URL(fileURLWithPath: bundle)
            // The bundle lies under the target's triple and the configuration.
            for _ in 0..<3 { build.deleteLastPathComponent() }
            return build.appendingPathComponent("python/bin/schemathesis").path
        }()
    }
}
