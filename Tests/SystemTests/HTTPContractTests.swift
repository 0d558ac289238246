import Foundation
import Glibc
import Testing

extension SystemTests {
    /// docs/openapi.yaml against the real publisher, by a tool that makes up requests from it.
    @Suite(.timeLimit(.minutes(5))) struct HTTPContractTests {
        private static let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        private static let contract = root.appendingPathComponent("docs/openapi.yaml")

        /// Runs the tool on a contract.
        ///
        /// - Returns: Its exit status and what it said.
        private func check(_ contract: URL) async throws -> (status: ChildProcess.Exit, report: String) {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let http = try HTTPSite(publisher)
            // Some records, so that there is something to read.
            let events = (1...50).map { HTTPEvent.draft($0) }
            #expect(try await http.post(HTTPEvent.lines(events), as: HTTPEvent.linesType).status == 201)
            // It leaves files where it runs.
            let tool = try ChildProcess(
                "/usr/bin/env",
                [
                    "--chdir", directory.path, Self.tool, "run", contract.path, "--url",
                    "http://127.0.0.1:\(http.port)", "--seed", "1",
                    "--max-examples", "20", "--request-timeout", "10", "--no-color",
                    // It does not end; HTTPStreamTests holds it to what is written there.
                    "--exclude-path", "/v1/stream",
                    // What a type's data must be is in the schema's own tables and not in this file.
                    "--checks", "all", "--exclude-checks", "positive_data_acceptance",
                ]
            )
            let status = try await tool.exit(limit: .seconds(240))
            let report = tool.report.value.lines.joined(separator: "\n")
            #expect(publisher.report.value.exit == nil)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            return (status, report)
        }

        @Test func thePublisherKeepsItsContract() async throws {
            let (status, report) = try await check(Self.contract)
            #expect(status == .status(0), "\(report)")
            #expect(report.contains("Tested: 4"), "\(report)")
        }

        /// A check that cannot fail would prove nothing.
        @Test(arguments: [
            ("a receipt", "required: [id, sequence, published_at, duplicate]", "required: [id, receipt]"),
            ("a record", "'^[0-9]{20}$'", "'^[0-9]{19}$'"), ("a status", "'415':", "'499':"),
            ("a content type", "application/problem+json:", "application/problem+xml:"),
        ])
        func aBrokenContractIsNoticed(_ name: String, _ promise: String, _ other: String) async throws {
            let directory = try TestDirectory()
            let text = try String(contentsOf: Self.contract, encoding: .utf8)
            #expect(text.contains(promise))
            let broken = URL(fileURLWithPath: directory["openapi.yaml"])
            try text.replacingOccurrences(of: promise, with: other)
                .write(to: broken, atomically: true, encoding: .utf8)
            let (status, report) = try await check(broken)
            #expect(status == .status(1), "\(name): \(report)")
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
