import EventBus
import EventSchema
import HTTPTypes
import Hummingbird
import ServiceHTTP
import ServiceRuntime

/// `POST /v1/events`: checks events and passes them to the sequencer, as the request desk does.
struct PublishRoute: Sendable {
    /// Bodies that may be in memory at once; beyond it authors are told to come back later.
    static let bodiesByteCountMax = 64 * 1_024 * 1_024

    private let submitter: EventSubmitter
    private let bodies = ByteBudget(byteCountMax: bodiesByteCountMax)

    init(sequencer: Sequencer, metrics: PublisherMetrics) {
        submitter = EventSubmitter(sequencer: sequencer, metrics: metrics)
    }

    func respond(to request: Request) async throws -> Response {
        let format = try PostedFormat(request.headers)
        let playedAt = try playedAt(request)
        // Lives until the events are recorded, because they hold as much memory.
        let share = bodies.share()
        defer { withExtendedLifetime(share) {} }
        if format == .documents(.lines) { return try await respond(toLinesOf: request, playedAt, share) }
        let (body, isWhole) = try await body(of: request, share)
        guard isWhole else { throw Self.tooLarge }
        let posted = try PostedEvent.read(body, as: format, at: .now)
        let results = try await submitter.publish(posted, playedAt)
        if format.isSingle, let result = results.first { return result.response }
        return PostedResult.response(results)
    }

    /// Answers few lines together, and many, or for a client that wants lines, while they come.
    ///
    /// Which it is must be known before the body is read: it can be read only once.
    private func respond(
        toLinesOf request: Request,
        _ playedAt: Timestamp?,
        _ share: ByteBudget.Share
    ) async throws -> Response {
        let announced = Self.announcedByteCount(request)
        let types = [MediaTypes.json, MediaTypes.lines]
        let wantsLines = Acceptance(request.headers[values: .accept]).best(of: types) == MediaTypes.lines
        let lines = PostedLines(submitter: submitter, playedAt: playedAt)
        guard let announced, announced <= HTTPService.bodyByteCountMax, !wantsLines else {
            guard share.grow(by: PostedLines.byteCountMax) else { throw Self.overloaded }
            return lines.response(to: request.body, byteCount: announced, share)
        }
        let (body, _) = try await body(of: request, share)
        guard body.count(where: { $0 == UInt8(ascii: "\n") }) < SchemaLimits.batchCountMax else {
            return lines.response(to: body, share)
        }
        let posted = try PostedEvent.read(body, as: .documents(.lines), at: .now)
        return PostedResult.response(try await submitter.publish(posted, playedAt))
    }

    private func playedAt(_ request: Request) throws(HTTPProblem) -> Timestamp? {
        let query = try QueryFields(request.uri.query, allowed: ["playedAt"])
        let playedAt = try query.value("playedAt", allowed: "RFC 3339, such as 2025-05-20T14:06:48Z") {
            text in
            try? Timestamp(rfc3339: text)
        }
        if let fault = submitter.sequencer.fault(ofPlayedAt: playedAt) {
            throw HTTPProblem(.malformed, fault).with("parameter", .string("playedAt"))
        }
        return playedAt
    }

    /// Reads the body, as far as it is not too long.
    ///
    /// - Returns: All of it, or its beginning when it is longer than ``HTTPService/bodyByteCountMax``.
    /// - Throws: ``HTTPProblem/Kind/overloaded``, and ``HTTPProblem/Kind/malformed`` when it was cut off.
    private func body(
        of request: Request,
        _ share: ByteBudget.Share
    ) async throws -> (body: [UInt8], isWhole: Bool) {
        let announced = Self.announcedByteCount(request)
        guard announced ?? 0 <= HTTPService.bodyByteCountMax else { return ([], false) }
        var body: [UInt8] = []
        for try await part in request.body {
            guard share.grow(by: part.readableBytes) else { throw Self.overloaded }
            body.append(contentsOf: part.readableBytesView)
            if body.count > HTTPService.bodyByteCountMax { return (body, false) }
        }
        // A body that was cut off must not pass for a shorter one.
        try Task.checkCancellation()
        guard announced ?? body.count == body.count else {
            throw HTTPProblem(.malformed, "the body ends before its Content-Length")
        }
        return (body, true)
    }

    private static func announcedByteCount(_ request: Request) -> Int? {
        request.headers[.contentLength].flatMap { Int($0) }
    }

    private static var overloaded: HTTPProblem {
        HTTPProblem(.overloaded, "requests of \(bodiesByteCountMax) bytes wait already")
    }

    private static var tooLarge: HTTPProblem {
        let allowed = "at most \(HTTPService.bodyByteCountMax) bytes"
        return HTTPProblem(.tooLarge, "the body is too long; allowed is \(allowed)")
            .with("allowed", .string(allowed))
    }
}
