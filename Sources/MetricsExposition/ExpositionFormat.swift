/// The two text formats in which a scrape can be answered.
public enum ExpositionFormat: Sendable {
    /// Prometheus text format 0.0.4.
    case prometheusText
    /// OpenMetrics 1.0.
    case openMetrics

    /// The value of the header `Content-Type`.
    public var contentType: String {
        switch self {
        case .prometheusText: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The format that a client prefers by its header `Accept` (RFC 9110 §12.5.1).
    ///
    /// OpenMetrics goes only to clients that name it and rank it no lower than Prometheus text. Everybody
    /// else gets Prometheus text, also one that accepts neither: a refusal would help nobody.
    ///
    /// - Parameter accept: The header's value, several joined by commas; `nil` when it is absent.
    public init(accept: String?) {
        var weights: (openMetrics: Double, text: Double) = (0, 0)
        for range in (accept ?? "").split(separator: ",") {
            let parts = range.split(separator: ";").map { Self.trimmed($0).lowercased() }
            guard let type = parts.first else { continue }
            var version: String?
            var weight = 1.0
            for parameter in parts.dropFirst() {
                let pair = parameter.split(separator: "=", maxSplits: 1).map(Self.trimmed)
                guard pair.count == 2 else { continue }
                switch pair[0] {
                case "version": version = pair[1].filter { $0 != "\"" }
                case "q": weight = min(Double(pair[1]) ?? 0, 1)
                default: break
                }
            }
            switch (type, version) {
            case ("application/openmetrics-text", nil), ("application/openmetrics-text", "1.0.0"):
                weights.openMetrics = max(weights.openMetrics, weight)
            case ("text/plain", nil), ("text/plain", "0.0.4"), ("text/*", nil), ("*/*", nil):
                weights.text = max(weights.text, weight)
            default:
                break
            }
        }
        self = weights.openMetrics > 0 && weights.openMetrics >= weights.text ? .openMetrics : .prometheusText
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let end = text.lastIndex { $0 != " " && $0 != "\t" }.map(text.index(after:)) ?? text.startIndex
        return String(text[..<end].drop { $0 == " " || $0 == "\t" })
    }
}
