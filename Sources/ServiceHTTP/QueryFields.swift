import EventSchema

/// The parameters of a request's address, each at most once.
///
/// An unknown one is refused: a misspelt filter that is ignored would show everything.
public struct QueryFields: Sendable {
    private let values: [String: String]

    /// - Parameter allowed: The names that the route knows.
    /// - Throws: ``HTTPProblem/Kind/malformed`` with the parameter.
    public init(_ query: String?, allowed: [String]) throws(HTTPProblem) {
        var values: [String: String] = [:]
        for field in (query ?? "").split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0]),
                let value = PercentCoding.decode(parts.count > 1 ? parts[1] : "")
            else { throw Self.fault(String(parts[0]), "is badly percent-encoded") }
            guard allowed.contains(name) else {
                throw Self.fault(name, "is unknown; allowed are \(allowed.joined(separator: ", "))")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Self.fault(name, "is given more than once")
            }
        }
        self.values = values
    }

    /// The value of a parameter, read by `read`; `nil` when it is absent.
    ///
    /// - Throws: ``HTTPProblem/Kind/malformed`` when `read` gives nothing.
    public func value<Value>(
        _ name: String,
        allowed: String,
        _ read: (String) -> Value?
    ) throws(HTTPProblem) -> Value? {
        guard let text = values[name] else { return nil }
        guard let value = read(text) else {
            throw Self.fault(name, "is \(text.prefix(80).debugDescription); allowed is \(allowed)")
                .with("allowed", .string(allowed))
        }
        return value
    }

    private static func fault(_ name: String, _ fault: String) -> HTTPProblem {
        let name = String(name.prefix(80))
        return HTTPProblem(.malformed, "the parameter \(name) \(fault)").with("parameter", .string(name))
    }
}
