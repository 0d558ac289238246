import EventSchema
import SystemPackage

/// A file of tests of rules; docs/alerts.md teaches how it is written.
struct RuleTestFile: Sendable {
    /// The longest file, in bytes.
    static let byteCountMax = 1 << 20
    /// The most tests of one file.
    static let testCountMax = 1_000
    /// The most events, and the most expectations, of one test.
    static let itemCountMax = 1_000
    /// Where the time of a test begins that does not say: noon, so that texts are easy to reckon.
    static let start = Timestamp(nanoseconds: 1_735_732_800_000_000_000)

    /// The file of rules, relative to this one.
    let rules: String
    let tests: [RuleTest]

    /// Where a file lies that this one names.
    static func path(of named: String, beside file: String) -> String {
        FilePath(file).removingLastComponent().pushing(FilePath(named)).string
    }
}

/// What happens to one stream, and which alerts must come of it.
struct RuleTest: Sendable {
    let name: String
    /// What distances such as `+5m` count from.
    let start: Timestamp
    /// The rules whose alerts are looked at; empty for all.
    let only: Set<String>
    let happenings: [RuleTestHappening]
    let expectations: [RuleTestExpectation]
}

/// Something that happens to the stream at one moment.
struct RuleTestHappening: Sendable {
    enum Kind: Sendable {
        /// It is published.
        case event(ValidEvent)
        /// So many records are published that can never be had.
        case missing(Int)
        /// Nothing is heard of the publisher from now on.
        case publisherSilent
        /// It is heard again.
        case publisherHeard
        /// A consumer stores nothing more of what is published.
        case behind(String)
        /// It has stored everything, and goes on.
        case caughtUp(String)
    }

    let at: Timestamp
    let kind: Kind
}

/// What must have been raised and resolved since the expectation before.
struct RuleTestExpectation: Sendable {
    let at: Timestamp
    /// `FILE:LINE:COLUMN`.
    let place: String
    let raised: [ExpectedAlert]
    let resolved: [ExpectedAlert]
}

/// The values that an alert must have; what is not named is not compared.
struct ExpectedAlert: Sendable {
    /// The names in the order in which they are shown.
    static let names = [
        "rule", "at", "severity", "incident", "key", "status", "agency", "tlp", "late", "acknowledge",
        "audience",
        "to", "text",
    ]

    /// By name, `rule` among them.
    let values: [String: String]
}
