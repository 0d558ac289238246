import AlertRules
import AlertStore
import ConsumerRuntime
import EventBus
import EventSchema

/// Turns what the feed of one stream brings into what is to be stored, by the engine that all streams share.
///
/// What is stored already comes out again after a restart, marked as history so that nobody is told twice; the
/// store passes over what it has.
struct StreamFold {
    private let stored: StoredStream
    /// Nobody is told of what records up to here raise.
    private let historyThrough: SequenceNumber
    private var isPastHistory = false
    private var entries: [StreamChange.Entry] = []
    /// The last record that was folded; `nil` before the first.
    private(set) var folded: Cursor?

    /// - Parameter engine: What it has folded of the stream comes from the store's snapshot.
    init(_ stored: StoredStream, engine: AlertEngine) {
        self.stored = stored
        folded = engine.cursor(of: stored.stream)
        // What a snapshot was made of comes again as it was judged; without one, another order may give another
        // alert of what people were told of.
        let told = folded == nil ? stored.cursor?.sequence ?? .zero : .zero
        historyThrough = max(stored.historyThrough, told)
        if let folded, let clock = engine.clock(of: stored.stream) {
            // A clock may have been set back since.
            let last = stored.historyThrough
            isPastHistory =
                folded.sequence > last || folded.sequence == last && clock >= stored.historyClock
        }
    }

    /// - Returns: `nil` when nothing is to be stored.
    /// - Throws: `StreamDivergence` when the stream is another one under the same name.
    ///
    /// - Parameter now: This machine's clock, by which silent publishers are known.
    mutating func fold(
        _ events: [FeedEvent],
        with engine: inout AlertEngine,
        now: Timestamp
    ) throws -> StreamChange? {
        let before = folded
        for event in events {
            switch event {
            case .records(let batch):
                try batch.forEach { header, record in try fold(header, record, with: &engine) }
            case .heartbeat(let heartbeat):
                leaveHistory(of: &engine)
                append(engine.advance(stored.stream, to: heartbeat.clock), isHistory: false)
            case .gap(let range):
                // Of what was judged before it was removed nobody is told again.
                let known = max(folded?.sequence ?? .zero, historyThrough)
                guard range.upperBound > known else { continue }
                let missing = max(range.lowerBound, known.advanced(by: 1))...range.upperBound
                append(engine.note(gap: missing, in: stored.stream, at: now), isHistory: false)
            case .state(let state):
                append(
                    engine.note(StreamStanding(state), of: stored.stream, at: now),
                    isHistory: !isPastHistory
                )
            case .position: continue
            }
        }
        let isNew =
            folded?.sequence ?? .zero > max(before?.sequence ?? .zero, stored.cursor?.sequence ?? .zero)
        return change(of: engine, cursor: isNew ? folded : nil)
    }

    /// Lets time pass while nothing is heard of the publisher.
    ///
    /// - Returns: `nil` when nothing is to be stored.
    mutating func wait(until now: Timestamp, with engine: inout AlertEngine) -> StreamChange? {
        append(engine.advanceSilence(of: stored.stream, to: now), isHistory: !isPastHistory)
        return change(of: engine, cursor: nil)
    }

    /// Notes who carries the stream: what was told of the silence of another one that it carried is over.
    ///
    /// - Returns: `nil` when nothing is to be stored.
    mutating func note(
        publisher: String,
        at now: Timestamp,
        with engine: inout AlertEngine
    ) -> StreamChange? {
        append(engine.note(publisher: publisher, of: stored.stream, at: now), isHistory: false)
        return change(of: engine, cursor: nil)
    }

    /// Notes what the publisher says of its consumers.
    ///
    /// - Returns: `nil` when nothing is to be stored.
    mutating func note(
        consumers: [String: SequenceNumber],
        head: SequenceNumber,
        at now: Timestamp,
        with engine: inout AlertEngine
    ) -> StreamChange? {
        append(
            engine.note(consumers: consumers, head: head, of: stored.stream, at: now),
            isHistory: !isPastHistory
        )
        return change(of: engine, cursor: nil)
    }

    private mutating func change(of engine: AlertEngine, cursor: Cursor?) -> StreamChange? {
        defer { entries = [] }
        guard cursor != nil || !entries.isEmpty else { return nil }
        return change(cursor: cursor, entries: entries, of: engine)
    }

    func change(cursor: Cursor?, entries: [StreamChange.Entry], of engine: AlertEngine) -> StreamChange {
        StreamChange(
            entries: entries,
            cursor: cursor,
            clock: engine.clock(of: stored.stream) ?? stored.historyClock
        )
    }

    private mutating func fold(
        _ header: RecordHeader,
        _ record: RawSpan,
        with engine: inout AlertEngine
    ) throws {
        if let cursor = stored.cursor, cursor.sequence == header.sequence, cursor.checksum != header.checksum
        {
            throw StreamDivergence(stored.stream, at: header.sequence)
        }
        if header.sequence > stored.historyThrough { leaveHistory(of: &engine) }
        append(engine.fold(header, record), isHistory: header.sequence <= historyThrough)
        if let acknowledgement = Acknowledgement(header, record) {
            entries.append(.acknowledgement(acknowledgement))
        }
        folded = Cursor(header)
    }

    /// Lets the clocks run out that did so before the stream was first followed.
    private mutating func leaveHistory(of engine: inout AlertEngine) {
        guard !isPastHistory else { return }
        isPastHistory = true
        append(engine.advance(stored.stream, to: stored.historyClock), isHistory: true)
    }

    private mutating func append(_ steps: [AlertStep], isHistory: Bool) {
        entries += steps.map { .step($0, isHistory: isHistory) }
    }
}

extension StreamStanding {
    init(_ state: FeedState) {
        self =
            switch state {
            case .connecting, .replaying: .catchingUp
            case .live: .live
            case .cutOff, .damaged, .refused, .diverged: .cutOff
            }
    }
}

extension StreamDivergence {
    /// - Parameter sequence: The first record that is known to differ.
    init(_ stream: StreamID, at sequence: SequenceNumber) {
        self.init(
            """
            stream \(stream) differs at record \(sequence) from the one whose alerts are stored: a journal was \
            restored from a backup; `scenewire journal fork` gives such a journal a stream of its own
            """
        )
    }
}

extension Acknowledgement {
    /// What a record says; `nil` unless a person has taken care of an alert.
    init?(_ header: RecordHeader, _ record: RawSpan) {
        let bytes = record.extracting(header.eventRange)
        guard let route = EventOutline.route(of: bytes),
            bytes.extracting(route.type).withUnsafeBytes({ $0.elementsEqual("alert.acknowledged".utf8) }),
            // What is no event concerns nobody; the publisher lets none in.
            let outline = try? EventOutline.check(bytes),
            let acknowledgement = AcknowledgementRecord(outline, bytes)
        else { return nil }
        let payload = acknowledgement.payload
        self.init(
            alert: acknowledgement.alert,
            by: payload.by.id,
            role: Role(payload.by.role),
            note: payload.hasNote ? payload.note : nil,
            at: min(outline.observedAt, header.publishedAt),
            event: outline.id
        )
    }
}
