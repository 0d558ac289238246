import EventSchema
import HTTPTypes
import Hummingbird
import IncidentMeasures
import IncidentState
import MetricsExposition
import ServiceHTTP
import ServiceRuntime
import StateStore

/// `GET /api/v1/incidents`, `/api/v1/incidents/ID` and `/api/v1/summary`.
struct APIRoutes: Sendable {
    /// Incidents in one answer.
    static let countMax = 1_000
    /// The help texts of the API's metrics.
    static let metrics = APIMetrics.descriptions(process: "metrics")

    private static let paths = [
        APIPath("/api/v1/incidents", [.get, .head]),
        APIPath("/api/v1/incidents/:id", [.get, .head]),
        APIPath("/api/v1/summary", [.get, .head]),
    ]

    private let measures: MeasureStore
    /// Where what is sealed is read.
    private let file: StateFile?
    private let rebuild: RebuildProgress
    private let front: APIMiddleware

    init(measures: MeasureStore, file: StateFile?, rebuild: RebuildProgress) {
        (self.measures, self.file) = (measures, file)
        self.rebuild = rebuild
        front = APIMiddleware(
            paths: Self.paths,
            metrics: APIMetrics(process: "metrics", paths: Self.paths)
        )
    }

    /// Adds the interface's routes; what was added before stays as it is.
    func add(to router: Router<HTTPContext>) {
        router.add(middleware: front)
        router.get("api/v1/incidents") { [self] request, _ in try incidents(request) }
        router.get("api/v1/incidents/:id") { [self] request, context in
            try await incident(request, id: context.parameters.require("id"))
        }
        router.get("api/v1/summary") { [self] request, _ in try summary(request) }
    }

    private func incidents(_ request: Request) throws -> Response {
        let query = try query(of: request, ["open", "agency", "status", "after", "limit"])
        let isOpen = try query.value("open", allowed: "true or false") { Bool($0) }
        let agency = try query.value("agency", allowed: "an agency's name") { $0.isEmpty ? nil : $0 }
        let status = try query.value("status", allowed: Self.statuses) { Status($0) }
        let after = try query.value("after", allowed: "an incident's name") { $0.isEmpty ? nil : $0 }
        let limit = try query.value("limit", allowed: "a number from 1 to \(Self.countMax)") { text in
            Int(text).flatMap { (1...Self.countMax).contains($0) ? $0 : nil }
        }
        let matching = measures.incidents().filter { overview in
            (isOpen == nil || overview.isOpen == isOpen) && (agency == nil || overview.agency == agency)
                && (status == nil || overview.status == status) && overview.id > after ?? ""
        }
        var page = matching.prefix(limit ?? Self.countMax)
        // The next page begins after a name, so that all of one name are on the same.
        while page.count < matching.count, matching[page.count].id == page.last?.id {
            page = matching.prefix(page.count + 1)
        }
        var document: JSONObject = ["incidents": .array(page.map { .object($0.document) })]
        if page.count < matching.count { document["next"] = page.last.map { .string($0.id) } }
        return TaggedDocument(document).response(to: request)
    }

    private func incident(_ request: Request, id: String) async throws -> Response {
        let query = try query(of: request, ["status"])
        let status = try query.value("status", allowed: Self.statuses) { Status($0) }
        guard let (incident, clock) = try await measures.incident(id, status: status, file: file) else {
            throw HTTPProblem(.notFound, "no event is about an incident \(id.prefix(80).debugDescription)")
        }
        return TaggedDocument(IncidentDocument.document(of: incident, at: clock)).response(to: request)
    }

    private func summary(_ request: Request) throws -> Response {
        let query = try query(of: request, ["year", "status"])
        let allowed = "a year from 1970 to 2261"
        let year = try query.value("year", allowed: allowed) { text in
            Int(text).flatMap { (1_970...2_261).contains($0) ? $0 : nil }
        }
        guard let year else {
            throw HTTPProblem(.malformed, "the parameter year is missing; allowed is \(allowed)")
                .with("parameter", .string("year"))
                .with("allowed", .string(allowed))
        }
        let status = try query.value("status", allowed: Self.statuses) { Status($0) }
        let summary = measures.summary(year: year, status: status ?? .actual)
        return TaggedDocument(summary.document).response(to: request)
    }

    private static let statuses = Status.allCases.map(\.word).joined(separator: ", ")

    /// Reads the parameters, and refuses the request while the measures are being rebuilt.
    private func query(of request: Request, _ allowed: [String]) throws -> QueryFields {
        _ = try request.preferredType(of: [MediaTypes.json])
        let query = try QueryFields(request.uri.query, allowed: allowed)
        if let fault = rebuild.fault { throw HTTPProblem(.rebuilding, fault) }
        return query
    }
}

extension IncidentOverview {
    /// A row of the list.
    fileprivate var document: JSONObject {
        var document: JSONObject = ["incident": .string(id), "agency": .string(agency)]
        document["status"] = .string(status.word)
        document["class"] = incidentClass.map { .string($0.word) }
        document["phase"] = phase.map { .string($0.word) }
        document["open"] = .bool(isOpen)
        document["declared"] = declaredAt.map { .string($0.rfc3339) }
        document["closed"] = closedAt.map { .string($0.rfc3339) }
        document["outcome"] = outcome.map { .string($0.word) }
        document["peaceful"] = isPeaceful.map { .bool($0) }
        document["hostagesHeld"] = .number("\(hostagesHeld)")
        document["nextDue"] = nextDue.map { .string($0.rfc3339) }
        document["lastEvent"] = lastEventAt.map { .string($0.rfc3339) }
        document["events"] = .number("\(amended.events)")
        return document
    }
}
