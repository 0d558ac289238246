import NIOCore
import NIOPosix
import ServiceRuntime
import Testing

/// One request over a connection of its own, byte for byte.
enum HTTPExchange {
    struct Answer {
        var status: Int
        var headers: [String: String]
        var body: String
    }

    /// Sends a request and reads until the server closes.
    static func get(
        _ path: String,
        from address: HostPort,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        let fields = headers.map { "\($0): \($1)\r\n" }.joined()
        return try await send(
            "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(fields)\r\n",
            to: address
        )
    }

    static func send(_ request: String, to address: HostPort) async throws -> Answer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: address.host, port: Int(address.port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let text = try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var bytes = ByteBuffer()
            for try await part in inbound { bytes.writeImmutableBuffer(part) }
            return String(buffer: bytes)
        }
        let parts = try #require(text.range(of: "\r\n\r\n"))
        let lines = text[..<parts.lowerBound].split(separator: "\r\n")
        let status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        let headers = lines.dropFirst().map { line in
            (line.prefix { $0 != ":" }.lowercased(), String(line.drop { $0 != ":" }.dropFirst(2)))
        }
        return Answer(
            status: status,
            headers: Dictionary(headers) { first, _ in first },
            body: String(text[parts.upperBound...])
        )
    }
}
