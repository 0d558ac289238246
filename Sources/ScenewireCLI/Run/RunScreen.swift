import EventBus
import EventSchema
import Glibc
import IncidentState
import SystemPackage

/// Folds what a run brings into a snapshot, and shows it: redrawn on a terminal, line by line elsewhere.
actor RunScreen {
    private let output = TextOutput.standardOutput
    private let isTerminal: Bool
    /// Whether alerts of what was over when it was recorded are only counted.
    private let hidesLateAlerts: Bool
    private var book = IncidentBook()
    private var snapshot = RunSnapshot()
    private var incident: String?
    private var alertRules: [String: Int] = [:]
    private var isOpen = false
    private var isClosed = false

    /// - Parameters:
    ///   - title: What is played, or that it is live.
    ///   - services: The services' names, in the order of their start.
    ///   - hidesLateAlerts: Whether alerts of what was over when it was recorded are only counted.
    init(title: String, services: [ProcessCheck.Name], hidesLateAlerts: Bool = false) {
        self.hidesLateAlerts = hidesLateAlerts
        isTerminal = Palette.isTerminal(.standardOutput)
        snapshot.title = title
        snapshot.services = services.map { ($0.rawValue, false) }
    }

    /// The state as it is shown.
    var current: RunSnapshot { snapshot }

    /// Takes what has happened to a service.
    func note(_ service: RunService, _ event: RunServiceEvent) async throws {
        let name = service.name.rawValue
        var isReady = false
        var line: String?
        switch event {
        case .ready:
            isReady = true
            line = "\(name) is ready\(snapshot.outages[name] == nil ? "" : " again")"
            snapshot.outages[name] = nil
        case .ended(let failure, let pause):
            let seconds = pause.components.seconds
            // Nobody says any more whether its disk is full.
            if service.name == .publisher { snapshot.fault = nil }
            line = "\(failure); it is started again in \(seconds) s"
            snapshot.outages[name] = RunSnapshot.Outage(
                failure: failure,
                next: "starts again in \(seconds) s"
            )
        case .startedAgain:
            snapshot.outages[name]?.next = "was started again"
        }
        for index in snapshot.services.indices where snapshot.services[index].name == name {
            snapshot.services[index].isReady = isReady
        }
        guard !isTerminal else { return try await draw() }
        if let line { try await output.write(TerminalText.safe(line) + "\n") }
    }

    /// Follows a feed until it ends.
    func follow(_ feed: Feed) async throws {
        while case let events = await feed.nextAll(), !events.isEmpty {
            var lines = ""
            for event in events {
                switch event {
                case .records(let batch): batch.forEach { lines += fold($0, $1) }
                case .heartbeat(let pulse): snapshot.clock = max(snapshot.clock ?? pulse.clock, pulse.clock)
                case .gap, .state, .position: continue
                }
            }
            if let incident { snapshot.incident = book.incident(incident) }
            if !isTerminal, !lines.isEmpty { try await output.write(lines) }
        }
    }

    /// Takes what the publisher says of itself and its consumers.
    func note(_ status: PublisherStatus) {
        snapshot.head = status.head
        for consumer in status.consumers { snapshot.consumers[consumer.name] = consumer.sequence }
        snapshot.fault = status.isReadOnly ? "the disk is full: nothing is recorded until there is room" : nil
    }

    /// Takes how much of the scenario was played, from 0 to 1.
    func note(fraction: Double?) { snapshot.fraction = fraction }

    /// Redraws a terminal; elsewhere nothing.
    func draw() async throws {
        guard isTerminal, !isClosed else { return }
        let (width, height) = Self.size
        let frame = RunFrame(snapshot: snapshot, width: width, height: height, palette: output.palette)
        // Home, and each line erased to its end: a whole erasure would flicker.
        let text = frame.lines.map { "\($0)\u{1B}[K\r\n" }.joined()
        let opening = isOpen ? "" : "\u{1B}[2J\u{1B}[?25l"
        isOpen = true
        try await output.write("\(opening)\u{1B}[H\(text)\u{1B}[J")
    }

    /// Shows lines for as long as there is room for them.
    func note(_ lines: [String]) async throws {
        snapshot.notes = lines
        if !isTerminal { try await output.write(lines.map { "\($0)\n" }.joined()) }
    }

    /// Leaves the last frame where it is, so that other text can follow.
    func close() async throws {
        guard isOpen, !isClosed else { return }
        snapshot.notes = []
        try await draw()
        isClosed = true
        try await output.write("\u{1B}[?25h")
    }

    /// - Returns: The line for plain output, empty when the record is not shown.
    private func fold(_ header: RecordHeader, _ record: RawSpan) -> String {
        book.fold(header, record)
        snapshot.recordCount += 1
        snapshot.clock = max(snapshot.clock ?? header.publishedAt, header.publishedAt)
        let bytes = record.extracting(header.eventRange)
        guard let outline = try? EventOutline.check(bytes),
            let event = try? Event(eventBytes: bytes.withUnsafeBytes { Array($0) })
        else { return "" }
        if case .alertDelivered(let delivery)? = event.payload, let alert = EventID(delivery.alert) {
            snapshot.countDelivery(of: alert)
        }
        let isAlert = event.type == "alert.raised"
        snapshot.isExercise = snapshot.isExercise || outline.status == .exercise
        if outline.category != .system {
            snapshot.authoredCount += 1
            if !event.incident.isEmpty { incident = event.incident }
        }
        if isAlert { snapshot.alertCount += 1 }
        guard isAlert || outline.category != .system else { return "" }
        if hidesLateAlerts, case .alertRaised(let alert)? = event.payload, alert.late { return "" }
        let entry = RunSnapshot.Entry(
            time: outline.observedAt,
            severity: Severity(event.severity),
            text: TerminalText.safe(EventSentence.text(of: event), lengthMax: 400),
            source: isAlert ? "" : TerminalText.safe(event.source, lengthMax: 32),
            alert: isAlert ? outline.id : nil
        )
        snapshot.append(entry)
        return RunFrame.line(of: entry, width: nil, palette: output.palette) + "\n"
    }

    private static var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (100, 30)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
