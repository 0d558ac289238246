import EventSchema
import Yams

/// The rules with clocks, and what an incident must be for a rule.
extension RuleParser {
    mutating func readClock(_ node: Node, _ keys: [String: Node], _ path: String) -> ClockTrigger? {
        guard let word = word(node, "\(path).clock") else { return nil }
        guard let clock = SceneClock.named[word] else {
            let allowed = listed(Set(SceneClock.named.keys))
            note(node, "\(path).clock", "\(quoted(word)) is not allowed; allowed: \(allowed)")
            return nil
        }
        if clock == .clockOffset {
            refuse(["after"], in: keys, path, "belongs to other clocks; this one has above")
        } else {
            refuse(["above"], in: keys, path, "belongs to clock: clock offset")
        }
        let consumer = readConsumer(keys["consumer"], of: clock, node, path)
        let offsets =
            clock == .clockOffset
            ? readOffset(keys["above"], node, "\(path).above")
            : readOffsets(keys["after"], node, clock, "\(path).after")
        let starts = clock.startTypes.compactMap { SchemaTable.event($0) }
        if starts.isEmpty { refuse(["where"], in: keys, path, "no one event starts this clock") }
        let conditions = starts.isEmpty ? [] : readConditions(keys["where"], "\(path).where", starts)
        // What can never be had does not come back.
        let resolves = flag(keys["resolves"], "\(path).resolves") ?? (clock != .gap)
        guard let offsets, let consumer else { return nil }
        return ClockTrigger(
            clock: clock,
            offsets: offsets,
            conditions: conditions,
            resolves: resolves,
            consumer: consumer
        )
    }

    /// - Returns: Empty for a clock that is about no consumer, `nil` after a fault.
    private mutating func readConsumer(
        _ node: Node?,
        of clock: SceneClock,
        _ rule: Node,
        _ path: String
    ) -> String? {
        guard clock == .consumerBehind else {
            if let node { note(node, "\(path).consumer", "belongs to clock: consumer behind") }
            return ""
        }
        guard let node else {
            note(
                rule,
                "\(path).consumer",
                "missing; allowed: the name under which a consumer reports, such as archiver"
            )
            return nil
        }
        guard let name = word(node, "\(path).consumer") else { return nil }
        if name.isEmpty { note(node, "\(path).consumer", "is empty") }
        return name.isEmpty ? nil : name
    }

    mutating func readState(_ node: Node, _ path: String, _ trigger: AlertRule.Trigger?) -> StateCondition {
        if case .clock(let trigger)? = trigger, !trigger.clock.isOfIncident {
            note(node, path, "what this clock tells of is no incident")
            return StateCondition()
        }
        guard let keys = members(node, path, allowed: ["class", "phase"]) else { return StateCondition() }
        if keys.isEmpty { note(node, path, "allowed: {class: [HOSTAGE]}, {phase: negotiation}, or both") }
        return StateCondition(
            classes: words(keys["class"], "\(path).class"),
            phases: words(keys["phase"], "\(path).phase")
        )
    }

    private mutating func words<Word: Vocabulary>(_ node: Node?, _ path: String) -> [Word] {
        guard let node else { return [] }
        return list(node, path).compactMap { word in
            let known = Word.known.first { $0.word == word }
            if known == nil {
                let allowed = Word.known.map(\.word).joined(separator: ", ")
                note(node, path, "\(quoted(word)) is not allowed; allowed: \(allowed)")
            }
            return known
        }
    }

    /// `true`, `false`, or those stages of a clock that must be acknowledged.
    mutating func readAcknowledgement(
        _ node: Node?,
        _ trigger: AlertRule.Trigger?,
        _ path: String
    ) -> AlertRule.Acknowledgement {
        guard let node else { return .never }
        guard case .sequence(let sequence) = node else {
            return flag(node, path) ?? false ? .always : .never
        }
        guard case .clock(let trigger)? = trigger, case .stages(let stages) = trigger.offsets else {
            note(node, path, "only a clock has stages; allowed: true, false")
            return .never
        }
        let spans = sequence.compactMap { span($0, path, in: -Span.secondsMax...Span.secondsMax) }
        for span in spans where !stages.contains(span) {
            note(
                node,
                path,
                "the clock has no stage at \(span); there are: \(stages.map(\.description).joined(separator: ", "))"
            )
        }
        return .stages(Set(spans))
    }

    private mutating func readOffset(_ node: Node?, _ rule: Node, _ path: String) -> ClockOffsets? {
        guard let node else {
            note(rule, path, "missing; allowed: a time such as 2 s")
            return nil
        }
        return span(node, path, in: 0...Span.secondsMax).map { .offset(milliseconds: $0.seconds * 1_000) }
    }

    private mutating func readOffsets(
        _ node: Node?,
        _ rule: Node,
        _ clock: SceneClock,
        _ path: String
    ) -> ClockOffsets? {
        guard let node else {
            if clock.isImmediate { return .stages([Span(seconds: 0)]) }
            note(rule, path, "missing; allowed: a time such as 15 min")
            return nil
        }
        if clock == .sceneSilent { return readSilence(node, path) }
        let range = clock == .run(.deadline) ? -Span.secondsMax...Span.secondsMax : 0...Span.secondsMax
        let nodes: [Node]
        if case .sequence(let sequence) = node { nodes = Array(sequence) } else { nodes = [node] }
        let spans = nodes.compactMap { span($0, path, in: range) }
        guard spans.count == nodes.count, !spans.isEmpty else { return nil }
        guard Set(spans).count == spans.count, spans.count <= 16 else {
            note(node, path, "has a time twice, or more than 16")
            return nil
        }
        return .stages(spans.sorted())
    }

    private mutating func readSilence(_ node: Node, _ path: String) -> ClockOffsets? {
        let names = ["before_contact", "after_contact", "after_custody"]
        guard let keys = members(node, path, allowed: names) else { return nil }
        var spans: [Span] = []
        for name in names {
            guard let value = keys[name] else {
                note(node, "\(path).\(name)", "missing; allowed: a time such as 15 min")
                continue
            }
            // Shorter pauses are not kept apart.
            if let span = span(value, "\(path).\(name)", in: 60...Span.secondsMax) { spans.append(span) }
        }
        guard spans.count == 3 else { return nil }
        return .silence(beforeContact: spans[0], afterContact: spans[1], afterCustody: spans[2])
    }
}
