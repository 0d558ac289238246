import HTTPTypes
import Hummingbird
import ServiceRuntime

/// Stands before every route of the interface: keeps foreign pages out, tells problems in one form, counts.
struct HTTPFront: RouterMiddleware {
    typealias Context = HTTPContext

    /// A path of the interface and what can be done with it.
    struct Path: Sendable {
        /// As the router writes it: `:id` stands for any one level.
        let pattern: String
        let methods: [HTTPRequest.Method]
    }

    static let paths = [
        Path(pattern: "/v1/events", methods: [.get, .head, .post]),
        Path(pattern: "/v1/events/:id", methods: [.get, .head]),
        Path(pattern: "/v1/stream", methods: [.get, .head]),
        Path(pattern: "/v1/status", methods: [.get, .head]),
    ]

    let metrics: HTTPMetrics

    func handle(
        _ request: Request,
        context: HTTPContext,
        next: (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            try PageGuard.check(request.head)
            response = try await next(request, context)
        } catch {
            guard let problem = Self.problem(error, request) else { throw error }
            metrics.countRefusal(problem.kind)
            response = problem.response
        }
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        metrics.countRequest(request.method, Self.path(of: request)?.pattern, response.status)
        return response
    }

    private static func problem(_ error: any Error, _ request: Request) -> HTTPProblem? {
        if let problem = error as? HTTPProblem { return problem }
        guard let error = error as? HTTPError, error.status == .notFound else { return nil }
        guard let path = path(of: request) else {
            return HTTPProblem(.notFound, "there is no \(request.uri.path.prefix(200).debugDescription)")
        }
        let methods = path.methods.map(\.rawValue).joined(separator: ", ")
        return HTTPProblem(.methodNotAllowed, "\(request.method) is not allowed here; allowed are \(methods)")
            .with(header: "Allow", methods)
    }

    private static func path(of request: Request) -> Path? {
        let levels = request.uri.path.split(separator: "/")
        return paths.first { path in
            let pattern = path.pattern.split(separator: "/")
            return pattern.count == levels.count
                && zip(pattern, levels).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }
    }
}
