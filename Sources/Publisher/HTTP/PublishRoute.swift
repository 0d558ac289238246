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

    let sequencer: Sequencer
    let metrics: PublisherMetrics
    private let bodies = ByteBudget(byteCountMax: bodiesByteCountMax)

    init(sequencer: Sequencer, metrics: PublisherMetrics) {
        self.sequencer = sequencer
        self.metrics = metrics
    }

    func respond(to request: Request) async throws -> Response {
        let format = try PostedFormat(request.headers)
        let playedAt = try playedAt(request)
        // Lives until the events are recorded, because they hold as much memory.
        let share = bodies.share()
        defer { withExtendedLifetime(share) {} }
        let posted = try PostedEvent.read(try await body(of: request, share), as: format, at: .now)
        let results = try await publish(posted, playedAt)
        if format.isSingle, let result = results.first { return result.response }
        return PostedResult.response(results)
    }

    private func playedAt(_ request: Request) throws(HTTPProblem) -> Timestamp? {
        let query = try QueryFields(request.uri.query, allowed: ["played_at"])
        let playedAt = try query.value("played_at", allowed: "RFC 3339, such as 2025-05-20T14:06:48Z") {
            text in
            try? Timestamp(rfc3339: text)
        }
        if let fault = sequencer.fault(ofPlayedAt: playedAt) {
            throw HTTPProblem(.malformed, fault).with("parameter", .string("played_at"))
        }
        return playedAt
    }

    /// Reads the body.
    ///
    /// - Throws: ``HTTPProblem/Kind/tooLarge`` and ``HTTPProblem/Kind/overloaded``.
    private func body(of request: Request, _ share: ByteBudget.Share) async throws -> [UInt8] {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        guard announced ?? 0 <= HTTPService.bodyByteCountMax else { throw Self.tooLarge }
        var body: [UInt8] = []
        for try await part in request.body {
            guard body.count + part.readableBytes <= HTTPService.bodyByteCountMax else { throw Self.tooLarge }
            guard share.grow(by: part.readableBytes) else {
                throw HTTPProblem(.overloaded, "requests of \(Self.bodiesByteCountMax) bytes wait already")
            }
            body.append(contentsOf: part.readableBytesView)
        }
        // A body that was cut off must not pass for a shorter one.
        try Task.checkCancellation()
        guard announced ?? body.count == body.count else {
            throw HTTPProblem(.malformed, "the body ends before its Content-Length")
        }
        return body
    }

    /// - Returns: One result for each event, in their order.
    private func publish(_ posted: [PostedEvent], _ playedAt: Timestamp?) async throws -> [PostedResult] {
        var parcel = EventParcel()
        for case .success(let event) in posted.map(\.event) where !parcel.append(event.bytes) {
            throw HTTPProblem(
                .tooLarge,
                "the events are more than \(EventParcel.countMax), or \(BusLimits.publishByteCountMax) bytes"
            )
        }
        var answers = try await submit(parcel, playedAt)[...]
        return posted.map { posted in
            switch posted.event {
            case .success(let event):
                guard let answer = answers.popFirst() else {
                    preconditionFailure("every event that was submitted has an answer")
                }
                return PostedResult(posted, event, answer)
            case .failure(let problem):
                metrics.countRefusedEvent(.invalid)
                return PostedResult(posted, refused: problem)
            }
        }
    }

    /// Waits for the sequencer. Whether the client still waits is of no concern: what was handed over is
    /// recorded, and publishing it again is harmless.
    private func submit(_ parcel: EventParcel, _ playedAt: Timestamp?) async throws -> [PublishResult] {
        // No events at a time set a played clock.
        guard parcel.count > 0 || playedAt != nil else { return [] }
        let answer = await withCheckedContinuation { continuation in
            let author = WaitingAuthor(continuation)
            let submission = Submission(parcel, principal: "", playedAt: playedAt) { published in
                metrics.countRefusals(published)
                author.hear(.success(published))
            }
            switch sequencer.submit(submission) {
            case nil: break
            case .stopping:
                author.hear(.failure(HTTPProblem(.stopping, "the publisher is stopping")))
            default:
                let detail = "\(Sequencer.waitingByteCountMax) bytes of events wait already"
                author.hear(.failure(HTTPProblem(.overloaded, detail)))
            }
        }
        guard let results = PublishResult.expand(try answer.get(), count: parcel.count) else {
            preconditionFailure("the sequencer answers for every event once")
        }
        return results
    }

    private static var tooLarge: HTTPProblem {
        let allowed = "at most \(HTTPService.bodyByteCountMax) bytes"
        return HTTPProblem(.tooLarge, "the body is too long; allowed is \(allowed)")
            .with("allowed", .string(allowed))
    }
}
