import EventBus
import EventOutbox
import EventSchema

/// Finds what looks like a mistake beside what is recorded already.
///
/// It only looks: what cannot be answered in time, or by nobody, warns of nothing.
struct StreamWarnings: Sendable {
    /// How long it may look for one event, or one batch of them.
    static let patience = Duration.seconds(2)
    /// How many declared incidents are named.
    private static let incidentCountMax = 8

    /// Where the publisher answers; `nil` to ask nobody.
    let endpoint: String?
    /// Where events may wait that the publisher does not know yet.
    var outbox: Outbox?

    /// An incident of an agency, real or not: what is exercised under its number is another one.
    struct Incident: Hashable {
        let agency: String
        let name: String
        let status: Status

        /// `nil` for an event about no incident, and for one that no person wrote.
        init?(of event: ValidEvent) {
            guard event.outline.category == .authored, let name = event.incident else { return nil }
            (agency, self.name, status) = (event.agency, name, event.outline.status)
        }
    }

    /// What the events of one batch say about others.
    struct Mentions {
        var incidents: Set<Incident> = []
        var declared: Set<Incident> = []
        /// The events that amend another one, by its id.
        var amendments: [EventID: [ValidEvent]] = [:]
        var ids: Set<EventID> = []

        var isEmpty: Bool { incidents.isEmpty && amendments.isEmpty }

        mutating func add(_ event: ValidEvent) {
            ids.insert(event.outline.id)
            if let amends = event.outline.amends { amendments[amends, default: []].append(event) }
            guard let incident = Incident(of: event) else { return }
            if event.type == StreamWarnings.declaration {
                declared.insert(incident)
            } else {
                incidents.insert(incident)
            }
        }

        /// Leaves out what the batch itself holds.
        mutating func settle() {
            incidents.subtract(declared)
            amendments = amendments.filter { !ids.contains($0.key) }
        }
    }

    fileprivate static let declaration = "incident.declared"

    /// What is wrong with what events mention.
    func about(_ mentions: Mentions) async -> [EventWarning] {
        var mentions = mentions
        mentions.settle()
        guard let endpoint, !mentions.isEmpty, await ListenerWatch.look(endpoint) == .taken else { return [] }
        let until = ContinuousClock.now + Self.patience
        if let outbox { await leaveOut(outbox, from: &mentions, until: until) }
        let asked = mentions
        // Publishing itself says why nobody answers.
        let warnings = try? await PublisherDesk.open(endpoint, timeout: Self.patience) { desk in
            let status = try await desk.status()
            var warnings: [EventWarning] = []
            for incident in asked.incidents.sorted(by: { $0.name < $1.name }) {
                guard let declared = try await desk.declarations(of: incident, status, until: until),
                    !declared.contains(incident.status)
                else { continue }
                warnings.append(
                    try await declared.isEmpty
                        ? undeclared(incident, desk, status, until) : Self.declared(incident, as: declared)
                )
            }
            return try await warnings + desk.amendments(asked.amendments, status, until: until)
        }
        return warnings ?? []
    }

    private static func declared(_ incident: Incident, as declared: Set<Status>) -> EventWarning {
        let statuses = declared.map(\.word).sorted()
        let words = statuses.joined(separator: " and ")
        return EventWarning(
            text: "the incident \(incident.name) of \(incident.agency) is declared as \(words), and this is "
                + "\(incident.status.word), which is kept apart from it",
            hints: [
                "\(statuses.map { "--status \($0)" }.joined(separator: " or ")), or the profile for it, --profile "
                    + "NAME; scenewire profiles lists them"
            ]
        )
    }

    private func undeclared(
        _ incident: Incident,
        _ desk: PublisherDesk,
        _ status: PublisherStatus,
        _ until: ContinuousClock.Instant
    ) async throws -> EventWarning {
        let declared = try await desk.declaredIncidents(of: incident.agency, status, until: until)
        var hints: [String] = []
        if let nearest = SpellingDistance.nearest(to: incident.name, among: declared) {
            hints.append("perhaps \(nearest) is meant")
        }
        if !declared.isEmpty {
            let names = declared.suffix(Self.incidentCountMax).joined(separator: ", ")
            hints.append("declared by \(incident.agency) are \(names)")
        }
        hints.append("declare it first: scenewire publish declare --incident \(incident.name) …")
        return EventWarning(
            text: "the incident \(incident.name) of \(incident.agency) was never declared",
            hints: hints
        )
    }

    private func leaveOut(
        _ outbox: Outbox,
        from mentions: inout Mentions,
        until: ContinuousClock.Instant
    ) async {
        var position: Int64 = 0
        // Whatever is in the way of reading is told by storing.
        while ContinuousClock.now < until, let page = try? await outbox.entries(.queued, after: position),
            let last = page.last
        {
            position = last.position
            for entry in page {
                guard let event = try? ValidEvent(checking: entry.event) else { continue }
                mentions.ids.insert(entry.id)
                guard event.type == Self.declaration, let incident = Incident(of: event) else { continue }
                mentions.declared.insert(incident)
            }
        }
        mentions.settle()
    }
}

extension PublisherDesk {
    /// How many records are read at once on the way back from the newest.
    private static let windowCount: UInt64 = 1_000

    /// As what an incident was declared; `nil` when time is up, or when what retention removed may have done it.
    fileprivate func declarations(
        of incident: StreamWarnings.Incident,
        _ status: PublisherStatus,
        until: ContinuousClock.Instant
    ) async throws -> Set<Status>? {
        var declared: Set<Status> = []
        let isWhole = try await scan(
            .incident(incident.name, agency: incident.agency),
            status,
            until: until
        ) { bytes in
            if StreamWarnings.isDeclaration(bytes), let outline = try? EventOutline.check(bytes) {
                declared.insert(outline.status)
            }
            return !declared.contains(incident.status)
        }
        return declared.contains(incident.status) || isWhole && status.firstRetained <= 1 ? declared : nil
    }

    /// The incidents that an agency has declared, in their order, as many as are found in time.
    fileprivate func declaredIncidents(
        of agency: String,
        _ status: PublisherStatus,
        until: ContinuousClock.Instant
    ) async throws -> [String] {
        var names: [String] = []
        _ = try await scan(.agency(agency), status, until: until) { bytes in
            guard StreamWarnings.isDeclaration(bytes), let route = EventOutline.route(of: bytes),
                let name = StreamWarnings.text(bytes, route.incident), !names.contains(name)
            else { return true }
            names.append(name)
            return true
        }
        return names
    }

    /// What is wrong with amendments of recorded events; nothing is said of those that were not found in time.
    fileprivate func amendments(
        _ amendments: [EventID: [ValidEvent]],
        _ status: PublisherStatus,
        until: ContinuousClock.Instant
    ) async throws -> [EventWarning] {
        var missing = amendments
        var warnings: [EventWarning] = []
        var end = status.head
        // What is amended is mostly new.
        while !missing.isEmpty, end >= max(1, status.firstRetained) {
            guard ContinuousClock.now < until else { return warnings }
            let start = max(end - min(end - 1, Self.windowCount - 1), status.firstRetained, 1)
            try await forEach(in: SequenceNumber(start)...SequenceNumber(end), .everything, status) {
                header,
                record in
                let bytes = record.extracting(header.eventRange)
                guard let id = try? EventOutline.check(bytes).id,
                    let amending = missing.removeValue(forKey: id),
                    let target = try? ValidEvent(checking: bytes.withUnsafeBytes { Array($0) })
                else { return }
                warnings += amending.flatMap { AmendmentCheck.warnings(about: $0, amending: target) }
            }
            end = start - 1
        }
        // What retention has removed may be there.
        guard status.firstRetained <= 1 else { return warnings }
        return warnings
            + missing.keys.sorted().map { EventWarning(text: "it amends \($0), and there is no such record") }
    }

    /// Reads on until `body` has enough.
    ///
    /// - Returns: Whether everything was read that the publisher can read.
    private func scan(
        _ interest: Interest,
        _ status: PublisherStatus,
        until: ContinuousClock.Instant,
        _ body: (RawSpan) -> Bool
    ) async throws -> Bool {
        var after = max(status.firstRetained, 1) - 1
        while after < status.head {
            guard ContinuousClock.now < until else { return false }
            let (batch, through) = try await replay(after: SequenceNumber(after), interest, status)
            var goesOn = true
            batch.forEach { header, record in
                if goesOn { goesOn = body(record.extracting(header.eventRange)) }
            }
            guard goesOn, through.value > after else { return false }
            after = through.value
        }
        return true
    }
}

extension StreamWarnings {
    fileprivate static func isDeclaration(_ bytes: RawSpan) -> Bool {
        guard let route = EventOutline.route(of: bytes) else { return false }
        return text(bytes, route.type) == declaration
    }

    fileprivate static func text(_ bytes: RawSpan, _ range: Range<Int>) -> String? {
        bytes.extracting(range).withUnsafeBytes { String(validating: $0, as: UTF8.self) }
    }
}
