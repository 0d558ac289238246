/// By a rule's place in the file, the first run of its clock that may still change; those before are over for good.
struct SettledRuns: Sendable {
    private var first: [Int] = []

    init() {}

    subscript(rule: Int) -> Int {
        get { rule < first.count ? first[rule] : 0 }
        set {
            guard newValue != self[rule] else { return }
            while first.count <= rule { first.append(0) }
            first[rule] = newValue
        }
    }

    // MARK: - Stored

    /// - Parameter stored: By the rule's place, those that are not the first; others are passed over.
    init(_ stored: [Int: Int]) {
        for (rule, run) in stored where rule >= 0 && rule < RuleBook.ruleCountMax { self[rule] = max(0, run) }
    }

    /// By the rule's place, those that are not the first.
    var stored: [Int: Int] {
        Dictionary(uniqueKeysWithValues: first.enumerated().filter { $1 > 0 }.map { ($0, $1) })
    }
}
