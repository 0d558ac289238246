import EventBus
import EventSchema
import HTTPTypes
import Hummingbird
import ServiceHTTP

/// What became of one posted event.
struct PostedResult: Sendable {
    enum Outcome: Sendable {
        /// It is on stable storage; a duplicate was so before, and this is the first receipt.
        case accepted(Receipt, isDuplicate: Bool, note: String?)
        case refused(HTTPProblem)
    }

    let place: PostedEvent.Place?
    let id: EventID?
    let outcome: Outcome

    /// An event that the schema does not allow.
    init(_ posted: PostedEvent, refused problem: EventProblem) {
        place = posted.place
        id = posted.id
        outcome = .refused(
            HTTPProblem(.invalid, problem.description)
                .with("field", problem.pointer.isEmpty ? nil : .string(problem.pointer))
                .with("allowed", .string(problem.allowed))
        )
    }

    /// An event that was not taken for now.
    init(_ posted: PostedEvent, refused problem: HTTPProblem) {
        place = posted.place
        id = posted.id
        outcome = .refused(problem)
    }

    /// What the sequencer said.
    init(_ posted: PostedEvent, _ event: ValidEvent, _ result: PublishResult) {
        place = posted.place
        id = event.outline.id
        outcome =
            switch result {
            case .recorded(let receipt, let note): .accepted(receipt, isDuplicate: false, note: note)
            case .duplicate(let receipt): .accepted(receipt, isDuplicate: true, note: nil)
            case .refused(let refusal):
                .refused(
                    HTTPProblem(refusal.reason.problem, refusal.detail)
                        .with("field", refusal.field.isEmpty ? nil : .string(refusal.field))
                )
            }
    }

    /// The result as a member of the answer.
    var document: JSONObject {
        var document = JSONObject()
        document["id"] = id.map { .string($0.description) }
        switch outcome {
        case .accepted(let receipt, let isDuplicate, let note):
            document["sequence"] = .number("\(receipt.sequence)")
            document["publishedAt"] = .string(receipt.publishedAt.rfc3339)
            document["duplicate"] = .bool(isDuplicate)
            document["note"] = note.map { .string($0) }
        case .refused(let problem):
            for (name, value) in problem.document.members { document[name] = value }
        }
        switch place {
        case .line(let number): document["line"] = .number("\(number)")
        case .element(let number): document["element"] = .number("\(number)")
        case nil: break
        }
        return document
    }

    /// Whether the publisher takes nothing any more.
    var isStopping: Bool { refusal?.kind == .stopping }

    private var refusal: HTTPProblem? {
        if case .refused(let problem) = outcome { problem } else { nil }
    }

    /// The answer to a request with one event: its receipt, or its problem.
    var response: Response {
        guard let problem = refusal else {
            return Response(json: .object(document), type: MediaTypes.json, status: .created)
        }
        var named = problem
        if let id { named = named.with("id", .string(id.description)) }
        return named.response
    }

    /// The answer to a request with several events: a result for each, in their order.
    static func response(_ results: [PostedResult]) -> Response {
        var response = Response(
            json: .array(results.map { .object($0.document) }),
            type: MediaTypes.json,
            status: status(results)
        )
        if response.status == .serviceUnavailable {
            let seconds = results.compactMap { $0.refusal?.kind.retryAfterSeconds }.max()
            if let seconds { response.headers.set("Retry-After", "\(seconds)") }
        }
        return response
    }

    /// 201 when all were accepted, 200 when some were; when none was, what all have in common, else 400.
    private static func status(_ results: [PostedResult]) -> HTTPResponse.Status {
        let refusals = results.compactMap(\.refusal)
        if refusals.count < results.count { return refusals.isEmpty ? .created : .ok }
        guard let status = refusals.first?.kind.status else { return .ok }
        return refusals.allSatisfy { $0.kind.status == status } ? status : .badRequest
    }
}

extension EventRefusal.Reason {
    /// The same reason over HTTP.
    fileprivate var problem: HTTPProblem.Kind {
        switch self {
        case .invalid, .unknown: .invalid
        case .conflict: .conflict
        case .notActual: .notActual
        case .readOnly: .readOnly
        case .overloaded: .overloaded
        case .stopping: .stopping
        }
    }
}
