import EventSchema

/// The forms in which a feed writes its times, and what is done about local times that a clock showed twice or
/// never.
struct TimeFormats: Sendable {
    /// One named format: the patterns that a text may have, the first that fits counts.
    struct Format: Sendable {
        let patterns: [TimePattern]
        /// The zone of texts that name none; `nil` is the mapping's.
        let zone: ZoneRules?
    }

    /// What is done about a local time that means two times, or none.
    enum Choice: String, CaseIterable, Sendable {
        /// The earlier of two; for a time that never was, as many minutes before the clock was set.
        case earlier
        /// The later of two; for a time that never was, as many minutes after the clock was set.
        case later
        /// It is a fault of the record.
        case refuse
    }

    var formats: [String: Format] = [:]
    /// The zone of texts that name none.
    var zone: ZoneRules?
    /// The names of the months in the feed's language, January first.
    var months: [String] = []
    /// A time that others lie near: it gives them the year that they do not say, and decides between two.
    var near: Template?
    var ambiguous = Choice.earlier
    var skipped = Choice.later

    /// A time as RFC 3339, or by the format of that name.
    ///
    /// - Throws: ``ValueProblem`` when the text has no such form, or says no time that can be used.
    func time(
        _ text: String,
        as name: String?,
        _ path: FieldPath,
        _ scope: ImportScope
    ) throws(ValueProblem) -> Timestamp {
        let format = name.flatMap { formats[$0] }
        for pattern in format?.patterns ?? [] {
            guard let reading = pattern.read(text, months: months) else { continue }
            return try time(reading, format?.zone ?? zone, text, path, scope)
        }
        if format == nil {
            do {
                return try Timestamp(rfc3339: text)
            } catch {
                throw ValueProblem(
                    field: scope.name(of: path),
                    reason: "is \(Filter.shown(text)); allowed is RFC 3339 with its zone, such as "
                        + "2025-05-20T14:06:48Z, or one of the mapping's formats (| time NAME)"
                )
            }
        }
        let forms = format?.patterns.map(\.text).joined(separator: ", or ") ?? ""
        throw ValueProblem(
            field: scope.name(of: path),
            reason: "is \(Filter.shown(text)); allowed is a time of the form \(forms)"
        )
    }

    private func time(
        _ reading: TimePattern.Reading,
        _ zone: ZoneRules?,
        _ text: String,
        _ path: FieldPath,
        _ scope: ImportScope
    ) throws(ValueProblem) -> Timestamp {
        let near = try self.near(scope, path)
        var local: Timestamp?
        for year in try years(reading, near, text, path, scope) {
            guard let time = reading.local(inYear: year) else { continue }
            // A zone's few hours decide nothing between times that are a year apart.
            if let near, let best = local, time.distance(to: near) >= best.distance(to: near) { continue }
            if near != nil || local == nil { local = time }
        }
        guard let local else {
            throw ValueProblem(
                field: scope.name(of: path),
                reason: "is \(Filter.shown(text)), a day that does not exist"
            )
        }
        return try time(local, reading.offsetSeconds, zone, near, text, path, scope)
    }

    /// The year that the text says, or those around the time that it lies near.
    private func years(
        _ reading: TimePattern.Reading,
        _ near: Timestamp?,
        _ text: String,
        _ path: FieldPath,
        _ scope: ImportScope
    ) throws(ValueProblem) -> ClosedRange<Int> {
        if let year = reading.year { return year...year }
        guard let year = (near?.rfc3339.prefix(4)).flatMap({ Int($0) }) else {
            throw ValueProblem(
                field: scope.name(of: path),
                reason: "is \(Filter.shown(text)), which says no year, and times.near is empty here"
            )
        }
        return year - 1...year + 1
    }

    private func near(_ scope: ImportScope, _ path: FieldPath) throws(ValueProblem) -> Timestamp? {
        guard let near, !near.paths.contains(path) else { return nil }
        var plain = self
        plain.near = nil
        guard let value = try near.value(in: scope, plain) else { return nil }
        return try? Timestamp(rfc3339: value.plainText)
    }

    private func time(
        _ local: Timestamp,
        _ said: Int?,
        _ zone: ZoneRules?,
        _ near: Timestamp?,
        _ text: String,
        _ path: FieldPath,
        _ scope: ImportScope
    ) throws(ValueProblem) -> Timestamp {
        if let said { return local.advanced(bySeconds: -said) }
        guard let zone else {
            throw ValueProblem(
                field: scope.name(of: path),
                reason: "is \(Filter.shown(text)), which names no zone; give times.zone"
            )
        }
        switch zone.meaning(ofLocal: local.parts.seconds) {
        case .one(let offset): return local.advanced(bySeconds: -offset)
        case .two(let before, let after):
            let times = (local.advanced(bySeconds: -before), local.advanced(bySeconds: -after))
            if let near {
                return times.0.distance(to: near) <= times.1.distance(to: near) ? times.0 : times.1
            }
            return try choose(
                ambiguous,
                times,
                "was shown twice by the clocks of \(zone.name)",
                text,
                path,
                scope
            )
        case .none(let before, let after):
            // Read with the offset before, it comes to lie after the change; with the one after, before it.
            let times = (local.advanced(bySeconds: -after), local.advanced(bySeconds: -before))
            return try choose(
                skipped,
                times,
                "was never shown by the clocks of \(zone.name)",
                text,
                path,
                scope
            )
        }
    }

    private func choose(
        _ choice: Choice,
        _ times: (Timestamp, Timestamp),
        _ what: String,
        _ text: String,
        _ path: FieldPath,
        _ scope: ImportScope
    ) throws(ValueProblem) -> Timestamp {
        let (earlier, later) = times.0 < times.1 ? times : (times.1, times.0)
        let chosen: Timestamp
        switch choice {
        case .earlier: chosen = earlier
        case .later: chosen = later
        case .refuse:
            throw ValueProblem(
                field: scope.name(of: path),
                reason: "is \(Filter.shown(text)), which \(what); it means \(earlier) or \(later)"
            )
        }
        scope.notes.add(scope.name(of: path), "\(Filter.shown(text)) \(what); taken as \(chosen)")
        return chosen
    }
}

extension Timestamp {
    fileprivate func advanced(bySeconds seconds: Int) -> Timestamp {
        advanced(byNanoseconds: Int64(seconds) * 1_000_000_000)
    }

    /// How far two times are apart, in nanoseconds.
    fileprivate func distance(to other: Timestamp) -> UInt64 {
        nanoseconds(since: other).magnitude
    }
}

extension TimePattern.Reading {
    /// The time in a year, as if the clock showed UTC; `nil` when there is no such day in it.
    fileprivate func local(inYear year: Int) -> Timestamp? {
        Timestamp(
            localYear: year,
            month: month,
            day: day,
            secondOfDay: hour * 3_600 + minute * 60 + second,
            nanoseconds: nanosecond
        )
    }
}
