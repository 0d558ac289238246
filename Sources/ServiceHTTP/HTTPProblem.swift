public import EventSchema
public import HTTPTypes
public import Hummingbird

/// Why a request, or one event of it, was not carried out, as RFC 9457 wants it told.
public struct HTTPProblem: Error, Sendable {
    /// What kind of problem, and so what the client can do; the names are part of the interface.
    public enum Kind: String, CaseIterable, Sendable {
        /// The event breaks a rule of the schema.
        case invalid
        /// The same id was recorded with other bytes.
        case conflict
        /// Its status is Actual, and the publisher's clock is played.
        case notActual
        /// The request, not an event in it, cannot be understood.
        case malformed
        /// A page of another site asks.
        case forbidden
        /// There is nothing of this name.
        case notFound
        /// The path has other methods.
        case methodNotAllowed
        /// The answer has no form that the client accepts.
        case notAcceptable
        /// The cursor is none of this stream's.
        case diverged
        /// Retention has removed what was asked for.
        case removed
        /// The body is longer than the route takes.
        case tooLarge
        /// The content type is none that the route takes.
        case mediaType
        /// It was addressed to a name that is not this machine's.
        case misdirected
        /// The records that were asked for were damaged on disk.
        case damaged
        /// Too much waits already; ask again in a moment.
        case overloaded
        /// The disk is full.
        case readOnly
        /// The process is stopping.
        case stopping
        /// What is asked for is still being built up from the stream.
        case rebuilding
        /// The journal's files cannot be read for now.
        case unreadable
    }

    /// What kind of problem.
    public let kind: Kind
    /// What is wrong and what is allowed, for people.
    public let detail: String
    /// What machines may want to know beside it.
    public private(set) var members = JSONObject()
    /// Header fields of the answer.
    public private(set) var headers = HTTPFields()

    /// - Parameters:
    ///   - kind: What kind of problem.
    ///   - detail: What is wrong and what is allowed, for people.
    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    /// The same problem with a member, unless there is nothing to say in it.
    public func with(_ name: String, _ value: JSONValue?) -> HTTPProblem {
        guard let value else { return self }
        var problem = self
        problem.members[name] = value
        return problem
    }

    /// The same problem with a header field of the answer.
    public func with(header name: String, _ value: String) -> HTTPProblem {
        var problem = self
        problem.headers.set(name, value)
        return problem
    }

    /// The problem as a JSON object.
    public var document: JSONObject {
        var document: JSONObject = [
            "type": .string("urn:scenewire:problem:\(kind.rawValue)"),
            "title": .string(kind.title),
            "status": .number("\(kind.status.code)"),
            "detail": .string(detail),
            "reason": .string(kind.rawValue),
        ]
        for (name, value) in members.members { document[name] = value }
        return document
    }

    /// The answer to a request that came to nothing.
    public var response: Response {
        var response = Response(json: .object(document), type: MediaTypes.problem, status: kind.status)
        response.headers.append(contentsOf: headers)
        if let seconds = kind.retryAfterSeconds { response.headers.set("Retry-After", "\(seconds)") }
        return response
    }
}

extension HTTPProblem.Kind {
    /// The status that the answer has.
    public var status: HTTPResponse.Status {
        switch self {
        case .invalid, .notActual, .malformed: .badRequest
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .conflict, .diverged: .conflict
        case .removed: .gone
        case .tooLarge: .contentTooLarge
        case .mediaType: .unsupportedMediaType
        case .misdirected: .misdirectedRequest
        case .damaged: .internalServerError
        case .overloaded, .readOnly, .stopping, .rebuilding, .unreadable: .serviceUnavailable
        }
    }

    /// The same for every occurrence, as RFC 9457 asks.
    public var title: String {
        switch self {
        case .invalid: "The event breaks a rule of the schema."
        case .conflict: "The id was recorded with other content."
        case .notActual: "An Actual event at a publisher whose clock is played."
        case .malformed: "The request cannot be understood."
        case .forbidden: "The request comes from another site's page."
        case .notFound: "There is nothing of this name."
        case .methodNotAllowed: "The method is not one of this path's."
        case .notAcceptable: "The answer has no form that the client accepts."
        case .diverged: "The cursor does not belong to this stream."
        case .removed: "Retention has removed what was asked for."
        case .tooLarge: "The request is too large."
        case .mediaType: "The content type is not accepted."
        case .misdirected: "The request was addressed to another host."
        case .damaged: "The records are damaged on disk."
        case .overloaded: "Too much waits already."
        case .readOnly: "The disk is full, and nothing is accepted."
        case .stopping: "The process is stopping."
        case .rebuilding: "The state is being built up from the stream."
        case .unreadable: "The journal cannot be read for now."
        }
    }

    /// When it may be of use to ask again; `nil` when it is of none.
    public var retryAfterSeconds: Int? {
        switch self {
        case .overloaded, .rebuilding: 1
        case .stopping: 5
        case .readOnly, .unreadable: 10
        default: nil
        }
    }
}

extension HTTPFields {
    /// Sets a field by a name that this program has made up.
    public mutating func set(_ name: String, _ value: String) {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a field's name is a token") }
        self[name] = value
    }
}

extension Response {
    /// An answer that is one JSON text, with a line's end, since people ask with curl as well.
    public init(json: JSONValue, type: String, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.text + [UInt8(ascii: "\n")]))
        )
    }
}
