import EventBus
import Foundation

/// A real publisher on a directory of its own, ended and removed with the measurement.
final class PublisherProcess {
    let live: String
    let requests: String
    let directory: URL
    private let process: ServiceProcess

    /// Starts a publisher on a new directory and waits until it is ready.
    convenience init(in parent: URL) async throws {
        try await self.init(on: parent.appending(path: "scenewire-benchmark-\(UUID().uuidString)"))
    }

    /// Starts a publisher on a journal and waits until it is ready.
    init(on directory: URL) async throws {
        let port = Int.random(in: 20_000..<31_000)
        live = "tcp://127.0.0.1:\(port)"
        requests = "tcp://127.0.0.1:\(port + 1)"
        self.directory = directory
        process = try ServiceProcess(
            "scenewire-publisher",
            [
                "--data", directory.path, "--live", live, "--requests", requests, "--http",
                "127.0.0.1:\(port + 2)",
            ]
        )
        try await waitUntilReady()
    }

    /// Resident memory in bytes.
    var residentByteCount: Int { process.residentByteCount }

    /// Processor time so far.
    var processorSeconds: Double { process.processorSeconds }

    func stop() throws {
        process.stop()
        try FileManager.default.removeItem(at: directory)
    }

    private func waitUntilReady() async throws {
        let connection = try PublishingConnection(requests: requests)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await connection.run() }
            defer { connection.close() }
            _ = try await connection.publish(EventParcel(), timeout: .seconds(20))
        }
    }
}
