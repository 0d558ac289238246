/// The media types of the interface.
public enum MediaTypes {
    /// One CloudEvents document.
    public static let event = "application/cloudevents+json"
    /// A JSON array of CloudEvents documents.
    public static let eventBatch = "application/cloudevents-batch+json"
    /// JSON values, one on each line.
    public static let lines = "application/x-ndjson"
    /// JSON without more.
    public static let json = "application/json"
    /// A problem, RFC 9457.
    public static let problem = "application/problem+json"
    /// Server-sent events.
    public static let serverSentEvents = "text/event-stream"
}

/// A media type as a header field names it, RFC 9110 §8.3.1.
public struct MediaType: Equatable, Sendable {
    /// Type and subtype in lower case.
    public let essence: String
    /// Names in lower case; quotation marks around values are taken off.
    public let parameters: [String: String]

    /// - Returns: `nil` unless there is a type and a subtype.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmingSpace }
        let essence = parts.first?.lowercased() ?? ""
        let names = essence.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else { return nil }
        self.essence = essence
        var parameters: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingSpace }
            guard pair.count == 2 else { continue }
            parameters[pair[0].lowercased()] = pair[1].filter { $0 != "\"" }
        }
        self.parameters = parameters
    }

    /// Whether text in this type can be UTF-8, which everything is here.
    public var isUTF8: Bool {
        parameters["charset"].map { $0.lowercased() == "utf-8" } ?? true
    }
}

/// What a client accepts, RFC 9110 §12.5.1.
public struct Acceptance: Sendable {
    private let ranges: [(essence: String, weight: Double)]

    /// - Parameter fields: The values of `Accept`; none means that anything will do.
    public init(_ fields: [String]) {
        ranges = fields.flatMap { $0.split(separator: ",") }.compactMap { text in
            guard let range = MediaType(text) else { return nil }
            let weight = range.parameters["q"].map { Double($0) ?? 0 } ?? 1
            return (range.essence, min(max(weight, 0), 1))
        }
    }

    /// The type that the client likes best, the first of equals; `nil` when it takes none of them.
    public func best(of types: [String]) -> String? {
        guard !ranges.isEmpty else { return types.first }
        var best: (type: String, weight: Double)?
        for type in types where weight(of: type) > best?.weight ?? 0 { best = (type, weight(of: type)) }
        return best?.type
    }

    /// The most specific range decides, whatever its weight.
    private func weight(of type: String) -> Double {
        let group = type.prefix { $0 != "/" } + "/*"
        // RFC 9110 has no ranges of suffixes, but clients ask for application/*+json.
        let suffix = type.hasSuffix("json") ? [String(group.dropLast()) + "*+json"] : []
        for pattern in [type] + suffix + [String(group), "*/*"] {
            if let range = ranges.first(where: { $0.essence == pattern }) { return range.weight }
        }
        return 0
    }
}

extension StringProtocol {
    /// Without spaces and tabs at either end.
    var trimmingSpace: String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let end = lastIndex { !isSpace($0) }.map(index(after:)) ?? startIndex
        return String(self[..<end].drop(while: isSpace))
    }
}
