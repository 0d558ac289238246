import EventBus
import EventJournal
import EventSchema
import HTTPTypes
import Hummingbird
import ServiceHTTP

/// `GET /v1/events`, `GET /v1/events/ID` and `GET /v1/status`.
struct ReadRoutes: Sendable {
    /// Records in one answer, and how many unless the client says.
    static let countMax = 10_000
    static let countUsual = 1_000
    /// Answers that may be in memory at once; beyond it clients are told to come back later.
    static let answersMax = 32

    private static let pageLimits = PageLimits(
        byteCount: 1_024 * 1_024,
        scannedByteCount: 16 * 1_024 * 1_024
    )

    let journal: Journal
    let desk: ReadingDesk
    let status: @Sendable () -> JSONObject
    private let answers = Slots(countMax: answersMax)

    init(journal: Journal, desk: ReadingDesk, status: @escaping @Sendable () -> JSONObject) {
        self.journal = journal
        self.desk = desk
        self.status = status
    }

    /// A part of the stream, and how far it goes.
    func events(_ request: Request) async throws -> Response {
        let type = try request.preferredType(of: [MediaTypes.eventBatch, MediaTypes.lines, MediaTypes.json])
        let query = try QueryFields(
            request.uri.query,
            allowed: ["after"] + RecordFilter.parameters + ["limit"]
        )
        let after = try query.value("after", allowed: StreamPosition.allowed, StreamPosition.init)
        let filter = try RecordFilter(query)
        let limit = try query.value("limit", allowed: "a number from 1 to \(Self.countMax)") { text in
            SequenceNumber(text).flatMap {
                (1...UInt64(Self.countMax)).contains($0.value) ? Int($0.value) : nil
            }
        }
        var limits = Self.pageLimits
        limits.count = limit ?? Self.countUsual
        guard let slot = answers.take() else {
            throw HTTPProblem(.overloaded, "\(Self.answersMax) answers are under way already")
        }
        let (reader, form) = (StreamReader(reader: journal.reader), RecordForm(mediaType: type))
        let page = try await desk.run { [limits] in
            let start = try reader.start(after: after ?? .sequence(.zero))
            return try reader.page(after: start, filter, limits, as: form)
        }
        try Self.refuseHole(page, filter, limit)
        return response(page, type, next: Self.address(after: page.end, filter, limit), slot)
    }

    /// One record, by its event's id or by its sequence number.
    func event(_ request: Request, id text: String) async throws -> Response {
        let type = try request.preferredType(of: [MediaTypes.event, MediaTypes.json])
        _ = try QueryFields(request.uri.query, allowed: [])
        let journal = journal
        let document: JSONObject
        if let id = EventID(text) {
            document = try await desk.run { try Self.document(of: id, in: journal) }
        } else if let sequence = SequenceNumber(text), sequence > .zero {
            document = try await desk.run { try Self.document(of: sequence, in: journal) }
        } else {
            let allowed = "a sequence number, or a UUID such as 0196ed9e-9c40-7000-8000-000000000001"
            throw HTTPProblem(
                .malformed,
                "the id is \(text.prefix(80).debugDescription); allowed is \(allowed)"
            )
            .with("parameter", .string("id"))
            .with("allowed", .string(allowed))
        }
        return Response(json: .object(document), type: type)
    }

    private static func document(of id: EventID, in journal: Journal) throws -> JSONObject {
        guard let place = try journal.locate(id) else {
            throw HTTPProblem(.notFound, "no event with the id \(id) was ever recorded here")
        }
        guard place.stream == journal.bounds.stream else {
            throw removed(place.sequence, of: place.stream)
        }
        return try document(of: place.sequence, in: journal)
    }

    private static func document(of sequence: SequenceNumber, in journal: Journal) throws -> JSONObject {
        let bounds = journal.bounds
        guard sequence <= bounds.head.sequence else {
            throw HTTPProblem(
                .notFound,
                "there is no record \(sequence); the last is \(bounds.head.sequence)"
            )
        }
        guard let document = try StreamReader(reader: journal.reader).document(of: sequence) else {
            throw removed(sequence, of: bounds.stream)
        }
        return document
    }

    private static func removed(_ sequence: SequenceNumber, of stream: StreamID) -> HTTPProblem {
        HTTPProblem(.removed, "record \(sequence) of stream \(stream) has been removed")
            .with("stream", .string(stream.description))
            .with("sequence", .number("\(sequence)"))
    }

    /// How the publisher and its consumers stand.
    func status(_ request: Request) throws -> Response {
        _ = try request.preferredType(of: [MediaTypes.json])
        _ = try QueryFields(request.uri.query, allowed: [])
        return Response(json: .object(status()), type: MediaTypes.json)
    }

    /// An answer that begins with a hole would look as if nothing had been there.
    private static func refuseHole(
        _ page: StreamPage,
        _ filter: RecordFilter,
        _ limit: Int?
    ) throws(HTTPProblem) {
        guard page.isUnmoved else { return }
        if let first = page.firstRetained {
            let last = ReadPosition(
                stream: page.end.stream,
                sequence: SequenceNumber(first.value - 1),
                checksum: nil
            )
            throw HTTPProblem(
                .removed,
                "the records after \(page.end.sequence) and before \(first) have been removed"
            )
            .with("firstRetained", .number("\(first)"))
            .with(header: "Link", "<\(address(after: last, filter, limit))>; rel=\"next\"")
        }
        if let damage = page.damage { throw HTTPProblem(damage, after: page.end.sequence) }
    }

    private func response(_ page: StreamPage, _ type: String, next: String, _ slot: Slots.Slot) -> Response {
        let body = ByteBuffer(
            bytes: RecordForm(mediaType: type) == .array ? [0x5B] + page.body + [0x5D, 0x0A] : page.body
        )
        var headers: HTTPFields = [.contentType: type]
        let bounds = journal.bounds
        headers.set("Scenewire-Stream", "\(bounds.stream)")
        headers.set("Scenewire-Epoch", "\(bounds.epoch)")
        headers.set("Scenewire-Head", "\(page.head)")
        headers.set("Scenewire-First-Retained", "\(bounds.firstRetained)")
        headers.set("Scenewire-Scanned-Through", "\(page.end.sequence)")
        headers.set("Scenewire-Cursor", page.end.text)
        if !page.isAtHead { headers.set("Link", "<\(next)>; rel=\"next\"") }
        let writing = ResponseBody(contentLength: body.readableBytes) { writer in
            // Until the client has it, the answer takes memory.
            defer { withExtendedLifetime(slot) {} }
            try await writer.write(body)
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: writing)
    }

    private static func address(after position: ReadPosition, _ filter: RecordFilter, _ limit: Int?) -> String
    {
        let fields = ["after=\(position.text)"] + filter.query + (limit.map { ["limit=\($0)"] } ?? [])
        return "/v1/events?\(fields.joined(separator: "&"))"
    }
}

extension RecordForm {
    fileprivate init(mediaType: String) {
        self = mediaType == MediaTypes.lines ? .lines : .array
    }
}
