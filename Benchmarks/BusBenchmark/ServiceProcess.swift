import Foundation

/// One of Scenewire's programs, started for a measurement and ended with it.
final class ServiceProcess {
    private let process = Process()

    /// Starts the program `name` that stands beside this one.
    init(_ name: String, _ arguments: [String]) throws {
        process.executableURL = Bundle.main.bundleURL.appending(path: name)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Whether it has not ended by itself.
    var isRunning: Bool { process.isRunning }

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

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
