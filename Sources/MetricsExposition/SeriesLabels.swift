/// The labels of one series, in the order and form in which they are written.
struct SeriesLabels: Hashable, Comparable, Sendable {
    /// The value of every label of the series that stands for all beyond a limit.
    static let otherValue = "_other"

    /// The longest value, in bytes of UTF-8; a series with a longer one is beyond the limit.
    static let valueByteCountMax = 256

    /// Sorted, so that the order in which a caller names them does not matter.
    let names: [String]
    /// What stands between the braces, escaped.
    let text: String
    /// Whether no value exceeds the limit.
    let isWithinLimits: Bool

    init(_ dimensions: [(String, String)]) {
        let sorted = dimensions.sorted { $0.0 < $1.0 }
        for (name, _) in sorted {
            precondition(MetricName.isValidLabel(name), "a label is named [a-zA-Z_][a-zA-Z0-9_]*: \(name)")
        }
        for (left, right) in zip(sorted, sorted.dropFirst()) {
            precondition(left.0 != right.0, "a series has each label once: \(left.0)")
        }
        names = sorted.map(\.0)
        text = sorted.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        isWithinLimits = sorted.allSatisfy { $0.1.utf8.count <= Self.valueByteCountMax }
    }

    /// The labels of the series that stands for all beyond the limit.
    static func other(_ names: [String]) -> Self {
        Self(names.map { ($0, otherValue) })
    }

    static func < (left: Self, right: Self) -> Bool {
        left.text < right.text
    }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C || $0 == 0x0A }) else { return value }
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
