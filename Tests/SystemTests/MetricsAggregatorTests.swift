import EventSchema
import Foundation
import GRDB
import Glibc
import Testing

extension SystemTests {
    /// The real aggregator behind real publishers.
    @Suite(.timeLimit(.minutes(5))) struct MetricsAggregatorTests {
        private static let standoff = Executable.repository + "/Scenarios/a-hostage-standoff.ndjson"
        private static let robbery = Executable.repository + "/Scenarios/b-robbery.ndjson"
        private static let openMetrics = ("Accept", "application/openmetrics-text;version=1.0.0")

        @Test func showsTheOraclesFiguresAndTheSameAfterAKill() async throws {
            let directory = try TestDirectory()
            let site = try Self.playedSite(directory["journal"])
            let publisher = try await site.start()
            var metrics = try await MetricsSite(following: [site])
            _ = try await metrics.scrape(folded: 0)
            try await Self.play(Self.standoff, into: site)
            let head = try await site.status().head
            let (live, _) = try await metrics.scrape(folded: head)
            for line in Self.oracle { #expect(live.contains("\nscenewire_\(line)\n"), "\(line)") }
            try await Self.check(metrics, live, in: directory)
            let document = try await metrics.http.get("/api/v1/incidents/2025-0520-001")
            try await metrics.process.killNow()

            metrics = try await MetricsSite(following: [site])
            let (rebuilt, statuses) = try await metrics.scrape(folded: head)
            #expect(statuses.isSubset(of: [200, 503]))
            #expect(MetricsSite.derived(live).count > 1_000)
            #expect(MetricsSite.derived(rebuilt) == MetricsSite.derived(live))
            #expect(try await metrics.http.get("/api/v1/incidents/2025-0520-001").body == document.body)
            for process in [metrics.process, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
        }

        @Test func aRestartGoesOnFromTheStoredMeasures() async throws {
            let directory = try TestDirectory()
            let site = try Self.playedSite(directory["journal"])
            let publisher = try await site.start()
            var metrics = try await MetricsSite(following: [site], data: directory["measures"])
            try await Self.play(Self.standoff, into: site)
            var head = try await site.status().head
            let (live, _) = try await metrics.scrape(folded: head)
            let document = try await metrics.http.get("/api/v1/incidents/2025-0520-001")
            metrics.process.send(SIGTERM)
            #expect(try await metrics.process.exit() == .status(0))

            metrics = try await MetricsSite(following: [site], data: directory["measures"])
            let (again, _) = try await metrics.scrape(folded: head)
            let lines = metrics.process.report.value.lines
            #expect(lines.contains { $0.contains("Went on from the stored measures") })
            #expect(lines.contains { $0.contains("feed.cursor=\(head) ") })
            try await site.wait(until: "metrics", hasStored: head)
            #expect(MetricsSite.derived(again) == MetricsSite.derived(live))
            #expect(try await metrics.http.get("/api/v1/incidents/2025-0520-001").body == document.body)
            // A kill costs what was folded since; that comes again.
            try await Self.play(Self.robbery, into: site)
            head = try await site.status().head
            let (both, _) = try await metrics.scrape(folded: head)
            try await metrics.process.killNow()
            metrics = try await MetricsSite(following: [site], data: directory["measures"])
            let (rebuilt, _) = try await metrics.scrape(folded: head)
            #expect(MetricsSite.derived(rebuilt) == MetricsSite.derived(both))
            for process in [metrics.process, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
        }

        /// The first scenario lies two weeks before the second, so that its incident is sealed then.
        @Test func whatIsSealedIsStillCountedAndShown() async throws {
            let directory = try TestDirectory()
            let site = try Self.playedSite(directory["journal"])
            let publisher = try await site.start()
            let environment = ["SCENEWIRE_STATE_SEAL_AFTER_HOURS": "24"]
            var metrics = try await MetricsSite(
                following: [site],
                data: directory["measures"],
                environment: environment
            )
            for scenario in [Self.standoff, Self.robbery] { try await Self.play(scenario, into: site) }
            let head = try await site.status().head
            _ = try await metrics.scrape(folded: head)
            metrics.process.send(SIGTERM)
            #expect(try await metrics.process.exit() == .status(0))
            let file = try DatabaseQueue(path: directory["measures"] + "/measures.sqlite")
            let sealed = try await file.read { db in
                try String.fetchAll(db, sql: "SELECT incident FROM state_incidents WHERE is_sealed = 1")
            }
            #expect(sealed == ["2025-0520-001"])
            try file.close()

            metrics = try await MetricsSite(
                following: [site],
                data: directory["measures"],
                environment: environment
            )
            let whole = try await MetricsSite(following: [site])
            let texts = try await [metrics.scrape(folded: head).text, whole.scrape(folded: head).text]
            #expect(MetricsSite.derived(texts[0]) == MetricsSite.derived(texts[1]))
            for path in ["/2025-0520-001", "/2025-0603-001", ""] {
                let path = "/api/v1/incidents" + path
                let answers = try await [metrics.http.get(path), whole.http.get(path)]
                #expect(answers[0].status == 200)
                #expect(answers[0].body == answers[1].body, "\(path)")
            }
            for process in [metrics.process, whole.process, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
        }

        /// Not one scrape shows a part of the past.
        @Test func holdsItsNumbersBackUntilThePastIsFolded() async throws {
            let directory = try TestDirectory()
            let site = try Self.playedSite(directory["journal"])
            let metrics = try await MetricsSite(following: [site])
            let held = try await metrics.http.get("/metrics")
            #expect(held.status == 503)
            #expect(held.text == "rebuilding from the stream: \(site.requests) has not answered yet\n")
            let problem = try await metrics.http.get("/api/v1/incidents")
            #expect(problem.status == 503)
            #expect(problem.headers["content-type"] == "application/problem+json")
            #expect(problem.headers["retry-after"] == "1")
            #expect(try problem.object().text("reason") == "rebuilding")
            #expect(try await metrics.http.get("/livez").status == 200)
            let ready = try await metrics.http.get("/readyz?verbose")
            #expect(ready.status == 503)
            #expect(ready.text.contains("[-] rebuild: rebuilding from the stream"))

            var publisher = try await site.start()
            _ = try await metrics.scrape(folded: 0)
            try await Self.play(Self.standoff, into: site)
            let head = try await site.status().head
            try await metrics.process.killNow()
            try await publisher.killNow()
            let later = try await MetricsSite(following: [site])
            publisher = try await site.start()
            var answer = try await later.http.get("/metrics")
            while answer.status == 503 { answer = try await later.http.get("/metrics") }
            #expect(answer.status == 200)
            #expect(answer.text.contains("\nscenewire_records_folded_total \(head)\n"))
            for process in [later.process, publisher] { try await process.killNow() }
        }

        @Test func severalPublishersMakeOnePicture() async throws {
            let directory = try TestDirectory()
            let sites = try [Self.playedSite(directory["first"]), Self.playedSite(directory["second"])]
            var publishers: [ChildProcess] = []
            for site in sites { publishers.append(try await site.start()) }
            let metrics = try await MetricsSite(following: sites)
            try await Self.play(Self.standoff, into: sites[0])
            try await Self.play(Self.robbery, into: sites[1])
            let heads = try await [sites[0].status().head, sites[1].status().head]
            let (text, _) = try await metrics.scrape(folded: heads[0] + heads[1])
            for (site, head) in zip(sites, heads) {
                let line = "scenewire_consumer_position{publisher=\"\(site.requests)\"} \(head)\n"
                #expect(text.contains(line))
            }
            #expect(text.contains("\nscenewire_incidents_total{agency=\"expd\",class=\"ROBBERY\"} 1\n"))
            #expect(text.contains("\nscenewire_incidents_total{agency=\"expd\",class=\"DVA\"} 1\n"))
            let list = try await metrics.http.get("/api/v1/incidents?open=false&agency=expd").object()
            #expect(try Self.incidents(list) == ["2025-0520-001", "2025-0603-001"])
            let page = try await metrics.http.get("/api/v1/incidents?limit=1").object()
            #expect(try Self.incidents(page) == ["2025-0520-001"])
            #expect(page.text("next") == "2025-0520-001")
            let rest = try await metrics.http.get("/api/v1/incidents?after=2025-0520-001").object()
            #expect(try Self.incidents(rest) == ["2025-0603-001"])
            for query in ["open=true", "agency=kcpd", "status=Actual"] {
                let none = try await metrics.http.get("/api/v1/incidents?\(query)").object()
                #expect(try Self.incidents(none) == [], "\(query)")
            }
            let year = try await metrics.http.get("/api/v1/summary?year=2025&status=Exercise").object()
            #expect(year.number("callOuts") == 2)
            for process in publishers + [metrics.process] { try await process.killNow() }
        }

        @Test func theInterfaceKeepsToTheRulesOfHTTP() async throws {
            let directory = try TestDirectory()
            let site = try Self.playedSite(directory["journal"])
            let publisher = try await site.start()
            let metrics = try await MetricsSite(following: [site])
            try await Self.play(Self.robbery, into: site)
            _ = try await metrics.scrape(folded: try await site.status().head)
            let http = metrics.http
            for target in [
                "/api/v1/incidents", "/api/v1/incidents/2025-0603-001", "/api/v1/summary?year=2025",
            ] {
                let first = try await http.get(target)
                #expect(first.status == 200)
                #expect(first.headers["content-type"] == "application/json")
                let tag = try #require(first.headers["etag"])
                #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
                for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                    let again = try await http.get(target, headers: [("If-None-Match", known)])
                    #expect(again.status == 304, "\(known)")
                    #expect(again.body.isEmpty)
                    #expect(again.headers["etag"] == tag)
                }
                #expect(try await http.get(target, headers: [("If-None-Match", "\"x\"")]).status == 200)
            }
            let problems: [(String, Int)] = [
                ("/api/v1/incidents/none", 404), ("/api/v1/incidents?color=red", 400),
                ("/api/v1/incidents?open=maybe", 400), ("/api/v1/incidents?limit=0", 400),
                ("/api/v1/incidents?limit=1001", 400), ("/api/v1/summary", 400),
                ("/api/v1/summary?year=25", 400), ("/api/v1/summary?year=2025&status=Real", 400),
            ]
            for (target, status) in problems {
                let answer = try await http.get(target)
                #expect(answer.status == status, "\(target)")
                #expect(answer.headers["content-type"] == "application/problem+json", "\(target)")
            }
            let posted = try await http.post("{}", as: "application/json", to: "/api/v1/incidents")
            #expect(posted.status == 405)
            #expect(posted.headers["allow"] == "GET, HEAD")
            let other = try await http.get("/api/v1/incidents", headers: [("Accept", "text/html")])
            #expect(other.status == 406)
            let foreign = try await http.get(
                "/api/v1/incidents",
                headers: [("Origin", "https://example.org")]
            )
            #expect(foreign.status == 403)
            for process in [metrics.process, publisher] { try await process.killNow() }
        }

        @Test func aWrongPublisherStopsTheStart() async throws {
            let process = try ChildProcess(
                Executable.metrics,
                ["--publisher", "tcp://192.0.2.1:1 tcp://192.0.2.1:2"]
            )
            #expect(try await process.exit() == .status(78))
            #expect(process.report.value.lines.contains { $0.contains("publishers") })
        }

        private static let oracle = [
            #"incidents_total{agency="expd",class="DVA"} 1"#,
            #"incident_duration_seconds_sum{class="BARICADE",outcome="negotiatedSurrender"} 23082"#,
            #"incident_outcomes_total{outcome="negotiatedSurrender",peaceful="true"} 1"#,
            #"time_to_command_seconds_sum{class="BARICADE"} 822"#,
            #"time_to_containment_seconds_sum{class="HOSTAGE"} 1242"#,
            #"time_to_first_contact_seconds_sum{class="HOSTAGE"} 3082"#,
            #"time_to_custody_seconds_sum{class="BARICADE",outcome="negotiatedSurrender"} 19457"#,
            #"negotiation_talk_seconds_total{channel="existingPhone"} 3250"#,
            #"negotiation_talk_seconds_total{channel="throwPhone"} 9655"#,
            #"demands_total 3"#, #"deadlines_total{resolution="met"} 1"#,
            #"deadlines_total{resolution="passedWithoutAction"} 1"#,
            #"hostages_released_total{manner="released"} 2"#,
            #"injuries_total{cause="accident",role="officer",severity="minor"} 1"#,
            #"shots_fired_rounds_total{by="subject"} 2"#,
            #"records_amended_total{kind="retracted"} 1"#,
            #"source_events_total{source="cp1"} 38"#,
            #"hostages_held{incident="2025-0520-001"} 0"#,
            #"incident_phase{incident="2025-0520-001",scenewire_incident_phase="closed"} 1"#,
        ]

        /// Others' tools read the live scrape in both formats.
        private static func check(
            _ metrics: MetricsSite,
            _ text: String,
            in directory: TestDirectory
        ) async throws {
            let open = try await metrics.http.get("/metrics", headers: [openMetrics])
            #expect(open.headers["content-type"]?.hasPrefix("application/openmetrics-text") == true)
            try Data(open.body).write(to: URL(fileURLWithPath: directory["open.txt"]))
            try Data(text.utf8).write(to: URL(fileURLWithPath: directory["text.txt"]))
            let script = Executable.repository + "/Tests/Tools/check_exposition.py"
            let parser = try ChildProcess(Executable.python, [script, directory["open.txt"]])
            #expect(try await parser.exit() == .status(0), "\(parser.report.value)")
            #expect(parser.report.value.values["families"].flatMap { Int($0) } ?? 0 > 50)
            let tool = try ChildProcess(
                "/bin/sh",
                ["-c", #""$0" check metrics < "$1""#, Executable.promtool, directory["text.txt"]]
            )
            #expect(try await tool.exit() == .status(0), "\(tool.report.value)")
        }

        private static func playedSite(_ data: String) throws -> PublisherSite {
            var site = try PublisherSite(data: data)
            site.arguments = ["--clock", "played"]
            return site
        }

        private static func play(_ file: String, into site: PublisherSite) async throws {
            let player = try ChildProcess(
                Executable.scenewire,
                ["play", file, "--speed", "max", "--requests", site.requests]
            )
            #expect(try await player.exit(limit: .seconds(60)) == .status(0), "\(player.report.value)")
        }

        private static func incidents(_ list: JSONObject) throws -> [String] {
            guard case .array(let rows)? = list["incidents"] else { return [] }
            return rows.compactMap { row in
                if case .object(let object) = row { object.text("incident") } else { nil }
            }
        }
    }
}
