import AlertRules
import EventSchema

/// Runs one test through the engine that the notifier has, on one stream of the test's own.
struct RuleTestRun {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)

    private let test: RuleTest
    private var engine: AlertEngine
    private let writer = RecordWriter(stream: stream, epoch: 1)
    private var last = SequenceNumber.zero
    private var isSilent = false
    /// The consumers of which the rules tell, but those that store nothing more.
    private var caughtUp: Set<String>
    /// Since the last expectation.
    private var steps: [AlertStep] = []
    /// The rules that were raised, also those that the test does not look at.
    private(set) var raised: Set<String> = []
    /// How what came differs from what was expected, in lines; empty when it does not.
    private(set) var differences: [String] = []

    init(_ test: RuleTest, rules: RuleBook) {
        self.test = test
        engine = AlertEngine(rules)
        caughtUp = rules.watchedConsumers
    }

    /// Runs it to its end.
    mutating func run() throws {
        var happenings = test.happenings[...]
        for expectation in test.expectations {
            while let next = happenings.first, next.at <= expectation.at {
                try happen(next)
                happenings.removeFirst()
            }
            pass(until: expectation.at)
            compare(expectation.place, "by", expectation.at, expectation.raised, expectation.resolved)
        }
        for happening in happenings { try happen(happening) }
        if let end = happenings.last?.at { compare("after the last expectation", "until", end, [], []) }
    }

    private mutating func happen(_ happening: RuleTestHappening) throws {
        switch happening.kind {
        case .event(let event):
            last = last.advanced(by: 1)
            var bytes: [UInt8] = []
            writer.append(
                event: event.bytes.span.bytes,
                sequence: last,
                publishedAt: happening.at,
                flags: .playedClock,
                salt: (1, last.value),
                to: &bytes
            )
            take(engine.fold(try RecordHeader(verifying: bytes.span.bytes), bytes.span.bytes))
        case .missing(let count):
            pass(until: happening.at)
            let first = last.advanced(by: 1)
            last = last.advanced(by: count)
            take(engine.note(gap: first...last, in: Self.stream, at: happening.at))
        case .publisherSilent:
            pass(until: happening.at)
            isSilent = true
            take(engine.note(.cutOff, of: Self.stream, at: happening.at))
        case .publisherHeard:
            pass(until: happening.at)
            isSilent = false
            take(engine.note(.live, of: Self.stream, at: happening.at))
            pass(until: happening.at)
        case .behind(let consumer):
            caughtUp.remove(consumer)
            pass(until: happening.at)
        case .caughtUp(let consumer):
            caughtUp.insert(consumer)
            pass(until: happening.at)
        }
    }

    /// Lets time pass: by the publisher's clock, or while it is silent by the notifier's.
    private mutating func pass(until time: Timestamp) {
        guard engine.clock(of: Self.stream) != nil else { return }
        take(
            isSilent
                ? engine.advanceSilence(of: Self.stream, to: time) : engine.advance(Self.stream, to: time)
        )
        let stored = Dictionary(uniqueKeysWithValues: caughtUp.map { ($0, last) })
        take(engine.note(consumers: stored, head: last, of: Self.stream, at: time))
    }

    private mutating func take(_ new: [AlertStep]) {
        raised.formUnion(new.lazy.filter { $0.kind == .raised }.map(\.alert.rule))
        steps += test.only.isEmpty ? new : new.filter { test.only.contains($0.alert.rule) }
    }

    private mutating func compare(
        _ place: String,
        _ word: String,
        _ time: Timestamp,
        _ raised: [ExpectedAlert],
        _ resolved: [ExpectedAlert]
    ) {
        var lines: [String] = []
        for (kind, expected) in [(AlertStep.Kind.raised, raised), (.resolved, resolved)] {
            let difference = RuleTestDifference(start: test.start, kind: kind)
            lines += difference.lines(expected, steps.filter { $0.kind == kind })
        }
        steps = []
        guard !lines.isEmpty else { return }
        differences.append("\(place), \(word) \(RuleTestDifference.distance(time, from: test.start)):")
        differences += lines.map { "  \($0)" }
    }
}
