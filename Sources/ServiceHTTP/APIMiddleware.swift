import EventSchema
public import HTTPTypes
public import Hummingbird
public import ServiceRuntime

/// A path of an interface and what can be done with it.
public struct APIPath: Sendable {
    /// As the router writes it: `:id` stands for any one level.
    public let pattern: String
    /// The methods that it has.
    public let methods: [HTTPRequest.Method]

    /// - Parameters:
    ///   - pattern: As the router writes it, with a leading slash: `/v1/events/:id`.
    ///   - methods: The methods that it has; HEAD comes with GET only when it is listed.
    public init(_ pattern: String, _ methods: [HTTPRequest.Method]) {
        self.pattern = pattern
        self.methods = methods
    }
}

/// Stands before every route of an interface: keeps foreign pages out, tells problems in one form, counts.
public struct APIMiddleware: RouterMiddleware {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public typealias Context = HTTPContext

    private let paths: [APIPath]
    private let metrics: APIMetrics

    /// - Parameters:
    ///   - paths: The paths of the interface, by which unknown paths and wrong methods are told apart.
    ///   - metrics: Counts requests and refusals.
    public init(paths: [APIPath], metrics: APIMetrics) {
        self.paths = paths
        self.metrics = metrics
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func handle(
        _ request: Request,
        context: HTTPContext,
        next: (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            try OriginCheck.check(request.head)
            response = try await next(request, context)
        } catch {
            guard let problem = problem(error, request) else { throw error }
            metrics.countRefusal(problem.kind)
            response = problem.response
        }
        // A route whose answers have an entity tag says so itself.
        response.headers[.cacheControl] = response.headers[.cacheControl] ?? "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        metrics.countRequest(request.method, path(of: request)?.pattern, response.status)
        return response
    }

    private func problem(_ error: any Error, _ request: Request) -> HTTPProblem? {
        if let problem = error as? HTTPProblem { return problem }
        guard let error = error as? HTTPError, error.status == .notFound else { return nil }
        guard let path = path(of: request) else {
            return HTTPProblem(.notFound, "there is no \(request.uri.path.prefix(200).debugDescription)")
        }
        let methods = path.methods.map(\.rawValue).joined(separator: ", ")
        return HTTPProblem(.methodNotAllowed, "\(request.method) is not allowed here; allowed are \(methods)")
            .with(header: "Allow", methods)
    }

    private func path(of request: Request) -> APIPath? {
        let levels = request.uri.path.split(separator: "/")
        return paths.first { path in
            let pattern = path.pattern.split(separator: "/")
            return pattern.count == levels.count
                && zip(pattern, levels).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }
    }
}

extension Request {
    /// The form of the answer that the client likes best, of those that a route can give.
    ///
    /// - Throws: ``HTTPProblem/Kind/notAcceptable`` when it takes none of them.
    public func preferredType(of types: [String]) throws(HTTPProblem) -> String {
        guard let type = Acceptance(headers[values: .accept]).best(of: types) else {
            throw HTTPProblem(.notAcceptable, "the answer can be \(types.joined(separator: " or "))")
                .with("allowed", .array(types.map { .string($0) }))
        }
        return type
    }
}
