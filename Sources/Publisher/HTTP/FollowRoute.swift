import EventJournal
import EventSchema
import HTTPTypes
import Hummingbird
import ServiceHTTP

/// `GET /v1/stream`: follows the stream as server-sent events.
///
/// It reads the journal and hears only from the bell that there is more, so that it delivers durable records
/// alone, each once, in order; a reader who is slow is waited for, until its connection is closed.
struct FollowRoute: Sendable {
    /// Streams that may be open at once.
    static let streamsMax = 64
    /// How often a stream says where it stands, at least, as long as the publisher sequences.
    static let heartbeatInterval = Duration.seconds(2)
    /// When a client that was cut off should come back.
    static let retryMilliseconds = 1_000

    /// Where clients that cannot set header fields put `Last-Event-ID`.
    private static let lastEventParameter = "lastEventId"

    /// One write; a stream holds no more than that of a record that its reader has not taken.
    private static let pageLimits = PageLimits(byteCount: 256 * 1_024, scannedByteCount: 4 * 1_024 * 1_024)

    let reader: StreamReader
    let desk: ReadingDesk
    let bell: StreamBell
    let clock: @Sendable () -> PublisherClock
    /// Those that are open.
    let streams = Slots(countMax: streamsMax)

    init(
        reader: StreamReader,
        desk: ReadingDesk,
        bell: StreamBell,
        clock: @escaping @Sendable () -> PublisherClock
    ) {
        self.reader = reader
        self.desk = desk
        self.bell = bell
        self.clock = clock
    }

    func respond(to request: Request) async throws -> Response {
        _ = try request.preferredType(of: [MediaTypes.serverSentEvents])
        let query = try QueryFields(
            request.uri.query,
            allowed: ["after", Self.lastEventParameter] + RecordFilter.parameters
        )
        let filter = try RecordFilter(query)
        let after =
            try Self.lastEvent(request)
            ?? Self.lastEvent(query)
            ?? query.value("after", allowed: StreamPosition.allowed, StreamPosition.init)
        guard !bell.turn.isClosed else { throw HTTPProblem(.stopping, "the publisher is stopping") }
        guard let stream = streams.take() else {
            throw HTTPProblem(.overloaded, "\(Self.streamsMax) streams are open already")
        }
        let reader = reader
        let start = try await desk.run { try reader.start(after: after) }
        var headers: HTTPFields = [.contentType: MediaTypes.serverSentEvents]
        // Proxies would collect events otherwise.
        headers.set("X-Accel-Buffering", "no")
        let body = ResponseBody { writer in
            defer { withExtendedLifetime(stream) {} }
            try await follow(after: start, filter) { text in try await writer.write(ByteBuffer(bytes: text)) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// What a browser that reconnects has seen; it repeats the address that it began with. Empty, as some
    /// clients send it at first, it says nothing.
    private static func lastEvent(_ request: Request) throws(HTTPProblem) -> StreamPosition? {
        guard let field = HTTPField.Name("Last-Event-ID"), let text = request.headers[field], !text.isEmpty
        else {
            return nil
        }
        guard let position = StreamPosition(text) else {
            throw HTTPProblem(
                .malformed,
                "Last-Event-ID is \(text.prefix(80).debugDescription); allowed is \(StreamPosition.allowed)"
            )
            .with("allowed", .string(StreamPosition.allowed))
        }
        return position
    }

    private static func lastEvent(_ query: QueryFields) throws(HTTPProblem) -> StreamPosition? {
        guard try query.value(lastEventParameter, allowed: "any text", { $0 }) != "" else { return nil }
        return try query.value(lastEventParameter, allowed: StreamPosition.allowed, StreamPosition.init)
    }

    /// Sends what follows until the publisher stops, the reader goes or a record cannot be read.
    private func follow(
        after start: ReadPosition,
        _ filter: RecordFilter,
        _ send: ([UInt8]) async throws -> Void
    ) async throws {
        var position = start
        var nextHeartbeat = ContinuousClock.now
        try await send(Array("retry: \(Self.retryMilliseconds)\n\n".utf8))
        while true {
            let turn = bell.turn
            let (reader, after) = (reader, position)
            let page = try await desk.run {
                try reader.page(after: after, filter, Self.pageLimits, as: .events)
            }
            var text = page.body
            position = page.end
            if let first = page.firstRetained { position = Self.writeGap(after: position, first, to: &text) }
            if let damage = page.damage { Self.write(damage, after: position, to: &text) }
            if .now >= nextHeartbeat || turn.isClosed {
                writeHeartbeat(at: position, page.head, to: &text)
                nextHeartbeat = .now + Self.heartbeatInterval
            }
            if !text.isEmpty { try await send(text) }
            if page.damage != nil { return }
            if !page.isAtHead { continue }
            if turn.isClosed { return }
            await bell.wait(beyond: turn)
            try Task.checkCancellation()
        }
    }

    private func writeHeartbeat(at position: ReadPosition, _ head: SequenceNumber, to text: inout [UInt8]) {
        let clock = clock()
        let heartbeat: JSONObject = [
            "stream": .string("\(position.stream)"),
            "epoch": .number("\(reader.reader.bounds.epoch)"),
            "head": .number("\(head)"),
            "scannedThrough": .number("\(position.sequence)"),
            "clock": .string(clock.now.rfc3339),
            "played": .bool(clock.isPlayed),
        ]
        ServerSentEvent.write(ServerSentEvent.heartbeat, at: position.cursor, .object(heartbeat), to: &text)
    }

    /// - Returns: The last record that is missing, after which the reading goes on.
    private static func writeGap(
        after position: ReadPosition,
        _ first: SequenceNumber,
        to text: inout [UInt8]
    ) -> ReadPosition {
        let last = ReadPosition(
            stream: position.stream,
            sequence: SequenceNumber(first.value - 1),
            checksum: nil
        )
        let gap: JSONObject = [
            "firstMissing": .number("\(position.sequence.advanced(by: 1))"),
            "lastMissing": .number("\(last.sequence)"),
            "reason": .string(HTTPProblem.Kind.removed.rawValue),
        ]
        ServerSentEvent.write(ServerSentEvent.gap, at: last.cursor, .object(gap), to: &text)
        return last
    }

    private static func write(_ damage: JournalDamage, after position: ReadPosition, to text: inout [UInt8]) {
        let problem = HTTPProblem(damage, after: position.sequence)
        ServerSentEvent.write(
            ServerSentEvent.damaged,
            at: position.cursor,
            .object(problem.document),
            to: &text
        )
    }
}
