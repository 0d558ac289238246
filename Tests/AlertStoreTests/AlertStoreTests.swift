import EventSchema
import Foundation
import GRDB
import SystemPackage
import Testing

@testable import AlertRules
@testable import AlertStore

@Suite(.timeLimit(.minutes(2))) struct AlertStoreTests {
    private static let stream = StreamID(high: 0x4000, low: 1 << 63 | 1)
    private static let now = Timestamp(nanoseconds: 1_747_751_950_000_000_000)
    private static let rules = """
        version: 1
        destinations:
          - {name: page, kind: command, command: [/bin/true]}
          - {name: drill, kind: command, command: [/bin/true], exercises: true}
          - {name: manager, kind: alertmanager, url: "http://127.0.0.1:9093", exercises: true}
        rules:
          - {id: R01, name: Shots, event: shots.fired, severity: Extreme, text: Shots, expires: 10 min}
          - {id: R09, name: No contact, clock: no contact, after: 45 min, severity: Severe, text: None}
        """

    private let home = try? Home()

    private var path: FilePath {
        get throws { try #require(home).path.appending("alerts.sqlite") }
    }

    private func open() throws -> AlertStore {
        let rules = try RuleBook(Array(Self.rules.utf8), file: "rules.yml")
        return try AlertStore(path, routing: AlertRouting(rules), source: "notifier")
    }

    private func follow(_ store: AlertStore, head: UInt64 = 0) async throws -> StoredStream {
        try await store.follow(
            Self.stream,
            head: SequenceNumber(head),
            clock: Self.now,
            isPlayed: true,
            now: Self.now
        )
    }

    /// What an engine makes of shots and of the end of a wait for contact.
    private func steps(status: String = "Exercise") throws -> [AlertStep] {
        let rules = try RuleBook(Array(Self.rules.utf8), file: "rules.yml")
        var engine = AlertEngine(rules)
        let events: [(String, Int, String)] = [
            ("incident.declared", 0, #"{"class":"BARICADE","location":{"label":"LOC-T"}}"#),
            ("shots.fired", 60, #"{"by":"unknown","rounds":1}"#),
            ("log.entry", 2_800, #"{"text":"Still nothing."}"#),
            ("negotiation.contact.established", 2_900, #"{"channel":"existingPhone","party":{"ref":"S1"}}"#),
        ]
        return try events.enumerated().flatMap { index, event in
            let time = Timestamp(nanoseconds: Self.now.nanoseconds + Int64(event.1) * 1_000_000_000)
            var draft = EventDraft([
                "type": .string(event.0), "agency": .string("expd"), "subject": .string("EX-1"),
                "status": .string(status), "source": .string("cp1"), "sourceepoch": .number("1"),
                "sequence": .number("\(index + 1)"), "time": .string(time.rfc3339), "tlp": .string("AMBER"),
                "authorid": .string("u1"), "authorrole": .string("dispatcher"),
                "id": .string("\(EventID(high: 0x7000, low: 1 << 63 | UInt64(index + 1)))"),
                "data": .object(try CloudEvent.parse(Array(event.2.utf8))),
            ])
            draft.complete(at: time)
            var bytes: [UInt8] = []
            RecordWriter(stream: Self.stream, epoch: 1).append(
                event: try draft.event().bytes.span.bytes,
                sequence: SequenceNumber(UInt64(index + 1)),
                publishedAt: time,
                flags: .playedClock,
                salt: (1, UInt64(index + 1)),
                to: &bytes
            )
            return engine.fold(try RecordHeader(verifying: bytes.span.bytes), bytes.span.bytes)
        }
    }

    private func change(_ steps: [AlertStep], at sequence: UInt64, isHistory: Bool = false) -> StreamChange {
        StreamChange(
            entries: steps.map { .step($0, isHistory: isHistory) },
            cursor: EventSchema.Cursor(stream: Self.stream, sequence: SequenceNumber(sequence), checksum: 7),
            clock: Self.now
        )
    }

    private func store(_ change: StreamChange, in store: AlertStore) async throws -> StoredChange {
        try await store.store(change, of: Self.stream, now: Self.now)
    }

    /// Stores a change and closes the store, whose lock ends with it.
    private func stored(_ change: StreamChange, _ body: (StoredChange) -> Void) async throws {
        let store = try open()
        _ = try await follow(store)
        body(try await self.store(change, in: store))
        #expect(try await store.giveUpHindered(now: Self.now).isEmpty)
        try store.close()
    }

    @Test func commitsAreDurable() async throws {
        let store = try open()
        #expect(try await store.synchronous() == 2)
    }

    @Test func aStepIsStoredOnceWithAllThatFollowsFromIt() async throws {
        let steps = try steps()
        #expect(steps.map(\.kind) == [.raised, .raised, .resolved])
        try await stored(change(steps, at: 4)) { first in
            #expect(first.raised.count == 2 && first.resolved.count == 1)
            #expect(first.destinations == ["log", "drill", "manager"])
        }
        let store = try open()
        let stored = try await follow(store)
        #expect(stored.cursor?.sequence.value == 4 && stored.cursor?.checksum == 7)
        let again = try await self.store(change(steps, at: 4), in: store)
        #expect(again.raised.isEmpty && again.resolved.isEmpty && again.destinations.isEmpty)
        let events = try await store.outgoing(of: Self.stream, limit: 100)
        #expect(
            try events.map { try ValidEvent(checking: $0.bytes).type } == [
                "alert.raised", "alert.raised", "alert.resolved",
            ]
        )
        #expect(events.first?.id == steps.first?.alert.id)
        let numbers = try events.map { try ValidEvent(checking: $0.bytes).outline.sourceSequence }
        #expect(numbers == [1, 2, 3])
        #expect(try await store.pendingCount(of: "drill") == 3)
        #expect(try await store.pendingCount(of: "page") == 0)
    }

    @Test func whatIsActualGoesEverywhere() async throws {
        let store = try open()
        _ = try await follow(store)
        let change = try await self.store(change(steps(status: "Actual"), at: 4), in: store)
        #expect(change.destinations == ["log", "page", "drill", "manager"])
    }

    @Test func historyIsShownAndNeverTold() async throws {
        let store = try open()
        _ = try await follow(store, head: 3)
        let steps = try steps()
        let past = try await self.store(change(Array(steps.prefix(2)), at: 3, isHistory: true), in: store)
        #expect(past.raised.isEmpty && past.destinations.isEmpty && !past.hasOutgoing)
        let present = try await self.store(change(Array(steps.dropFirst(2)), at: 4), in: store)
        #expect(present.resolved.isEmpty && present.destinations.isEmpty && !present.hasOutgoing)
        let alerts = try await store.alerts(AlertFilter(), limit: 10)
        #expect(alerts.map(\.state) == [.resolved, .open])
        #expect(alerts.allSatisfy { $0.isHistory })
        #expect(try await follow(store, head: 9).historyThrough.value == 3)
    }

    @Test func theEndIsToldAfterTheBeginning() async throws {
        let store = try open()
        _ = try await follow(store)
        _ = try await self.store(change(steps(), at: 4), in: store)
        var told: [String] = []
        while let due = try await store.dueDeliveries(of: "drill", now: Self.now, limit: 1).first {
            told.append("\(due.alert.rule) \(due.delivery.step.rawValue)")
            _ = try await store.finish(due, .delivered(answer: "HTTP 200"), now: Self.now)
        }
        #expect(told == ["R01 raised", "R09 raised", "R09 resolved"])
        #expect(try await store.nextAttempt(of: "drill") == nil)
    }

    @Test func anEndWaitsForABeginningThatIsTriedAgain() async throws {
        let store = try open()
        _ = try await follow(store)
        _ = try await self.store(change(Array(steps().dropFirst()), at: 4), in: store)
        let due = try #require(try await store.dueDeliveries(of: "drill", now: Self.now, limit: 9).first)
        let later = Timestamp(nanoseconds: Self.now.nanoseconds + 5_000_000_000)
        _ = try await store.finish(due, .retry(at: later, answer: "HTTP 503"), now: Self.now)
        #expect(try await store.dueDeliveries(of: "drill", now: Self.now, limit: 9).isEmpty)
        #expect(try await store.nextAttempt(of: "drill") == later)
        let again = try #require(try await store.dueDeliveries(of: "drill", now: later, limit: 9).first)
        #expect(again.delivery.id == due.delivery.id && again.delivery.attempts == 1)
    }

    @Test func anAcknowledgementCancelsWhatIsTriedAndTellsOnlyWhoWantsToKnow() async throws {
        let store = try open()
        _ = try await follow(store)
        let steps = try steps()
        _ = try await self.store(change(Array(steps.prefix(1)), at: 2), in: store)
        let alert = try #require(steps.first).alert.id
        let word = Acknowledgement(alert: alert, by: "u17", role: .dispatcher, note: "On it.")
        let change = try await store.acknowledge(word, now: Self.now)
        #expect(change.acknowledged.map(\.id) == [alert])
        #expect(change.destinations == ["manager"])
        let (stored, all, deliveries) = try #require(try await store.alert(alert))
        #expect(stored.state == .acknowledged)
        #expect(all.map(\.kind) == [.raised, .acknowledged])
        #expect(all.last?.by == "u17")
        let raised = deliveries.filter { $0.step == .raised }
        #expect(raised.count == 3 && raised.allSatisfy { $0.state == .cancelled })
        #expect(try await store.acknowledge(word, now: Self.now).acknowledged.isEmpty)
        await #expect(throws: AlertStoreError.self) {
            try await store.acknowledge(
                Acknowledgement(alert: EventID(high: 1, low: 2), by: "u17", role: .dispatcher),
                now: Self.now
            )
        }
    }

    @Test func aDeadLetterIsToldToTheBusAndCanBeTriedAgain() async throws {
        let store = try open()
        _ = try await follow(store)
        _ = try await self.store(change(Array(steps().prefix(1)), at: 2), in: store)
        let due = try #require(try await store.dueDeliveries(of: "drill", now: Self.now, limit: 1).first)
        #expect(due.delivery.expiresAt.nanoseconds - Self.now.nanoseconds == 600_000_000_000)
        let change = try await store.finish(due, .dead(answer: "HTTP 410"), now: Self.now)
        #expect(change.dead == ["drill"])
        let events = try await store.outgoing(of: Self.stream, limit: 9)
        #expect(try ValidEvent(checking: #require(events.last).bytes).type == "alert.failed")
        try await store.removeOutgoing(events)
        #expect(try await store.outgoing(of: Self.stream, limit: 9).isEmpty)
        let retried = try await store.retry(due.delivery.id, now: Self.now)
        // The pauses begin anew with the attempts.
        #expect(retried.state == .pending && retried.round == 1 && retried.attempts == 0)
        let again = try #require(try await store.dueDeliveries(of: "drill", now: Self.now, limit: 1).first)
        _ = try await store.finish(again, .delivered(answer: "HTTP 200"), now: Self.now)
        // Numbers go on though the events before them are gone.
        let last = try #require(try await store.outgoing(of: Self.stream, limit: 9).last)
        #expect(try ValidEvent(checking: last.bytes).outline.sourceSequence == 3)
        #expect(try await store.retry(due.delivery.id, now: Self.now).state == .delivered)
        await #expect(throws: AlertStoreError.self) {
            try await store.retry(EventID(high: 1, low: 2), now: Self.now)
        }
    }

    @Test func whatNewRulesForbidIsGivenUp() async throws {
        try await stored(change(Array(steps().prefix(1)), at: 2)) { _ in }
        let store = try openWithStricterRules()
        let changes = try await store.giveUpHindered(now: Self.now)
        #expect(changes.flatMap(\.dead).sorted() == ["drill", "manager"])
        #expect(try await store.pendingCount(of: "log") == 1)
    }

    /// A store under rules by which `drill` takes no exercises any more and `manager` is gone.
    private func openWithStricterRules() throws -> AlertStore {
        let text = Self.rules.replacing("{name: manager", with: "{name: other")
            .replacing("command: [/bin/true], exercises: true", with: "command: [/bin/true]")
        let rules = try RuleBook(Array(text.utf8), file: "rules.yml")
        return try AlertStore(path, routing: AlertRouting(rules), source: "notifier")
    }

    /// Stores the beginnings of two alerts, delivers them everywhere, and closes the store.
    private func delivered(_ steps: [AlertStep]) async throws -> [DueDelivery] {
        let store = try open()
        _ = try await follow(store)
        _ = try await self.store(change(Array(steps.prefix(2)), at: 3), in: store)
        var due: [DueDelivery] = []
        for destination in ["log", "drill", "manager"] {
            due += try await store.dueDeliveries(of: destination, now: Self.now, limit: 9)
        }
        for delivery in due {
            #expect(store.hindrance(of: delivery) == nil)
            _ = try await store.finish(delivery, .delivered(answer: "HTTP 200"), now: Self.now)
        }
        for destination in ["drill", "manager"] {
            #expect(try await store.firing(at: destination, now: Self.now).count == 2)
        }
        try store.close()
        return due
    }

    @Test func whatNewRulesForbidIsNeitherEndedNorRepeatedThere() async throws {
        let steps = try steps()
        let due = try await delivered(steps)
        #expect(due.count == 6)
        let store = try openWithStricterRules()
        for destination in ["drill", "manager"] {
            #expect(try await store.firing(at: destination, now: Self.now).isEmpty)
        }
        #expect(try await store.firing(at: "log", now: Self.now).count == 2)
        #expect(due.filter { store.hindrance(of: $0) != nil }.count == 4)
        let change = try await self.store(change([steps[2]], at: 4), in: store)
        #expect(change.resolved.count == 1 && change.destinations == ["log"])
        let word = Acknowledgement(alert: steps[0].alert.id, by: "u17", role: .dispatcher)
        #expect(try await store.acknowledge(word, now: Self.now).destinations.isEmpty)
    }

    @Test func whoWasNeverToldOfABeginningIsNotToldOfItsEnd() async throws {
        let store = try open()
        _ = try await follow(store)
        let steps = try steps()
        _ = try await self.store(change([steps[1]], at: 3), in: store)
        // Drill's is on its way when the acknowledgement comes.
        let due = try #require(try await store.dueDeliveries(of: "drill", now: Self.now, limit: 1).first)
        let word = Acknowledgement(alert: steps[1].alert.id, by: "u17", role: .dispatcher)
        _ = try await store.acknowledge(word, now: Self.now)
        #expect(try await self.store(change([steps[2]], at: 4), in: store).destinations.isEmpty)
        let late = try await store.finish(due, .delivered(answer: "HTTP 200"), now: Self.now)
        #expect(late.destinations == ["drill"])
        let end = try await store.dueDeliveries(of: "drill", now: Self.now, limit: 9)
        #expect(end.map(\.delivery.step) == [.resolved])
    }

    /// Deliveries of one alert that wait for one destination.
    private func fill(_ store: AlertStore, _ destination: String, _ alert: EventID, count: Int) async throws {
        try await store.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
                    INSERT INTO deliveries (id, alert, step, destination, state, created_at, next_attempt_at,
                        expires_at) SELECT 'filler ' || n, ?, 'raised', ?, 'pending', 0, 0, 0 FROM numbers
                    """,
                arguments: [count, "\(alert)", destination]
            )
        }
    }

    @Test(arguments: [(1, [String]()), (0, ["drill"])])
    func whatDoesNotFitIntoAQueueIsADeadLetter(room: Int, dead: [String]) async throws {
        let store = try open()
        _ = try await follow(store)
        let steps = try steps()
        _ = try await self.store(change(Array(steps.prefix(1)), at: 2), in: store)
        // One waits already.
        let count = AlertStoreLimits.waitingCountMax - 1 - room
        try await fill(store, "drill", #require(steps.first).alert.id, count: count)
        let change = try await self.store(change([steps[1]], at: 3), in: store)
        #expect(change.dead == dead)
        #expect(try await store.pendingCount(of: "drill") == AlertStoreLimits.waitingCountMax)
        let (_, _, deliveries) = try #require(try await store.alert(steps[1].alert.id))
        let answers = deliveries.filter { $0.state == .dead }.compactMap(\.answer)
        #expect(answers == dead.map { _ in "the queue is full" })
    }

    @Test func whatDoesNotFitIntoTheBussQueueIsCounted() async throws {
        let store = try open()
        _ = try await follow(store)
        try await store.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
                    INSERT INTO outgoing (stream, id, bytes) SELECT ?, n, x'00' FROM numbers
                    """,
                arguments: [AlertStoreLimits.outgoingCountMax - 1, "\(Self.stream)"]
            )
        }
        let change = try await self.store(change(steps(), at: 4), in: store)
        #expect(change.raised.count == 2 && change.unsentCount == 2)
        #expect(change.destinations == ["log", "drill", "manager"])
    }

    private func alert(like alert: Alert, audience: [String]) -> Alert {
        Alert(
            id: alert.id,
            rule: alert.rule,
            title: alert.title,
            key: alert.key,
            cause: alert.cause,
            severity: alert.severity,
            incident: alert.incident,
            agency: alert.agency,
            status: alert.status,
            tlp: alert.tlp,
            isLate: alert.isLate,
            needsAcknowledgement: alert.needsAcknowledgement,
            resolvesItself: alert.resolvesItself,
            text: alert.text,
            audience: audience,
            destinations: alert.destinations
        )
    }

    @Test func anAlertThatMakesNoValidEventIsDeliveredAllTheSame() async throws {
        let store = try open()
        _ = try await follow(store)
        let steps = try steps()
        let first = try #require(steps.first)
        let invalid = AlertStep(
            kind: .raised,
            alert: alert(like: first.alert, audience: [String(repeating: "a", count: 129)]),
            at: first.at,
            trigger: first.trigger
        )
        let change = try await self.store(change([invalid] + steps.dropFirst(), at: 4), in: store)
        #expect(change.raised.count == 2 && change.unsentCount == 1)
        #expect(change.problems.map(\.pointer) == ["/data/audience/0"])
        #expect(change.destinations == ["log", "drill", "manager"])
        // The others go on, with dense numbers.
        let events = try await store.outgoing(of: Self.stream, limit: 9)
        let numbers = try events.map { try ValidEvent(checking: $0.bytes).outline.sourceSequence }
        #expect(numbers == [1, 2])
    }

    @Test func alertmanagerIsRemindedOfWhatIsStillThere() async throws {
        let store = try open()
        _ = try await follow(store)
        _ = try await self.store(change(Array(steps().prefix(1)), at: 2), in: store)
        #expect(try await store.firing(at: "manager", now: Self.now).isEmpty)
        let due = try #require(try await store.dueDeliveries(of: "manager", now: Self.now, limit: 1).first)
        _ = try await store.finish(due, .delivered(answer: "HTTP 200"), now: Self.now)
        #expect(try await store.firing(at: "manager", now: Self.now).map(\.id) == [due.alert.id])
        let expired = Timestamp(nanoseconds: Self.now.nanoseconds + 601_000_000_000)
        #expect(try await store.firing(at: "manager", now: expired).isEmpty)
        let word = Acknowledgement(alert: due.alert.id, by: "u17", role: .dispatcher)
        _ = try await store.acknowledge(word, now: Self.now)
        #expect(try await store.firing(at: "manager", now: Self.now).isEmpty)
    }

    @Test func onlyOneProcessWritesAtATime() throws {
        let store = try open()
        let error = #expect(throws: AlertStoreError.self) { try open() }
        guard case .store(.locked(let path))? = error else { throw error ?? .store(.locked("")) }
        #expect(path == store.path)
    }

    @Test func anotherDatabaseIsLeftAlone() throws {
        let store = try path.string
        try DatabaseQueue(path: store).write { try $0.execute(sql: "CREATE TABLE cats (name TEXT)") }
        let error = #expect(throws: AlertStoreError.self) { try open() }
        let text = try #require(error).description
        #expect(text.hasPrefix(store))
        guard case .store(.foreign)? = error else { throw error ?? .store(.locked("")) }
    }

    @Test func anotherFormatIsLeftAlone() throws {
        try open().close()
        try DatabaseQueue(path: path.string).write { try $0.execute(sql: "PRAGMA user_version = 9") }
        let error = #expect(throws: AlertStoreError.self) { try open() }
        guard case .store(.format(9, _, _))? = error else { throw error ?? .store(.locked("")) }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        try Data(repeating: 0x41, count: 8_192).write(to: URL(filePath: path.string))
        let error = #expect(throws: AlertStoreError.self) { try open() }
        guard case .store(.foreign)? = error else { throw error ?? .store(.locked("")) }
    }
}

/// A directory for one test's files, removed with it.
final class Home: Sendable {
    let path: FilePath

    init() throws {
        path = FilePath(NSTemporaryDirectory()).appending("alerts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
    }

    deinit {
        // What is left behind is a temporary file.
        try? FileManager.default.removeItem(atPath: path.string)
    }
}
