import EventJournal
import EventSchema
import ServiceHTTP

/// How records stand one after another in an answer.
enum RecordForm: Sendable {
    /// A JSON array of documents.
    case array
    /// A document on each line.
    case lines
    /// Server-sent events.
    case events
}

/// How far one reading goes at most.
struct PageLimits: Sendable {
    /// Records that are in the answer.
    var count = Int.max
    /// Bytes of the answer beyond which no further record is added.
    var byteCount: Int
    /// Bytes of records that are looked at, so that a filter that fits nothing does not read for minutes.
    var scannedByteCount: Int
}

/// A part of the stream, ready to be sent.
struct StreamPage: Sendable {
    /// The records in the form that was asked for; of an array without its brackets.
    var body: [UInt8] = []
    /// How many there are.
    var count = 0
    /// Everything that was asked for up to here is in the page.
    var end: ReadPosition
    /// The last record of the stream when the page was made.
    var head: SequenceNumber
    /// The records right after `end` and before this one have been removed.
    var firstRetained: SequenceNumber?
    /// The record after `end` cannot be read.
    var damage: JournalDamage?

    /// Nothing was read, so that whatever is wrong is wrong right at the start.
    var isUnmoved = true

    /// Nothing follows that could be read.
    var isAtHead: Bool { end.sequence >= head && firstRetained == nil && damage == nil }
}

/// Reads parts of the stream for HTTP. Its methods block while the disk works.
struct StreamReader: Sendable {
    /// How much is read of the journal at once.
    private static let stepByteCount = 256 * 1_024

    let reader: JournalReader

    /// The position from which a reading goes on.
    ///
    /// - Throws: ``HTTPProblem/Kind/diverged`` when the position is none of this stream's.
    func start(after position: StreamPosition?) throws -> ReadPosition {
        let bounds = reader.bounds
        switch position {
        case nil: return ReadPosition(bounds.head)
        case .cursor(let cursor):
            guard try reader.holds(cursor) else { throw diverged("\(cursor) is not a record", bounds) }
            return ReadPosition(cursor)
        case .sequence(let sequence):
            guard sequence <= bounds.head.sequence else { throw diverged("there is no \(sequence)", bounds) }
            return try self.position(of: sequence, bounds)
        }
    }

    /// The records after `start` that `filter` lets through.
    func page(
        after start: ReadPosition,
        _ filter: RecordFilter,
        _ limits: PageLimits,
        as form: RecordForm
    ) throws(JournalError) -> StreamPage {
        var page = StreamPage(end: start, head: start.sequence)
        var (isFull, scannedByteCount) = (false, 0)
        reading: while !isFull, scannedByteCount < limits.scannedByteCount {
            switch try reader.read(after: page.end.sequence, byteLimit: Self.stepByteCount) {
            case .records(let batch):
                guard batch.count > 0 else { break reading }
                scannedByteCount += batch.bytes.count
                batch.forEach { header, record in
                    guard !isFull else { return }
                    (page.end, page.isUnmoved) = (ReadPosition(Cursor(header)), false)
                    guard filter.matches(record.extracting(header.eventRange)) else { return }
                    form.write(header, record, isFirst: page.count == 0, to: &page.body)
                    page.count += 1
                    isFull = page.count >= limits.count || page.body.count >= limits.byteCount
                }
            case .truncated(let firstRetained):
                page.firstRetained = firstRetained
                break reading
            case .damaged(let damage):
                page.damage = damage
                break reading
            }
        }
        page.head = reader.bounds.head.sequence
        return page
    }

    /// The document of one record; `nil` when it is not there any more.
    ///
    /// - Throws: ``HTTPProblem/Kind/damaged``.
    func document(of sequence: SequenceNumber) throws -> JSONObject? {
        guard sequence > .zero else { return nil }
        switch try reader.read(after: SequenceNumber(sequence.value - 1), byteLimit: 0) {
        case .records(let batch):
            var document: JSONObject?
            batch.forEach { header, record in document = RecordDocument.document(of: header, record) }
            return document
        case .truncated: return nil
        case .damaged(let damage): throw HTTPProblem(damage, after: SequenceNumber(sequence.value - 1))
        }
    }

    private func position(of sequence: SequenceNumber, _ bounds: JournalBounds) throws -> ReadPosition {
        if sequence == bounds.head.sequence { return ReadPosition(bounds.head) }
        // Before the first record there is none to compare.
        if sequence == .zero { return ReadPosition(stream: bounds.stream, sequence: sequence, checksum: 0) }
        var checksum: UInt32?
        do throws(JournalError) {
            checksum = try reader.checksum(of: sequence)
        } catch {
            // Whoever continues after a damaged record need not have it.
            guard case .damaged = error else { throw error }
        }
        return ReadPosition(stream: bounds.stream, sequence: sequence, checksum: checksum)
    }

    private func diverged(_ fault: String, _ bounds: JournalBounds) -> HTTPProblem {
        HTTPProblem(.diverged, "\(fault) of stream \(bounds.stream), whose head is \(bounds.head.sequence)")
            .with("stream", .string(bounds.stream.description))
            .with("head", .number("\(bounds.head.sequence)"))
    }
}

extension HTTPProblem {
    /// - Parameter end: The last record before the damage.
    init(_ damage: JournalDamage, after end: SequenceNumber) {
        self = HTTPProblem(.damaged, damage.description)
            .with("sequence", .number("\(damage.sequence ?? end.advanced(by: 1))"))
    }
}

extension JournalReader {
    /// Whether a consumer's cursor lies in this stream, as far as that can be told.
    func holds(_ cursor: Cursor) throws(JournalError) -> Bool {
        let bounds = bounds
        guard cursor.stream == bounds.stream, cursor.sequence <= bounds.head.sequence else { return false }
        // What retention removed cannot be compared any more; its stream is right.
        if cursor.sequence < bounds.firstRetained { return true }
        do throws(JournalError) {
            // Without a record, retention has been there since the bounds were read.
            return try checksum(of: cursor.sequence).map { $0 == cursor.checksum } ?? true
        } catch .damaged {
            // Reading on will say so; it is no reason to call the consumer's record wrong.
            return true
        }
    }
}

extension RecordForm {
    fileprivate func write(
        _ header: RecordHeader,
        _ record: RawSpan,
        isFirst: Bool,
        to text: inout [UInt8]
    ) {
        let document = JSONValue.object(RecordDocument.document(of: header, record))
        switch self {
        case .array:
            if !isFirst { text.append(UInt8(ascii: ",")) }
            document.write(to: &text)
        case .lines:
            document.write(to: &text)
            text.append(UInt8(ascii: "\n"))
        case .events:
            ServerSentEvent.write(
                Self.type(of: record.extracting(header.eventRange)) ?? ServerSentEvent.unreadable,
                at: Cursor(header),
                document,
                to: &text
            )
        }
    }
    private static func type(of event: RawSpan) -> String? {
        guard let route = EventOutline.route(of: event) else { return nil }
        return event.extracting(route.type).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
