import EventSchema
import Foundation
import Testing

/// Debian's Prometheus server with the shipped configuration and rules, scraping every second on ports of the test.
struct PrometheusServer: Sendable {
    /// One series of an answer.
    struct Series: Sendable {
        /// Its labels and values as a scrape writes them, sorted, without those that Prometheus adds.
        let labels: String
        let value: Double
    }

    let process: ChildProcess
    private let http: HTTPSite

    /// Starts a server and waits until it is ready.
    init(_ directory: TestDirectory, publisher: UInt16, metrics: UInt16) async throws {
        let shipped = Executable.repository + "/deploy/prometheus/"
        let (settings, rules) = (directory["prometheus.yml"], "scenewire.rules.yml")
        try FileManager.default.copyItem(atPath: shipped + rules, toPath: directory[rules])
        var text = try String(contentsOfFile: shipped + "prometheus.yml", encoding: .utf8)
        let changes = try [
            ("_interval: 5s", "_interval: 1s"), ("timeout: 4s", "timeout: 1s"),
            ("127.0.0.1:8080", "127.0.0.1:\(publisher)"), ("127.0.0.1:8083", "127.0.0.1:\(metrics)"),
            ("127.0.0.1:8081", "127.0.0.1:\(FreePort.next())"),
            ("127.0.0.1:8082", "127.0.0.1:\(FreePort.next())"),
            ("127.0.0.1:9093", "127.0.0.1:\(FreePort.next())"),
        ]
        for (shipped, own) in changes {
            try #require(text.contains(shipped))
            text = text.replacing(shipped, with: own)
        }
        try text.write(toFile: settings, atomically: true, encoding: .utf8)
        http = HTTPSite(port: try FreePort.next())
        process = try ChildProcess(
            Executable.prometheus,
            [
                "--config.file=\(settings)", "--storage.tsdb.path=\(directory["prometheus"])",
                "--web.listen-address=127.0.0.1:\(http.port)",
            ]
        )
        let isReady = try await process.report.wait(for: "a Prometheus that is ready") { report -> Bool? in
            if report.exit != nil { return false }
            return report.lines.contains { $0.contains("Server is ready") } ? true : nil
        }
        try #require(isReady, "\(process.report.value)")
    }

    /// Evaluates an expression.
    ///
    /// - Parameter time: When, in seconds since 1970; now when absent.
    func query(_ expression: String, at time: Double? = nil) async throws -> [Series] {
        let text = try #require(
            expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        )
        let moment = time.map { "&time=\($0)" } ?? ""
        let data = try await ask("/api/v1/query?query=\(text)\(moment)")
        return try data.objects("result").map { series in
            guard case .object(let labels)? = series["metric"], case .array(let pair)? = series["value"],
                case .string(let digits)? = pair.last, let value = Double(digits)
            else { throw WrongAnswer(answer: "\(series)") }
            let own = labels.names.filter { !["__name__", "instance", "job"].contains($0) }.sorted()
            return Series(
                labels: own.map { "\($0)=\"\(labels.text($0) ?? "")\"" }.joined(separator: ","),
                value: value
            )
        }
    }

    /// Waits until an expression has one series with a value.
    ///
    /// - Returns: The time of its last sample, in seconds since 1970.
    @discardableResult
    func wait(until expression: String, is value: Double) async throws -> Double {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let series = try await query(expression)
            if series.map(\.value) == [value] {
                return try #require(try await query("timestamp(\(expression))").first?.value)
            }
            guard ContinuousClock.now < deadline else {
                throw WaitedTooLong(
                    what: "\(expression) == \(value)",
                    limit: .seconds(60),
                    last: "\(series)"
                )
            }
        }
    }

    /// What went wrong with rules so far, and how many there are.
    func rules() async throws -> (count: Int, faults: [String]) {
        let rules = try await ask("/api/v1/rules").objects("groups").flatMap { try $0.objects("rules") }
        let faults = rules.filter { $0.text("health") != "ok" }
        return (rules.count, faults.map { "\($0.text("name") ?? "?"): \($0.text("lastError") ?? "?")" })
    }

    private func ask(_ target: String) async throws -> JSONObject {
        let answer = try await http.get(target)
        guard answer.status == 200, case .object(let data)? = try answer.object()["data"] else {
            throw WrongAnswer(answer: answer.text)
        }
        return data
    }

    /// Prometheus refused a question, or answered with something else.
    struct WrongAnswer: Error {
        let answer: String
    }
}
