import EventSchema
import Foundation
import ServiceRuntime
import SystemPackage
import Testing

@testable import ScenewireCLI

/// The machine as `doctor` sees it, in order and with things broken.
@Suite(.serialized, .timeLimit(.minutes(10))) struct DoctorTests {
    private let site: PublisherSite

    init() throws {
        site = try PublisherSite()
    }

    /// Where nothing listens: nobody but the system may give out port 1.
    private static let nowhere = ["publisher", "archiver", "notifier", "metrics"].flatMap {
        ["--process", "\($0)=127.0.0.1:1"]
    }

    private func examine(_ arguments: [String]) async throws -> (
        report: CommandProcess.Report, states: [String: String]
    ) {
        let report = try await CommandProcess.scenewire(
            ["doctor", "--format", "json"] + Self.nowhere + arguments,
            environment: site.environment
        )
        var states: [String: String] = [:]
        guard case .array(let findings)? = try CloudEvent.parse(Array(report.output.utf8))["findings"] else {
            throw CancellationError()
        }
        for case .object(let finding) in findings {
            if case .string(let name)? = finding["name"], case .string(let state)? = finding["state"] {
                states[name] = state
            }
        }
        return (report, states)
    }

    @Test func findsNothingWrongWhereNothingIs() async throws {
        let (report, states) = try await examine(["--data", site.path])
        #expect(report.exitCode == 0, "\(report)")
        for name in ["live", "requests", "publisher", "archiver", "notifier", "metrics"] {
            #expect(states[name] == "absent", "\(name)")
        }
        for name in ["versions", "data directory", "disk", "sync time"] { #expect(states[name] != "fault") }
        #expect(report.output.contains("\"p99Microseconds\":"))
        // The file that it measured with is gone.
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.path).isEmpty)
    }

    @Test func findsAPublisherInOrder() async throws {
        let publisher = try await site.start()
        try await publisher.errors(containing: "127.0.0.1:")
        let line = try #require(publisher.report.value.errorLines.first { $0.contains("127.0.0.1:") })
        let port = try #require(line.split(separator: ":").compactMap { Int($0.prefix { $0.isNumber }) }.last)
        let (report, states) = try await examine([
            "--expect", "publisher", "--process", "publisher=127.0.0.1:\(port)",
        ])
        #expect(report.exitCode == 0, "\(report)")
        for name in ["live", "requests", "publisher", "clock offset"] {
            #expect(states[name] == "good", "\(name)")
        }
        publisher.send(SIGTERM)
        _ = try await publisher.end()
    }

    @Test func missesWhatMustRun() async throws {
        let (report, states) = try await examine(["--expect", "publisher", "--expect", "archiver"])
        #expect(report.exitCode == 1)
        #expect(report.errors.contains("4 of "))
        for name in ["live", "requests", "publisher", "archiver"] {
            #expect(states[name] == "fault", "\(name)")
        }
        #expect(states["notifier"] == "absent")
    }

    @Test func seesAPublisherThatDoesNotBroadcastThere() async throws {
        try await site.served { _ in
            var environment = site.environment
            // Somebody listens there, and it is not the live socket.
            environment["SCENEWIRE_LIVE_ENDPOINT"] = environment["SCENEWIRE_REQUESTS_ENDPOINT"]
            let report = try await CommandProcess.scenewire(
                ["doctor"] + Self.nowhere,
                environment: environment
            )
            #expect(report.exitCode == 1)
            #expect(report.output.contains("no heartbeat of this publisher"))
        }
    }

    @Test func seesWhoElseHasAPort() async throws {
        let silent = try LocalListener()
        let (report, states) = try await examine(["--process", "archiver=127.0.0.1:\(silent.port)"])
        #expect(report.exitCode == 1)
        #expect(states["archiver"] == "fault")
        #expect(report.output.contains("it does not answer within"))
    }

    /// A flag wins over the environment, which wins over the profile; and what nobody has said is named.
    @Test func looksForTheNotifierWhereItIsKnownToBe() async throws {
        let listeners = (try LocalListener(), try LocalListener(), try LocalListener())
        let known = "notifier=127.0.0.1:\(listeners.0.port)"
        let directory = site.path + "/config/scenewire/profiles"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try "notifier: 127.0.0.1:\(listeners.1.port)\n"
            .write(toFile: directory + "/default.yml", atomically: true, encoding: .utf8)
        var environment = site.environment
        let others = ["publisher", "archiver"].flatMap { ["--process", "\($0)=127.0.0.1:1"] }
        func report(_ arguments: [String] = []) async throws -> String {
            try await CommandProcess.scenewire(["doctor"] + others + arguments, environment: environment)
                .output
        }
        let profile = try await report()
        #expect(profile.contains("127.0.0.1:\(listeners.1.port) is taken, but"))
        let remark =
            "metrics: looked for on its standard port; name another place with --process NAME=HOST:PORT\n"
        #expect(profile.contains(remark), "\(profile)")
        environment["SCENEWIRE_NOTIFIER_ADDRESS"] = "127.0.0.1:\(listeners.2.port)"
        #expect(try await report().contains("127.0.0.1:\(listeners.2.port) is taken, but"))
        let flag = ["--notifier", "127.0.0.1:\(listeners.0.port)"]
        #expect(try await report(flag).contains("127.0.0.1:\(listeners.0.port) is taken, but"))
        #expect(
            try await report(["--process", known]).contains("127.0.0.1:\(listeners.0.port) is taken, but")
        )
        let refused = try await CommandProcess.scenewire(
            ["doctor", "--notifier", "10.0.0.1:80"],
            environment: environment
        )
        #expect(refused.exitCode == 78, "\(refused)")
    }

    @Test(arguments: ["/nonexistent/directory", "/proc", "/etc/hostname"])
    func seesADirectoryThatKeepsNothing(_ path: String) async throws {
        let (report, states) = try await examine(["--data", path])
        #expect(report.exitCode == 1)
        #expect(states["data directory"] == "fault")
    }

    @Test func writesWordsForPeopleWithoutColours() async throws {
        let report = try await CommandProcess.scenewire(
            ["doctor"] + Self.nowhere,
            environment: site.environment
        )
        #expect(report.output.contains("absent  archiver"))
        #expect(report.outputLines.last?.hasPrefix("verdict: nothing is wrong, but no publisher") == true)
        #expect(!report.output.contains("\u{1B}"))
    }

    @Test(arguments: [
        ["--process", "archiver"], ["--process", "archiver=10.0.0.1:80"], ["--process", "x=127.0.0.1:80"],
        ["--expect", "everything"],
    ])
    func refusesWhatIsNoCommandLine(_ arguments: [String]) async throws {
        #expect(try await CommandProcess.scenewire(["doctor"] + arguments).exitCode == 2)
    }
}

@Suite struct DoctorPartsTests {
    @Test func readsHTTP() {
        #expect(
            HTTPProbe.parse("HTTP/1.1 200 OK\r\nA: b\r\n\r\nready\n") == .page(status: 200, body: "ready\n")
        )
        #expect(HTTPProbe.parse("HTTP/1.0 503\r\n\r\n") == .page(status: 503, body: ""))
        for text in ["", "SSH-2.0-x\r\n", "HTTP/2 200", "HTTP/1.1 x", "HTTP/1.1"] {
            #expect(HTTPProbe.parse(text) == .strange("it does not speak HTTP"))
        }
    }

    @Test func namesTheChecksThatDoNotPass() {
        let body =
            #"{"ready":false,"checks":[{"name":"process","ready":true},{"name":"journal","ready":false,"fault":"disk full"}]}"#
        #expect(ProcessCheck.faults(body) == "journal: disk full")
        for text in ["", "not ready", "{}", "{\"checks\":[]}"] {
            #expect(ProcessCheck.faults(text) == "it does not say why")
        }
    }

    @Test(arguments: [
        (Int64(0), DoctorReport.State.good), (200_000_000, .good), (300_000_000, .note),
        (-2_100_000_000, .fault),
        (.min, .fault),
    ])
    func judgesClocks(_ nanoseconds: Int64, _ state: DoctorReport.State) {
        let offset = ClockOffset(nanoseconds: nanoseconds, wayAndBackNanoseconds: 1_000_000)
        #expect(ClockCheck.finding(of: offset).state == state)
    }

    /// Nothing traps, whatever the two clocks say.
    @Test(arguments: [Int64.min, -7_400_000_000_000_000_000, 0, .max])
    func anyClockCanBeCompared(_ clock: Int64) {
        let now = Timestamp(nanoseconds: 1_795_000_000_000_000_000)
        for sent in [Int64.min, 0, now.nanoseconds, .max] {
            let offset = ClockOffset(
                sent: Timestamp(nanoseconds: sent),
                heard: now,
                clock: Timestamp(nanoseconds: clock)
            )
            #expect(offset.wayAndBackNanoseconds >= 0)
            _ = ClockCheck.finding(of: offset)
        }
        let alike = ClockOffset(sent: now, heard: now, clock: now)
        #expect(alike == ClockOffset(nanoseconds: 0, wayAndBackNanoseconds: 0))
    }

    @Test func blamesNoClockForASlowWay() {
        let offset = ClockOffset(nanoseconds: 3_000_000_000, wayAndBackNanoseconds: 6_000_000_000)
        #expect(ClockCheck.finding(of: offset).state == .good)
    }

    @Test func findsPercentiles() {
        let times = (1...100).map { Duration.milliseconds($0) }
        #expect(DiskCheck.percentile(0.5, of: times) == .milliseconds(50))
        #expect(DiskCheck.percentile(0.99, of: times) == .milliseconds(99))
        #expect(DiskCheck.percentile(0.99, of: [.seconds(1)]) == .seconds(1))
    }

    @Test func endsWithAVerdict() {
        let disk = DoctorReport.Finding(name: "disk", state: .good, detail: "")
        func verdict(_ requests: DoctorReport.State) -> String {
            DoctorReport(findings: [disk, .init(name: "requests", state: requests, detail: "")]).verdict
        }
        #expect(verdict(.good) == "in order")
        #expect(verdict(.absent).hasPrefix("nothing is wrong, but no publisher runs here"))
        #expect(verdict(.absent).hasSuffix("start one: scenewire-publisher --data DIR"))
        #expect(verdict(.fault) == "NOT IN ORDER: 1 of 2 findings are faults (requests)")
    }

    @Test func writesAReport() {
        let report = DoctorReport(findings: [
            .init(name: "disk", state: .good, detail: "1 GB free"),
            .init(name: "clock", state: .fault, detail: "a\nb"),
        ])
        #expect(!report.isHealthy)
        let verdict = "verdict: NOT IN ORDER: 1 of 2 findings are faults (clock)"
        #expect(
            report.text(Palette(isOn: false)) == "ok      disk   1 GB free\nFAULT   clock  a b\n\(verdict)\n"
        )
        #expect(report.text(Palette(isOn: true)).contains("\u{1B}[31mFAULT"))
    }
}

/// Listens on a port of the system's choice, and never says anything.
private final class LocalListener: Sendable {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isOpen else { throw Errno(rawValue: errno) }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        close(descriptor)
    }
}
