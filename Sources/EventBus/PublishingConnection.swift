import EventSchema
import ZeroMQ

/// Publishes events, from any task, and brings the receipts.
///
/// Run ``run()`` for as long as it is used. It keeps nothing on disk: what has no receipt yet is the
/// caller's to offer again, which is harmless.
public final class PublishingConnection: Sendable {
    private let client: RequestClient

    /// - Parameter endpoint: The publisher's request socket, for example `tcp://127.0.0.1:5557`.
    /// - Throws: ``ZeroMQError`` when the process has no file handle left.
    public init(requests endpoint: String) throws(ZeroMQError) {
        client = try RequestClient(endpoint: endpoint)
    }

    /// Carries requests until ``close()``.
    public func run() async throws {
        try await client.run()
    }

    /// Offers events and waits until each is recorded or refused.
    ///
    /// - Parameters:
    ///   - batch: At most ``EventParcel/countMax`` events.
    ///   - playedAt: The player's time, for a publisher with a played clock.
    ///   - timeout: For everything: queueing, the way, attempts to connect.
    /// - Returns: One result an event, in the order of the batch.
    /// - Throws: ``BusError``; without an answer the events may or may not be recorded.
    public func publish(
        _ batch: EventParcel,
        playedAt: Timestamp? = nil,
        timeout: Duration = .seconds(30)
    ) async throws -> [PublishResult] {
        let request = BusPublish.with { $0.playedAt = playedAt?.nanoseconds ?? 0 }
        let (body, _) = try await client.ask(.publish(request), payload: batch.bytes, timeout: timeout)
        guard case .published(let published) = body,
            let results = PublishResult.expand(published, count: batch.count)
        else { throw BusError.refused("the answer does not cover every event once") }
        return results
    }

    /// Whether anything was ever handed to a connection, so that it may be recorded also without an answer.
    package var hasSent: Bool { client.hasSent }

    /// Whether anything was ever answered.
    package var hasHeard: Bool { client.hasHeard }

    /// Asks how the publisher and its consumers stand, over the same connection.
    ///
    /// - Throws: ``BusError``.
    package func status(timeout: Duration) async throws -> BusStatus {
        let (body, _) = try await client.ask(.status(BusStatusQuery()), timeout: timeout)
        guard case .status(let status) = body else {
            throw BusError.refused("the answer is not a publisher's status")
        }
        return status
    }

    /// Ends ``run()``. Any thread may call it.
    public func close() {
        client.close()
    }
}

/// What became of one offered event.
public enum PublishResult: Sendable, Equatable {
    /// It is on stable storage.
    case recorded(Receipt, note: String?)
    /// It had been recorded before, with the same bytes; this is the first receipt.
    case duplicate(Receipt)
    /// It was not recorded.
    case refused(EventRefusal)

    /// The receipt of an event that is recorded, now or before.
    public var receipt: Receipt? {
        switch self {
        case .recorded(let receipt, _), .duplicate(let receipt): receipt
        case .refused: nil
        }
    }

    /// One result for each event of a batch.
    ///
    /// - Returns: `nil` unless the answer covers every index below `count` exactly once.
    package static func expand(_ published: BusPublished, count: Int) -> [PublishResult]? {
        var results = [PublishResult?](repeating: nil, count: count)
        let notes = Dictionary(published.notes.map { ($0.index, $0.text) }) { first, _ in first }
        for run in published.runs {
            let first = Int(run.firstIndex)
            guard run.count > 0, Int(run.count) <= count, first <= count - Int(run.count) else { return nil }
            for position in 0..<Int(run.count) {
                let receipt = Receipt(
                    sequence: SequenceNumber(run.firstSequence).advanced(by: position),
                    publishedAt: Timestamp(nanoseconds: run.publishedAt)
                )
                let index = first + position
                guard results[index] == nil else { return nil }
                results[index] =
                    run.isDuplicate
                    ? .duplicate(receipt) : .recorded(receipt, note: notes[UInt32(index)])
            }
        }
        for refusal in published.refusals {
            guard Int(refusal.index) < count, results[Int(refusal.index)] == nil else { return nil }
            results[Int(refusal.index)] = .refused(EventRefusal(refusal))
        }
        let all = results.compactMap { $0 }
        return all.count == count ? all : nil
    }
}

/// The acknowledgement of a publish: the event is on stable storage.
public struct Receipt: Sendable, Equatable {
    /// The record's place in the publisher's stream.
    public let sequence: SequenceNumber
    /// When the publisher took it.
    public let publishedAt: Timestamp

    /// - Parameters:
    ///   - sequence: The record's place in the publisher's stream.
    ///   - publishedAt: When the publisher took it.
    public init(sequence: SequenceNumber, publishedAt: Timestamp) {
        self.sequence = sequence
        self.publishedAt = publishedAt
    }
}

/// Why an event was not recorded.
public struct EventRefusal: Sendable, Equatable, CustomStringConvertible {
    /// What kind of refusal, and so whether offering the event again is of use.
    public enum Reason: Sendable, Equatable {
        /// It breaks a rule of the schema.
        case invalid
        /// The same id was recorded with other bytes.
        case conflict
        /// Its status is Actual, and the publisher's clock is played.
        case notActual
        /// The publisher's disk is full.
        case readOnly
        /// Too much waits at the publisher.
        case overloaded
        /// The publisher is stopping.
        case stopping
        /// A reason of a newer publisher.
        case unknown

        /// Whether the same event may be accepted later.
        public var mayPass: Bool { [.readOnly, .overloaded, .stopping].contains(self) }
    }

    /// What kind of refusal.
    public let reason: Reason
    /// The path of the field at fault, empty when the fault is not in a field.
    public let field: String
    /// What is wrong and what is allowed, for people.
    public let detail: String

    init(_ refusal: BusEventRefusal) {
        reason =
            switch refusal.reason {
            case .invalid: .invalid
            case .conflict: .conflict
            case .notActual: .notActual
            case .readOnly: .readOnly
            case .overloaded: .overloaded
            case .stopping: .stopping
            case .unspecified, .UNRECOGNIZED: .unknown
            }
        field = refusal.field
        detail = refusal.detail
    }

    /// The field, if there is one, and what is wrong and allowed.
    public var description: String { field.isEmpty ? detail : "\(field): \(detail)" }
}
