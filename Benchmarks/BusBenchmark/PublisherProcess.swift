import EventBus
import Foundation

/// A real publisher on a directory of its own, ended and removed with the measurement.
final class PublisherProcess {
    let live: String
    let requests: String
    let directory: URL
    private let process = Process()

    /// Starts the publisher that stands beside this program and waits until it is ready.
    init(in parent: URL) async throws {
        let port = Int.random(in: 20_000..<31_000)
        live = "tcp://127.0.0.1:\(port)"
        requests = "tcp://127.0.0.1:\(port + 1)"
        directory = parent.appending(path: "scenewire-benchmark-\(UUID().uuidString)")
        process.executableURL = Bundle.main.bundleURL.appending(path: "scenewire-publisher")
        process.arguments = [
            "--data", directory.path, "--live", live, "--requests", requests, "--http",
            "127.0.0.1:\(port + 2)",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await waitUntilReady()
    }

    /// Resident memory in bytes.
    var residentByteCount: Int {
        let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) * 1024
    }

    /// Processor time so far.
    var processorSeconds: Double {
        let stat = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
        let fields = stat?.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            return 0
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    func stop() throws {
        process.terminate()
        process.waitUntilExit()
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
