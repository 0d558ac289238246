import EventSchema
import Foundation
import IncidentMeasures
import Testing

/// A metrics aggregator that a test has started, and what it shows.
struct MetricsSite {
    let process: ChildProcess
    let http: HTTPSite

    /// Starts one and waits until it serves HTTP, whatever it answers.
    ///
    /// - Parameters:
    ///   - port: Where it serves; any free one when 0.
    ///   - data: Where it keeps its measures; in memory only when absent.
    ///   - environment: Settings beyond these.
    init(
        following sites: [PublisherSite],
        port: UInt16 = 0,
        data: String? = nil,
        environment: [String: String] = [:]
    ) async throws {
        let publishers = sites.map { "\($0.live) \($0.requests)" }.joined(separator: ",")
        process = try ChildProcess(
            Executable.metrics,
            ["--publisher", publishers, "--http", "127.0.0.1:\(port)"] + (data.map { ["--data", $0] } ?? []),
            environment: environment.merging(["SCENEWIRE_LOG_FORMAT": "logfmt"]) { $1 }
        )
        _ = try await process.report.wait(for: "a metrics aggregator that serves") { report in
            report.lines.contains { $0.contains("Serving HTTP") } ? true : nil
        }
        http = try HTTPSite(process)
    }

    /// Asks for `/metrics` until it shows that so many records were folded.
    ///
    /// - Returns: That scrape, and the statuses of all.
    func scrape(folded count: UInt64) async throws -> (text: String, statuses: Set<Int>) {
        let deadline = ContinuousClock.now + .seconds(120)
        var statuses: Set<Int> = []
        var last = ""
        while ContinuousClock.now < deadline {
            let answer = try await http.get("/metrics")
            statuses.insert(answer.status)
            last = answer.text
            if answer.status == 200, answer.text.contains("\nscenewire_records_folded_total \(count)\n") {
                return (answer.text, statuses)
            }
        }
        throw WaitedTooLong(what: "record \(count)", limit: .seconds(120), last: last)
    }

    /// The lines of a scrape that are made from the streams, and not from this process.
    static func derived(_ text: String) -> [Substring] {
        let names = Set(MeasuredFamily.all.map(\.name))
        return text.split(separator: "\n").filter { line in
            let name = line.prefix { $0 != "{" && $0 != " " }
            return names.contains(String(name))
                || ["_bucket", "_sum", "_count"].contains { suffix in
                    name.hasSuffix(suffix) && names.contains(String(name.dropLast(suffix.count)))
                }
        }
    }
}
