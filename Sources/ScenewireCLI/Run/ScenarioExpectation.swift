import EventSchema
import Foundation
import IncidentState
import SystemPackage

/// What must have come of a scenario once it was played: a JSON file beside it, `NAME.expected.json`.
///
/// - `incident`: the incident's name.
/// - `authored`: how many events people wrote.
/// - `alerts`: how many alerts each rule raises; absent where no alert is expected.
/// - `state`: JSON pointers into the incident's document, and the values there.
/// - `metrics`: lines of a scrape without their values, and the values.
struct ScenarioExpectation: Sendable {
    /// The longest file, in bytes.
    static let byteCountMax = 1 << 20

    let incident: String
    let authored: Int
    let alerts: [String: Int]
    let state: [String: JSONValue]
    let metrics: [String: Double]

    /// The file that belongs to a scenario.
    static func path(of scenario: FilePath) -> FilePath {
        var path = scenario
        path.extension = "expected.json"
        return path
    }

    /// - Throws: ``CommandFailure`` when the file is not as described.
    init(reading path: FilePath) throws(CommandFailure) {
        let failure = { (fault: String) in CommandFailure("\(path): \(fault)", .failure) }
        guard let bytes = FileManager.default.contents(atPath: path.string), bytes.count <= Self.byteCountMax,
            let document = try? CloudEvent.parse(Array(bytes))
        else { throw failure("cannot be read as a JSON object of at most \(Self.byteCountMax) bytes") }
        guard case .string(let incident)? = document["incident"],
            case .number(let authored)? = document["authored"], let authored = Int(authored)
        else { throw failure("needs incident, a text, and authored, a number") }
        self.incident = incident
        self.authored = authored
        state = Self.members(document["state"])
        alerts = Self.members(document["alerts"]).compactMapValues { value in
            if case .number(let digits) = value { Int(digits) } else { nil }
        }
        metrics = Self.members(document["metrics"]).compactMapValues { value in
            if case .number(let digits) = value { Double(digits) } else { nil }
        }
    }

    /// How an incident's document differs from what is expected, one line a difference.
    func faults(of document: JSONObject, in place: String) -> [String] {
        state.sorted { $0.key < $1.key }.compactMap { pointer, expected in
            let found = Self.value(at: pointer, in: .object(document))
            guard found != expected else { return nil }
            return "\(place): \(pointer) is \(Self.text(found)), expected \(Self.text(expected))"
        }
    }

    /// How a scrape in Prometheus text differs from what is expected.
    func faults(ofScrape text: String) -> [String] {
        var values: [Substring: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " ") else { continue }
            values[line[..<space]] = Double(line[line.index(after: space)...])
        }
        return metrics.sorted { $0.key < $1.key }.compactMap { series, expected in
            let found = values[Substring(series)]
            guard found != expected else { return nil }
            return "metrics: \(series) is \(found.map { "\($0)" } ?? "absent"), expected \(expected)"
        }
    }

    /// How the alerts that were raised differ from what is expected.
    func faults(ofAlerts found: [String: Int]) -> [String] {
        guard !alerts.isEmpty else { return [] }
        return Set(alerts.keys).union(found.keys).sorted().compactMap { rule in
            let (found, expected) = (found[rule] ?? 0, alerts[rule] ?? 0)
            return found == expected ? nil : "alerts: \(rule) was raised \(found) times, expected \(expected)"
        }
    }

    private static func members(_ value: JSONValue?) -> [String: JSONValue] {
        guard case .object(let object)? = value else { return [:] }
        return Dictionary(object.members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    private static func value(at pointer: String, in document: JSONValue) -> JSONValue? {
        var value: JSONValue? = document
        for name in pointer.split(separator: "/") {
            switch value {
            case .object(let object): value = object[String(name)]
            case .array(let elements):
                value = Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            default: return nil
            }
        }
        return value
    }

    private static func text(_ value: JSONValue?) -> String {
        value.map { String(decoding: $0.text, as: UTF8.self) } ?? "absent"
    }
}
