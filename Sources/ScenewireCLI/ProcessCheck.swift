import ArgumentParser
import EventSchema
import ServiceRuntime

/// Whether one of Scenewire's processes runs and can do its work, as its HTTP port says.
struct ProcessCheck: Sendable {
    /// The processes, in the order of their ports.
    enum Name: String, CaseIterable, ExpressibleByArgument, Sendable {
        case publisher, archiver, notifier, metrics

        /// Where it listens by default.
        var address: HostPort {
            let port: UInt16 =
                switch self {
                case .publisher: 8080
                case .archiver: 8081
                case .notifier: 8082
                case .metrics: 8083
                }
            return HostPort(host: "127.0.0.1", port: port)
        }
    }

    static let timeout = Duration.seconds(2)

    let name: Name
    let address: HostPort
    let mustRun: Bool

    /// Blocks for at most ``timeout``.
    func finding() -> DoctorReport.Finding {
        switch HTTPProbe(address: address, path: "/readyz", timeout: Self.timeout).ask() {
        case .nobody:
            return finding(mustRun ? .fault : .absent, "nobody listens on \(address); the port is free")
        case .strange(let detail): return finding(.fault, "\(address) is taken, but \(detail)")
        case .page(200, _): return finding(.good, "ready on \(address)")
        case .page(503, let body): return finding(.fault, "not ready on \(address): \(Self.faults(body))")
        case .page(let status, _):
            return finding(.fault, "\(address) is taken, but /readyz answers \(status)")
        }
    }

    /// The checks that do not pass, from `/readyz` as JSON.
    static func faults(_ body: String) -> String {
        guard let document = try? CloudEvent.parse(Array(body.utf8)),
            case .array(let checks)? = document["checks"]
        else { return "it does not say why" }
        let faults = checks.compactMap { check -> String? in
            guard case .object(let check) = check, case .string(let fault)? = check["fault"],
                case .string(let name)? = check["name"]
            else { return nil }
            return "\(name): \(fault)"
        }
        return faults.isEmpty ? "it does not say why" : faults.joined(separator: "; ")
    }

    private func finding(_ state: DoctorReport.State, _ detail: String) -> DoctorReport.Finding {
        DoctorReport.Finding(
            name: name.rawValue,
            state: state,
            detail: detail,
            values: ["address": .string("\(address)")]
        )
    }
}
