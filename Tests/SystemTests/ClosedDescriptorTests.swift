import EventBus
import EventJournal
import Foundation
import Glibc
import SystemPackage
import Testing

extension SystemTests {
    /// Processes that are started without standard input, output and error, as some supervisors do.
    ///
    /// Whether a file gets one of the three numbers is a race with what the system opens, so each starts a few times.
    @Suite(.timeLimit(.minutes(3))) struct ClosedDescriptorTests {
        private static let startCount = 4

        /// A shell that starts a program without the three, says its number, and passes a signal on.
        private func start(_ path: String, _ arguments: [String]) throws -> ChildProcess {
            let script = """
                "$0" "$@" <&- >&- 2>&- &
                child=$!
                trap 'kill "$child"' TERM
                echo "child $child"
                wait "$child"
                wait "$child"
                exit "$?"
                """
            return try ChildProcess("/bin/sh", ["-c", script, path] + arguments)
        }

        /// The three numbers of a program lead to nothing, and not to what a library has opened either: a line of the
        /// log that goes into an eventfd wakes somebody.
        private func expectNoFiles(of shell: ChildProcess) async throws {
            let number = try await shell.report.wait(for: "the program's number") { $0.values["child"] }
            for descriptor in 0...2 {
                let name = try FileManager.default.destinationOfSymbolicLink(
                    atPath: "/proc/\(number)/fd/\(descriptor)"
                )
                #expect(name == "/dev/null", "descriptor \(descriptor)")
            }
        }

        private func byteCount(_ path: String) -> Int {
            var status = stat()
            return stat(path, &status) == 0 ? Int(status.st_size) : -1
        }

        @Test func aPublisherWritesItsLogIntoNoFile() async throws {
            let directory = try TestDirectory()
            let author = try Author(0)
            let site = try PublisherSite(data: directory["journal"])
            for number in 0..<Self.startCount {
                let publisher = try start(
                    Executable.publisher,
                    [
                        "--data", site.data, "--live", site.live, "--requests", site.requests, "--http",
                        "127.0.0.1:0",
                    ]
                )
                let results = try await site.connected {
                    try await $0.publish(author.parcel(number..<number + 1))
                }
                #expect(results.first?.receipt?.sequence.value == UInt64(number + 1))
                try await expectNoFiles(of: publisher)
                #expect(byteCount(site.data + "/LOCK") == 0)
                publisher.send(SIGTERM)
                #expect(try await publisher.exit() == .status(0))
            }
            let report = try JournalInspector(FilePath(site.data)).verify()
            #expect(report.damages.isEmpty && report.repairable.isEmpty && report.isClosed, "\(report)")
        }

        @Test func anArchiverWritesItsLogIntoNoFile() async throws {
            let directory = try TestDirectory()
            let author = try Author(0)
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            for number in 0..<Self.startCount {
                let archiver = try start(
                    Executable.archiver,
                    [
                        "--data", directory["archive"], "--publisher", "\(site.live) \(site.requests)",
                        "--http", "127.0.0.1:0",
                    ]
                )
                _ = try await site.connected { try await $0.publish(author.parcel(number..<number + 1)) }
                try await ArchiverSite.until(UInt64(number + 1), in: directory["archive"])
                try await expectNoFiles(of: archiver)
                #expect(byteCount(ArchiverSite.file(in: directory["archive"]) + ".lock") == 0)
                archiver.send(SIGTERM)
                #expect(try await archiver.exit() == .status(0))
            }
            try await publisher.killNow()
        }

        @Test(arguments: ["metrics", "notifier"])
        func aConsumerWritesItsLogIntoNoFile(_ name: String) async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let rules = Executable.repository + "/deploy/rules.yml"
            let (program, flags, store) =
                name == "metrics"
                ? (Executable.metrics, [], "measures.sqlite")
                : (Executable.notifier, ["--rules", rules], "alerts.sqlite")
            for _ in 0..<Self.startCount {
                let port = UInt16(try FreePort.next())
                let consumer = try start(
                    program,
                    [
                        "--data", directory["store"], "--publisher", "\(site.live) \(site.requests)",
                        "--http",
                        "127.0.0.1:\(port)",
                    ] + flags
                )
                try await untilAlive(HTTPSite(port: port))
                try await expectNoFiles(of: consumer)
                #expect(byteCount(directory["store"] + "/\(store).lock") == 0)
                consumer.send(SIGTERM)
                #expect(try await consumer.exit() == .status(0))
            }
            try await publisher.killNow()
        }

        private func untilAlive(_ http: HTTPSite) async throws {
            let limit = Duration.seconds(30)
            let deadline = ContinuousClock.now + limit
            while (try? await http.get("/livez").status) != 200 {
                guard .now < deadline else { throw WaitedTooLong(what: "/livez", limit: limit, last: "") }
            }
        }

        /// Seen while it runs: what it has opened by then must have none of the three numbers.
        @Test func aCommandThatGoesOnWritesIntoNoFile() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            for _ in 0..<Self.startCount {
                let tail = try start(
                    Executable.scenewire,
                    ["tail", "--live", site.live, "--requests", site.requests]
                )
                try await untilConnected(tail)
                try await expectNoFiles(of: tail)
                tail.send(SIGTERM)
                _ = try await tail.exit()
            }
            try await publisher.killNow()
        }

        /// Waits until a shell's program has a thread of libzmq, which comes behind everything that is opened before.
        private func untilConnected(_ shell: ChildProcess) async throws {
            let number = try await shell.report.wait(for: "the program's number") { $0.values["child"] }
            let limit = Duration.seconds(30)
            let deadline = ContinuousClock.now + limit
            let tasks = "/proc/\(number)/task"
            while true {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
                let isConnected = names.contains { name in
                    let label = try? String(contentsOfFile: "\(tasks)/\(name)/comm", encoding: .utf8)
                    return label?.hasPrefix("ZMQbg/IO") == true
                }
                if isConnected { return }
                guard .now < deadline else { throw WaitedTooLong(what: "a thread", limit: limit, last: "") }
            }
        }

        @Test func aCommandWritesItsResultIntoNoFile() async throws {
            let directory = try TestDirectory()
            let outbox = directory["outbox"]
            let create = try ChildProcess(
                "/bin/sh",
                [
                    "-c", #"exec "$0" "$@" <&- >&- 2>&-"#, Executable.scenewire, "outbox", "create", outbox,
                    "--source", "cp1", "--agency", "expd",
                ]
            )
            #expect(try await create.exit() == .status(0))
            let status = try ChildProcess(Executable.scenewire, ["outbox", "status", outbox])
            #expect(try await status.exit() == .status(0), "\(status.report.value)")
        }
    }
}
