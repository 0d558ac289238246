import Foundation
import ServiceRuntime

/// A consumer of one publisher, and its HTTP server.
struct ConsumerProcess {
    let process: ServiceProcess
    private let address: HostPort

    init(_ name: String, following publisher: PublisherProcess, _ arguments: [String]) throws {
        address = HostPort(host: "127.0.0.1", port: UInt16.random(in: 20_000..<31_000))
        process = try ServiceProcess(
            name,
            ["--publisher", "\(publisher.live) \(publisher.requests)", "--http", "\(address)"] + arguments
        )
    }

    /// Asks for a page; it blocks. `nil` when nothing answers.
    func page(_ path: String) -> (status: Int, body: String)? {
        let probe = HTTPProbe(address: address, path: path, timeout: .seconds(30), byteCountMax: 4 << 20)
        guard case .page(let status, let body) = probe.ask() else { return nil }
        return (status, body)
    }

    /// Waits until it says that it is ready.
    func waitUntilReady() async throws {
        while page("/readyz")?.status != 200 { try await Task.sleep(for: .milliseconds(20)) }
    }
}
