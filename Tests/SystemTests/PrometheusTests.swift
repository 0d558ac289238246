import Foundation
import Glibc
import IncidentMeasures
import Testing

extension SystemTests {
    /// A real Prometheus server scrapes the aggregator.
    @Suite(.timeLimit(.minutes(5))) struct PrometheusTests {
        private static let scenario = Executable.repository + "/Scenarios/a-hostage-standoff.ndjson"
        private static let folded = "scenewire_records_folded_total"
        private static let up = #"up{job="scenewire-metrics"}"#

        /// What Prometheus counts over a kill and a restart is what happened, nothing twice and nothing less.
        @Test func countsExactlyThroughARestartOfTheAggregator() async throws {
            let directory = try TestDirectory()
            var site = try PublisherSite(data: directory["journal"])
            site.arguments = ["--clock", "played"]
            let publisher = try await site.start()
            let port = try FreePort.next()
            var metrics = try await MetricsSite(following: [site], port: port)
            let first = try await metrics.scrape(folded: 0).text
            let prometheus = try await PrometheusServer(
                directory,
                publisher: HTTPSite(publisher).port,
                metrics: port
            )
            try await prometheus.wait(until: Self.folded, is: 0)

            try await play(site, ["--until", "2025-05-20T15:30:00Z"])
            try await prometheus.wait(until: Self.folded, is: Double(site.status().head))
            try await metrics.process.killNow()
            try await prometheus.wait(until: Self.up, is: 0)
            try await play(site, ["--from", "2025-05-20T15:30:00Z", "--until", "2025-05-20T18:00:00Z"])
            metrics = try await MetricsSite(following: [site], port: port)
            try await prometheus.wait(until: Self.folded, is: Double(site.status().head))
            try await play(site, ["--from", "2025-05-20T18:00:00Z"])
            let head = try await site.status().head
            let end = try await prometheus.wait(until: Self.folded, is: Double(head))

            let last = try await metrics.scrape(folded: head).text
            try await compare(prometheus, at: end, Self.counters(first), Self.counters(last))
            #expect(try await prometheus.query("min_over_time(\(Self.up)[1h])").map(\.value) == [0])
            #expect(try await prometheus.query(Self.up).map(\.value) == [1])
            let rules = try await prometheus.rules()
            #expect(rules.count > 15)
            #expect(rules.faults == [])
            for process in [prometheus.process, metrics.process, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
        }

        /// Compares every counter that is derived from the stream.
        ///
        /// At the time of the last sample, and from a first sample that is 0, `increase()` extrapolates nothing.
        private func compare(
            _ prometheus: PrometheusServer,
            at end: Double,
            _ first: [String: Double],
            _ last: [String: Double]
        ) async throws {
            var comparedCount = 0
            for name in Self.counterNames {
                let resets = try await prometheus.query("resets(\(name)[1h])", at: end)
                #expect(resets.allSatisfy { $0.value == 0 }, "\(name) fell")
                for series in try await prometheus.query("increase(\(name)[1h])", at: end) {
                    let key = series.labels.isEmpty ? name : "\(name){\(series.labels)}"
                    // One that came later, such as a new source's, begins with more than 0.
                    guard first[key] == 0 else { continue }
                    #expect(series.value == last[key], "\(key)")
                    comparedCount += 1
                }
            }
            #expect(comparedCount > 500)
            #expect(last["scenewire_negotiation_talk_seconds_total{channel=\"throwPhone\"}"] == 9_655)
        }

        private static let counterNames = MeasuredFamily.all.compactMap { family in
            switch family.kind {
            case .counter: family.name
            case .histogram: family.name + "_count"
            case .gauge, .stateSet: nil
            }
        }

        /// The series of a scrape in Prometheus text that are derived from the stream, and their values.
        private static func counters(_ text: String) -> [String: Double] {
            let pairs = MetricsSite.derived(text).compactMap { line -> (String, Double)? in
                guard let space = line.lastIndex(of: " ") else { return nil }
                return Double(line[line.index(after: space)...]).map { (String(line[..<space]), $0) }
            }
            return Dictionary(pairs) { first, _ in first }
        }

        private func play(_ site: PublisherSite, _ range: [String]) async throws {
            let player = try ChildProcess(
                Executable.scenewire,
                ["play", Self.scenario, "--speed", "max", "--requests", site.requests] + range
            )
            #expect(try await player.exit(limit: .seconds(60)) == .status(0), "\(player.report.value)")
        }
    }
}
