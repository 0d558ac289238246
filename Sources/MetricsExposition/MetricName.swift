/// The rules for names of metrics and labels that both formats share.
enum MetricName {
    /// The suffix that a counter's samples carry and its OpenMetrics family does not.
    static let counterSuffix = "_total"

    /// Units that need no declaration, because a name that ends so means nothing else.
    private static let knownUnits = ["seconds", "bytes", "ratio"]

    /// The name that OpenMetrics puts on TYPE, UNIT and HELP.
    static func family(of name: String) -> String {
        name.hasSuffix(counterSuffix) ? String(name.dropLast(counterSuffix.count)) : name
    }

    static func unit(of family: String) -> String? {
        knownUnits.first { family.hasSuffix("_\($0)") }
    }

    /// Names with a colon are left to recording rules.
    static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default:
                false
            }
        }
    }

    /// `le` belongs to histograms, and names that begin with two underscores to Prometheus.
    static func isValidLabel(_ name: String) -> Bool {
        isValid(name) && name != "le" && !name.hasPrefix("__")
    }
}
