import Foundation
import Glibc
import Testing

extension SystemTests {
    /// What operators start and look at: the compose file, the rules, the dashboards.
    @Suite(.timeLimit(.minutes(5))) struct DeploymentTests {
        private static let deploy = Executable.repository + "/deploy"
        private static let rules = deploy + "/prometheus/scenewire.rules.yml"
        private static let ruleTests = deploy + "/prometheus/scenewire.rules.test.yml"
        private static let dashboards = deploy + "/grafana/dashboards"
        /// Inside the scenario, while a deadline is open.
        private static let middle = "2025-05-20T15:30:00Z"

        @Test func everyServiceRunsAsComposedAndTheDashboardsShowWhatItMeasures() async throws {
            let directory = try TestDirectory()
            let services = try await ComposedServices(in: directory)
            var processes: [ChildProcess] = []
            // The first one runs and is not ready, since there is no publisher yet.
            for name in ["metrics", "publisher", "archiver", "notifier"] {
                #expect(try await services.health(of: name) == .status(1))
                let process = try services.start(name)
                processes.append(process)
                if name == "metrics" {
                    _ = try await process.report.wait(for: "a service that serves") { report in
                        report.lines.contains { $0.contains("Serving HTTP") } ? true : nil
                    }
                    #expect(try await services.health(of: name) == .status(1))
                } else {
                    try await services.untilHealthy(name, process)
                }
            }
            try await services.untilHealthy("metrics", processes[0])

            try await play(services, ["--until", Self.middle])
            var scrapes = try await scrape(
                services,
                until: "\nscenewire_deadline_due_timestamp_seconds{",
                directory
            )
            try await play(services, ["--from", Self.middle])
            let outcome =
                #"scenewire_incident_outcomes_total{outcome="negotiatedSurrender",peaceful="true"} 1"#
            scrapes += try await scrape(services, until: "\n\(outcome)\n", directory)
            for process in processes.reversed() {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0), "\(process.report.value)")
            }
            try await checkExpressions(scrapes, in: directory)
        }

        @Test func theImageHasWhatTheServicesRun() async throws {
            let directory = try TestDirectory()
            let services = try await ComposedServices(in: directory)
            let image = try String(contentsOfFile: Self.deploy + "/Dockerfile", encoding: .utf8)
            for program in services.programs {
                #expect(image.contains("/source/.build/release/\(program) "), "\(program)")
            }
            #expect(image.contains("COPY deploy/rules.yml /etc/scenewire/rules.yml\n"))
            for shipped in ["Scenarios", "deploy/rules.yml", "deploy/mappings"] {
                #expect(image.contains("COPY \(shipped) /usr/local/share/scenewire/\(shipped)\n"))
            }
        }

        @Test func aFaultInTheComposeFileIsFound() async throws {
            let directory = try TestDirectory()
            let text = try String(
                contentsOfFile: Executable.repository + "/docker-compose.yml",
                encoding: .utf8
            )
            let faults = [
                ("read_only: true", "readonly: true"), ("cap_drop: [ALL]", "cap_drop: []"),
                ("--healthcheck", "--version"), ("prom/prometheus:v2.55.1", "prom/prometheus:latest"),
                ("journal:/var", "journals:/var"),
            ]
            for (right, wrong) in faults {
                try #require(text.contains(right))
                let file = directory["docker-compose.yml"]
                try text.replacing(right, with: wrong).write(toFile: file, atomically: true, encoding: .utf8)
                #expect(try await ComposedServices.check(file).exit == .status(1), "\(wrong)")
            }
        }

        @Test func theRulesPassTheirTestsAndEachAlertHasOne() async throws {
            try await run(Executable.promtool, ["check", "rules", Self.rules])
            try await run(Executable.promtool, ["test", "rules", Self.ruleTests])
            let settings = Self.deploy + "/prometheus/prometheus.yml"
            try await run(Executable.promtool, ["check", "config", "--syntax-only", settings])
            try await run(Executable.amtool, ["check-config", Self.deploy + "/prometheus/alertmanager.yml"])

            let alerts = try String(contentsOfFile: Self.rules, encoding: .utf8)
                .split(separator: "\n").compactMap { $0.split(separator: "- alert: ").dropFirst().first }
            let tests = try String(contentsOfFile: Self.ruleTests, encoding: .utf8).split(
                separator: "- expr: "
            )
            #expect(alerts.count > 10)
            for alert in alerts {
                let own = tests.filter { $0.hasPrefix(#"ALERTS{alertname="\#(alert)","#) }
                #expect(own.contains { $0.contains("exp_samples: []") }, "\(alert) is never silent")
                #expect(own.contains { $0.contains("value: 1") }, "\(alert) never fires")
            }
        }

        private func play(_ services: ComposedServices, _ range: [String]) async throws {
            let player = try services.start("player") { arguments in
                arguments.map { $0 == "60" ? "max" : $0 } + range
            }
            #expect(try await player.exit(limit: .seconds(60)) == .status(0), "\(player.report.value)")
        }

        /// Scrapes every service once the metrics aggregator shows a text.
        ///
        /// - Returns: The files of the scrapes.
        private func scrape(
            _ services: ComposedServices,
            until text: String,
            _ directory: TestDirectory
        ) async throws -> [String] {
            let deadline = ContinuousClock.now + .seconds(60)
            while try await !services.http(of: "metrics").get("/metrics").text.contains(text) {
                guard ContinuousClock.now < deadline else {
                    throw WaitedTooLong(what: text, limit: .seconds(60), last: "no such line")
                }
            }
            var files: [String] = []
            for name in ["publisher", "archiver", "notifier", "metrics"] {
                let answer = try await services.http(of: name).get("/metrics")
                #expect(answer.status == 200)
                files.append(directory["\(name)-\(UUID().uuidString).txt"])
                try Data(answer.body).write(to: URL(filePath: files[files.count - 1]))
            }
            return files
        }

        private func checkExpressions(_ scrapes: [String], in directory: TestDirectory) async throws {
            let script = Executable.repository + "/Tests/Tools/check_expressions.py"
            let leading = [script, Executable.promtool, Self.rules]
            let report = try await run(
                Executable.python,
                leading + [Self.dashboards, directory.path] + scrapes
            )
            #expect(report.values["dashboards"] == "2")
            #expect(report.values["expressions"].flatMap { Int($0) } ?? 0 > 80)

            let wrong = directory["wrong"]
            try FileManager.default.copyItem(atPath: Self.dashboards, toPath: wrong)
            let board = try String(contentsOfFile: wrong + "/incident.json", encoding: .utf8)
            let changes = [
                ("scenewire_demands_total", "scenewire_demand_total"), ("sum by (role", "sum by (roles"),
                ("histogram_quantile(0.5, ", "histogram_quantile(0.5 "),
                ("\"editable\": false", "\"editable\": true"),
            ]
            for (right, fault) in changes {
                try #require(board.contains(right))
                try board.replacing(right, with: fault)
                    .write(toFile: wrong + "/incident.json", atomically: true, encoding: .utf8)
                let check = try ChildProcess(Executable.python, leading + [wrong, directory.path] + scrapes)
                #expect(try await check.exit() == .status(1), "\(fault)")
            }
        }

        /// Runs a program that must end with 0.
        @discardableResult
        private func run(_ program: String, _ arguments: [String]) async throws -> ChildProcess.Report {
            let process = try ChildProcess(program, arguments)
            #expect(try await process.exit(limit: .seconds(60)) == .status(0), "\(process.report.value)")
            return process.report.value
        }
    }
}
