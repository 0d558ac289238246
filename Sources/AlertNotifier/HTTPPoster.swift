import AsyncHTTPClient
import NIOCore
import ServiceLifecycle

/// Posts JSON to other services, and understands their answers.
struct HTTPPoster: Sendable {
    /// How long one request may take, from connecting to the answer's end.
    static let timeout = Duration.seconds(5)
    /// How much of an answer's body is read, so that the connection can be used again.
    static let answerByteCountMax = 4_096

    private let client: HTTPClient

    /// - Postcondition: ``service`` must run, or the process ends with a failed precondition.
    init() {
        // Nobody but the configuration decides where alerts go, so no redirect is followed.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: .seconds(5), read: .seconds(5))
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends the client's connections when the process stops.
    var service: any Service { ClientService(client: client) }

    /// Makes one request.
    func post(_ body: [UInt8], to url: String, headers: [(String, String)]) async -> DeliveryAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "scenewire-notifier")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            return try await TimeLimit.run(Self.timeout) { [client, request] in
                let response = try await client.execute(request, deadline: .now() + .seconds(5))
                let answer = DeliveryAnswer(
                    status: Int(response.status.code),
                    retryAfter: response.headers.first(name: "retry-after")
                )
                // The status has said everything; a body that breaks off changes nothing.
                _ = try? await response.body.collect(upTo: Self.answerByteCountMax)
                return answer
            }
        } catch {
            return .failed("\(error)", retryAfterSeconds: nil)
        }
    }
}

private struct ClientService: Service {
    let client: HTTPClient

    func run() async throws {
        // Being cancelled is a way of stopping as well.
        try? await gracefulShutdown()
        try await client.shutdown()
    }
}
