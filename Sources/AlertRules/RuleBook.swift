/// A file of rules and destinations, checked.
public struct RuleBook: Sendable {
    /// The longest file, in bytes.
    public static let byteCountMax = 1 << 20
    /// How many rules a file may have.
    public static let ruleCountMax = 500
    /// The format that this version reads.
    public static let version = 1

    /// In the file's order.
    public let rules: [AlertRule]
    /// In the file's order, without the log.
    public let destinations: [Destination]
    /// The same for the same file.
    let fingerprint: String

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - text: Its bytes.
    ///   - file: Its name, for the faults.
    /// - Throws: ``RuleFaults``, every fault that was found.
    public init(_ text: [UInt8], file: String) throws(RuleFaults) {
        self = try RuleParser(file: file).book(text)
    }

    /// The consumers that rules tell of, by the names under which they report to their publisher.
    public var watchedConsumers: Set<String> {
        Set(
            rules.compactMap { rule in
                guard case .clock(let trigger) = rule.trigger else { return nil }
                return trigger.consumer.isEmpty ? nil : trigger.consumer
            }
        )
    }

    init(rules: [AlertRule], destinations: [Destination], fingerprint: String) {
        (self.rules, self.destinations, self.fingerprint) = (rules, destinations, fingerprint)
    }
}

/// Everything that is wrong with a file of rules.
public struct RuleFaults: Error, Equatable, CustomStringConvertible {
    /// At least one, in the file's order.
    public let faults: [RuleFault]

    /// One line each.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// One thing that is wrong with a file of rules.
public struct RuleFault: Equatable, Sendable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// From 1; `nil` when the file as a whole is at fault.
    public let line: Int?
    /// From 1.
    public let column: Int?
    /// The key, such as `rules[2].where.data.role`; empty for the whole file.
    public let key: String
    /// What is wrong and what is allowed.
    public let reason: String

    /// `FILE:LINE:COLUMN: KEY: REASON`.
    public var description: String {
        var text = file
        if let line { text += ":\(line)" }
        if let column { text += ":\(column)" }
        return text + ": " + (key.isEmpty ? "" : "\(key): ") + reason
    }
}
