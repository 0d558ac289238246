import ArgumentParser
import FileLocking
import Foundation
import Glibc
import ServiceRuntime
import SystemPackage

/// Where the services of one run keep their data and listen: everything under one directory, on this machine.
struct RunSite: Sendable {
    /// How far the ports may be moved; they stay below those that the system hands out itself.
    static let portOffsetMax: UInt16 = 20_000

    /// The directory of all data.
    let data: FilePath
    /// What is added to every standard port.
    let portOffset: UInt16
    /// Whether a player sets the publisher's clock.
    let isPlayed: Bool
    /// The file of alert rules.
    let rules: FilePath
    /// Where the programs are.
    let programs: FilePath

    /// Where the publisher broadcasts.
    var live: String { "tcp://127.0.0.1:\(5556 + portOffset)" }
    /// Where the publisher answers requests.
    var requests: String { "tcp://127.0.0.1:\(5557 + portOffset)" }
    /// The archiver's file.
    var archive: FilePath { data.appending("archive").appending("archive.sqlite") }

    /// The services in the order of their start.
    var services: [RunService] {
        let following = ["--publisher", "\(live) \(requests)"]
        return [
            service(
                .publisher,
                ["--data", data.appending("journal").string, "--live", live, "--requests", requests]
                    + ["--clock", isPlayed ? "played" : "wall"]
            ),
            service(.archiver, ["--data", data.appending("archive").string] + following),
            service(
                .notifier,
                ["--data", data.appending("alerts").string, "--rules", rules.string] + following
            ),
            service(.metrics, ["--data", data.appending("measures").string] + following),
        ]
    }

    /// - Throws: `ValidationError` when the ports would be moved too far.
    static func validate(portOffset: UInt16) throws {
        guard portOffset <= portOffsetMax else {
            throw ValidationError("--port-offset is \(portOffset); allowed are 0 to \(portOffsetMax).")
        }
    }

    /// Where a service serves HTTP.
    func address(of name: ProcessCheck.Name) -> HostPort {
        HostPort(host: "127.0.0.1", port: name.address.port + portOffset)
    }

    /// Makes the directories, and looks at everything that would keep the services from starting.
    ///
    /// - Throws: ``CommandFailure`` with what is wrong and what to do.
    func prepare() async throws {
        try await checkRules()
        try createDirectories()
        try checkJournal()
        try checkPrograms()
        try checkPorts()
    }

    /// Before anything is created or started: the notifier is the third to start, and would end all of them.
    private func checkRules() async throws {
        guard LocalFile.exists(rules) else {
            throw CommandFailure(
                "there is no file of alert rules \(rules); name one: --rules FILE",
                .notFound
            )
        }
        do {
            _ = try await RuleInput.book(rules.string)
        } catch let failure as CommandFailure where failure.processExit == .badConfiguration {
            throw CommandFailure(
                "\(rules) has \(failure.description), so nothing was started",
                failure.processExit
            )
        }
    }

    private func createDirectories() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: data.appending("logs").string,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw CommandFailure(
                "the data directory \(data) cannot be created: \(error.localizedDescription); "
                    + "name another one with --data DIR",
                .failure
            )
        }
    }

    private func checkJournal() throws {
        let lock = data.appending("journal").appending("LOCK")
        // Before anything is written, so that the logs of the run that holds it stay as they are.
        if (try? FileLock.isHeld(lock)) == true {
            throw CommandFailure(
                "the journal in \(data) is held by another program, perhaps an earlier run; stop that one, or name "
                    + "another directory with --data DIR",
                .unavailable
            )
        }
    }

    private func checkPrograms() throws {
        for service in services where access(service.executable.string, X_OK) != 0 {
            throw CommandFailure(
                "there is no program \(service.executable); build it first: scripts/run does",
                .notFound
            )
        }
    }

    private func checkPorts() throws {
        let sockets = [("live broadcast", 5556 + portOffset), ("requests", 5557 + portOffset)]
        let pages = services.map { ("\($0.name.rawValue) over HTTP", $0.address.port) }
        for (purpose, port) in sockets + pages where !LocalPort.isFree(port) {
            throw CommandFailure(
                "port \(port) (\(purpose)) is taken by another program, perhaps an earlier run; "
                    + "stop that one, or move all ports: --port-offset 1000",
                .unavailable
            )
        }
    }

    private func service(_ name: ProcessCheck.Name, _ arguments: [String]) -> RunService {
        RunService(
            name: name,
            executable: programs.appending("scenewire-\(name.rawValue)"),
            arguments: arguments + ["--http", "\(address(of: name))", "--stop-at-end-of-input"],
            address: address(of: name),
            log: data.appending("logs").appending("\(name.rawValue).log")
        )
    }
}

/// Ports of the loopback interface.
enum LocalPort {
    /// Whether a server could listen on the port now.
    static func isFree(_ port: UInt16) -> Bool {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return true }
        defer { close(number) }
        // As servers do, so that connections of an earlier one, which linger for a minute, do not matter.
        var isOn: Int32 = 1
        setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
