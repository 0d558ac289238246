import Foundation
import SystemPackage

/// Asks a running service whether it is ready, for supervisors whose image has no HTTP client.
enum ServiceHealth {
    /// How long the service may take to answer.
    static let timeout = Duration.seconds(3)

    /// Looks for the service where its settings say that it serves HTTP; it blocks.
    ///
    /// The answer is one line on standard output.
    ///
    /// - Returns: Success when the service is ready, otherwise failure; ``ProcessExit/badConfiguration`` when
    ///   the settings cannot be read.
    static func check(
        _ description: ProcessDescription,
        flags: [String: String?],
        config: FilePath?
    ) -> ProcessExit {
        let address: HostPort
        do {
            address = try Settings(
                flags: flags,
                environment: ProcessInfo.processInfo.environment,
                file: config,
                defaults: description.allDefaults,
                keysWithoutDefault: description.keysWithoutDefault
            ).requiredLocalAddress("http.address")
        } catch {
            say("\(description.name): \(error)")
            return ProcessExit(error)
        }
        switch HTTPProbe(address: address, path: "/readyz", timeout: timeout).ask() {
        case .page(200, _):
            say("ready on \(address)")
            return .success
        case .page(let status, let body):
            say("not ready on \(address): \(status) \(body.prefix(500))")
        case .nobody: say("nobody listens on \(address)")
        case .strange(let detail): say("\(address): \(detail)")
        }
        return .failure
    }

    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
