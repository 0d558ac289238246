import ArgumentParser
import EventSchema
import ServiceRuntime
import SystemPackage
import ZeroMQ

/// `scenewire doctor`: whether this machine and what runs on it are in order.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check ports, disk, clock, versions and the link to each process.",
        discussion: """
            One line for each thing: ok, note (worth knowing), absent (not there, and nobody said that it \
            must be), FAULT. With --data it also measures how long the disk takes to make a small write \
            durable; the file that it writes is removed again. It changes nothing else.

            The processes are looked for on their standard ports: publisher 127.0.0.1:8080, archiver 8081, \
            notifier 8082, metrics 8083; the notifier where --notifier, SCENEWIRE_NOTIFIER_ADDRESS or the \
            profile says. --process names another place for any of them.

            Examples:
              scenewire doctor
              scenewire doctor --data /var/lib/scenewire --expect publisher --expect archiver
              scenewire doctor --format json | jq '.findings[] | select(.state == "fault")'

            Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage, 78 a wrong setting.
            """
    )

    @Option(help: ArgumentHelp("The directory that a journal is or will be in.", valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "A process that must run: publisher, archiver, notifier or metrics; may be repeated.",
            valueName: "name"
        ),
        completion: .list(ProcessCheck.Name.allCases.map(\.rawValue))
    )
    var expect: [ProcessCheck.Name] = []

    @Option(
        name: .customLong("process"),
        help: ArgumentHelp("Where a process has its HTTP port; may be repeated.", valueName: "name=host:port")
    )
    var places: [ProcessPlace] = []

    @Option(help: "How the findings are written.")
    var format = OutputFormat.text

    @OptionGroup var notifier: NotifierPlace

    @OptionGroup var addresses: FeedAddresses

    func run() async throws {
        let endpoints = try PublisherEndpoints(live: addresses.live, requests: addresses.publisher.requests)
        let known = try knownAddresses()
        var report = DoctorReport()
        report.findings.append(Self.versions)
        let mustRun = expect.contains(.publisher)
        let publisher = PublisherCheck(endpoints: endpoints, mustRun: mustRun)
        report.findings += await publisher.findings()
        report.findings.append(ClockCheck.synchronisation)
        if let data {
            let check = DiskCheck(directory: FilePath(data))
            report.findings += try await SocketThread.run(label: "scenewire.doctor") { check.findings() }
        }
        for name in ProcessCheck.Name.allCases {
            let check = ProcessCheck(
                name: name,
                address: known[name] ?? name.address,
                mustRun: expect.contains(name)
            )
            report.findings.append(
                try await SocketThread.run(label: "scenewire.doctor") { check.finding() }
            )
        }
        report.remark = Self.remark(on: ProcessCheck.Name.allCases.filter { known[$0] == nil })
        let output = TextOutput.standardOutput
        switch format {
        case .text: try await output.write(report.text(output.palette))
        case .json: try await output.writeJSON(report.json)
        }
        guard report.isHealthy else {
            let count = report.findings.count { $0.state == .fault }
            throw CommandFailure("\(count) of \(report.findings.count) findings are faults", .failure)
        }
    }

    /// Where processes are, as far as anybody has said so.
    private func knownAddresses() throws -> [ProcessCheck.Name: HostPort] {
        var known: [ProcessCheck.Name: HostPort] = [:]
        known[.notifier] = try notifier.address()
        for place in places { known[place.name] = place.address }
        return known
    }

    /// What has to be said of the processes whose address nobody has named; `nil` when there is none.
    private static func remark(on names: [ProcessCheck.Name]) -> String? {
        guard let last = names.last?.rawValue else { return nil }
        let others = names.dropLast().map(\.rawValue).joined(separator: ", ")
        let ports = names.count == 1 ? "its standard port" : "their standard ports"
        let list = others.isEmpty ? last : "\(others) and \(last)"
        return "\(list): looked for on \(ports); name another place with --process NAME=HOST:PORT"
    }

    private static var versions: DoctorReport.Finding {
        let (own, library) = (ScenewireVersion.current, Context.libraryVersion)
        return DoctorReport.Finding(
            name: "versions",
            state: .good,
            detail: "scenewire \(own), libzmq \(library)",
            values: ["scenewire": .string(own), "libzmq": .string(library)]
        )
    }
}

/// Where a process listens, on the command line: `archiver=127.0.0.1:9081`.
struct ProcessPlace: ExpressibleByArgument {
    let name: ProcessCheck.Name
    let address: HostPort

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let name = ProcessCheck.Name(rawValue: String(parts[0])),
            let address = HostPort(parts[1])?.withAddressOfLocalhost, Reach(host: address.host) == .local,
            address.port != 0
        else { return nil }
        (self.name, self.address) = (name, address)
    }
}
