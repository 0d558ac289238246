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

    /// An incident of an agency.
    struct Incident: Hashable {
        let agency: String
        let name: String
    }

    /// What the events of one batch say about others.
    struct Mentions {
        var incidents: Set<Incident> = []
        var declared: Set<Incident> = []
        var amended: Set<EventID> = []
        var ids: Set<EventID> = []

        var isEmpty: Bool { incidents.isEmpty && amended.isEmpty }

        mutating func add(_ event: ValidEvent) {
            ids.insert(event.outline.id)
            if let amends = event.outline.amends { amended.insert(amends) }
            guard event.outline.category == .authored, let name = event.incident else { return }
            let incident = Incident(agency: event.agency, name: name)
            if event.type == StreamWarnings.declaration {
                declared.insert(incident)
            } else {
                incidents.insert(incident)
            }
        }

        /// Leaves out what the batch itself holds.
        mutating func settle() {
            incidents.subtract(declared)
            amended.subtract(ids)
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
            // What retention has removed may have said it.
            guard status.firstRetained <= 1 else { return [EventWarning]() }
            var warnings: [EventWarning] = []
            for incident in asked.incidents.sorted(by: { $0.name < $1.name }) {
                guard try await desk.isDeclared(incident, status, until: until) == false else { continue }
                warnings.append(try await undeclared(incident, desk, status, until))
            }
            for id in try await desk.absent(asked.amended, status, until: until) {
                warnings.append(EventWarning(text: "it amends \(id), and there is no such record"))
            }
            return warnings
        }
        return warnings ?? []
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
                guard event.type == Self.declaration, let name = event.incident else { continue }
                mentions.declared.insert(Incident(agency: event.agency, name: name))
            }
        }
        mentions.settle()
    }
}

extension PublisherDesk {
    /// How many records are read at once on the way back from the newest.
    private static let windowCount: UInt64 = 1_000

    /// Whether an incident was declared; `nil` when time is up.
    fileprivate func isDeclared(
        _ incident: StreamWarnings.Incident,
        _ status: PublisherStatus,
        until: ContinuousClock.Instant
    ) async throws -> Bool? {
        var isDeclared = false
        let isWhole = try await scan(
            .incident(incident.name, agency: incident.agency),
            status,
            until: until
        ) { bytes in
            if StreamWarnings.isDeclaration(bytes) { isDeclared = true }
            return !isDeclared
        }
        return isDeclared ? true : isWhole ? false : nil
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

    /// Those of the ids that no record has; none when time is up.
    fileprivate func absent(
        _ ids: Set<EventID>,
        _ status: PublisherStatus,
        until: ContinuousClock.Instant
    ) async throws -> [EventID] {
        var missing = ids
        var end = status.head
        while !missing.isEmpty, end > 0 {
            guard ContinuousClock.now < until else { return [] }
            // What is amended is mostly new.
            let start = end - min(end - 1, Self.windowCount - 1)
            try await forEach(in: SequenceNumber(start)...SequenceNumber(end), .everything, status) {
                guard let id = try? EventOutline.check($1.extracting($0.eventRange)).id else { return }
                missing.remove(id)
            }
            end = start - 1
        }
        return missing.sorted()
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
        var after: UInt64 = 0
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
