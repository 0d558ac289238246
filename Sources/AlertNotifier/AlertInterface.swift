import AlertStore
import EventSchema
import Hummingbird
import MetricsExposition
import ServiceHTTP
import ServiceRuntime

/// The notifier over HTTP: alerts, acknowledging, retrying; docs/alerts.md describes it.
struct AlertInterface: Sendable {
    private static let paths = [
        APIPath("/api/v1/alerts", [.get]),
        APIPath("/api/v1/alerts/:id", [.get]),
        APIPath("/api/v1/alerts/:id/acknowledge", [.post]),
        APIPath("/api/v1/deliveries", [.get]),
        APIPath("/api/v1/deliveries/:id/retry", [.post]),
    ]
    /// The longest body of a request, in bytes.
    static let bodyByteCountMax = 16_384

    /// What its numbers mean.
    static let metrics = APIMetrics.descriptions(process: "notifier")

    let store: AlertStore
    let work: NotifierWork
    let metrics: NotifierMetrics
    private let front = APIMiddleware(
        paths: paths,
        metrics: APIMetrics(process: "notifier", paths: paths)
    )

    init(store: AlertStore, work: NotifierWork, metrics: NotifierMetrics) {
        (self.store, self.work, self.metrics) = (store, work, metrics)
    }

    /// Adds the interface's routes; what was added before stays as it is.
    func add(to router: Router<HTTPContext>) {
        router.add(middleware: front)
        router.get("api/v1/alerts") { request, _ in try await list(request) }
        router.get("api/v1/alerts/:id") { request, context in
            try await show(request, id: context.parameters.require("id"))
        }
        router.post("api/v1/alerts/:id/acknowledge") { request, context in
            try await acknowledge(request, id: context.parameters.require("id"))
        }
        router.get("api/v1/deliveries") { request, _ in try await deliveries(request) }
        router.post("api/v1/deliveries/:id/retry") { request, context in
            try await retry(request, id: context.parameters.require("id"))
        }
    }

    private func list(_ request: Request) async throws -> Response {
        let type = try request.preferredType(of: [MediaTypes.json, MediaTypes.lines])
        let query = try QueryFields(request.uri.query, allowed: ["state", "incident", "id", "number"])
        let states = ["all"] + StoredAlert.State.allCases.map(\.rawValue)
        let state = try query.value("state", allowed: states.joined(separator: ", ")) { word in
            states.contains(word) ? word : nil
        }
        let incident = try query.value("incident", allowed: "the name of an incident") {
            $0.isEmpty ? nil : $0
        }
        let number = try query.value("number", allowed: "the number of an alert") { Int64($0) }
        let idPrefix = try query.value("id", allowed: Self.prefixAllowed, Self.idPrefix)
        // Who names one means it whatever has become of it.
        let isNamed = number != nil || idPrefix != nil
        let filter = AlertFilter(
            state: StoredAlert.State(rawValue: state ?? (isNamed ? "all" : "open")),
            incident: incident,
            idPrefix: idPrefix,
            number: number
        )
        let alerts = try await store.alerts(filter, limit: AlertStoreLimits.listedCountMax)
        let documents = alerts.map { JSONValue.object(AlertDocuments.alert($0)) }
        guard type == MediaTypes.lines else {
            return Response(json: .object(["alerts": .array(documents)]), type: type)
        }
        let lines = documents.flatMap { $0.text + [UInt8(ascii: "\n")] }
        return Response(
            status: .ok,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: lines))
        )
    }

    /// The deliveries whose ids begin so.
    private func deliveries(_ request: Request) async throws -> Response {
        _ = try request.preferredType(of: [MediaTypes.json])
        let query = try QueryFields(request.uri.query, allowed: ["id"])
        guard let prefix = try query.value("id", allowed: Self.prefixAllowed, Self.idPrefix) else {
            throw HTTPProblem(.malformed, "the parameter id is missing; allowed is \(Self.prefixAllowed)")
                .with("parameter", .string("id"))
        }
        let deliveries = try await store.deliveries(
            idPrefix: prefix,
            limit: AlertStoreLimits.listedCountMax
        )
        let documents = deliveries.map { JSONValue.object(AlertDocuments.delivery($0)) }
        return Response(json: .object(["deliveries": .array(documents)]), type: MediaTypes.json)
    }

    private static let prefixAllowed = "the beginning of a UUID, in lower case and with its hyphens"

    private static func idPrefix(_ text: String) -> String? {
        let isPrefix =
            (1...36).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) || $0 == 0x2D }
        return isPrefix ? text : nil
    }

    private func show(_ request: Request, id text: String) async throws -> Response {
        _ = try request.preferredType(of: [MediaTypes.json])
        _ = try QueryFields(request.uri.query, allowed: [])
        return try await document(of: Self.id(text))
    }

    private func acknowledge(_ request: Request, id text: String) async throws -> Response {
        let id = try Self.id(text)
        let body = try await AcknowledgementBody(request)
        let acknowledgement = Acknowledgement(alert: id, by: body.by, role: body.role, note: body.note)
        let change: StoredChange
        do throws(AlertStoreError) {
            change = try await store.acknowledge(acknowledgement, now: .now)
        } catch {
            throw Self.problem(error)
        }
        try await work.note(change, metrics: metrics, store: store)
        // Nothing of what this person said is stored then.
        return try await document(of: id, wasAcknowledged: change.acknowledged.isEmpty)
    }

    private func retry(_ request: Request, id text: String) async throws -> Response {
        let id = try Self.id(text)
        let delivery: StoredDelivery
        do throws(AlertStoreError) {
            delivery = try await store.retry(id, now: .now)
        } catch {
            throw Self.problem(error)
        }
        work.signal(of: delivery.destination).raise()
        try await metrics.refresh(from: store)
        return Response(json: .object(AlertDocuments.delivery(delivery)), type: MediaTypes.json)
    }

    private func document(of id: EventID, wasAcknowledged: Bool? = nil) async throws -> Response {
        guard let (alert, steps, deliveries) = try await store.alert(id) else {
            throw HTTPProblem(.notFound, "there is no alert \(id)")
        }
        var document = AlertDocuments.alert(alert)
        document["steps"] = .array(steps.map { .object(AlertDocuments.step($0)) })
        document["deliveries"] = .array(deliveries.map { .object(AlertDocuments.delivery($0)) })
        document["wasAcknowledged"] = wasAcknowledged.map { .bool($0) }
        return Response(json: .object(document), type: MediaTypes.json)
    }

    private static func id(_ text: String) throws(HTTPProblem) -> EventID {
        guard let id = EventID(text) else {
            throw HTTPProblem(.malformed, "the id is \(text.prefix(80).debugDescription); allowed is a UUID")
                .with("parameter", .string("id"))
        }
        return id
    }

    private static func problem(_ error: AlertStoreError) -> any Error {
        switch error {
        case .noAlert, .noDelivery: HTTPProblem(.notFound, "\(error)")
        case .store(.noSpace): HTTPProblem(.readOnly, "\(error)")
        default: error
        }
    }
}

/// What a person says who acknowledges: `{"by": …, "role": …, "note": …}`.
private struct AcknowledgementBody {
    let by: String
    let role: Role
    let note: String?

    init(_ request: Request) async throws {
        guard MediaType(request.headers[.contentType] ?? "")?.essence == MediaTypes.json else {
            throw HTTPProblem(.mediaType, "the body is \(MediaTypes.json)")
        }
        let limit = AlertInterface.bodyByteCountMax
        guard let bytes = try? await request.body.collect(upTo: limit) else {
            throw HTTPProblem(.tooLarge, "the body has at most \(limit) bytes")
        }
        let object: JSONObject
        do {
            object = try CloudEvent.parse(Array(buffer: bytes))
        } catch {
            throw HTTPProblem(.malformed, "the body is not a JSON object: \(error)")
        }
        for name in object.names where !["by", "role", "note"].contains(name) {
            throw HTTPProblem(.malformed, "\(name.prefix(80)) is unknown; allowed are by, role, note")
        }
        by = try Self.text("by", in: object, lengthMax: Acknowledgement.nameLengthMax)
        let word = try Self.text("role", in: object, lengthMax: 64)
        role = Role(word)
        guard Role.known.contains(role) else {
            let allowed = Role.known.map(\.word).joined(separator: ", ")
            throw HTTPProblem(.malformed, "role is \(word.debugDescription); allowed are \(allowed)")
        }
        note =
            object["note"] == nil
            ? nil : try Self.text("note", in: object, lengthMax: Acknowledgement.noteLengthMax)
    }

    private static func text(
        _ name: String,
        in object: JSONObject,
        lengthMax: Int
    ) throws(HTTPProblem) -> String {
        guard case .string(let text)? = object[name], (1...lengthMax).contains(text.unicodeScalars.count),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" })
        else {
            throw HTTPProblem(.malformed, "\(name) is a text of 1 to \(lengthMax) characters")
        }
        return text
    }
}
