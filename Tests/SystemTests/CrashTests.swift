import EventBus
import EventSchema
import Glibc
import Testing

extension SystemTests {
    /// A publisher that crashes makes room for the next one at once.
    @Suite(.timeLimit(.minutes(3))) struct CrashTests {
        /// Far less than the runtime's crash reporter takes, which tries for minutes to stop libzmq's threads.
        private static let limit = Duration.seconds(5)

        /// The variables of this process, which may say something of the reporter, are not handed on.
        private func start(_ site: PublisherSite, http port: UInt16) async throws -> ChildProcess {
            let publisher = try ChildProcess(
                "/bin/sh",
                [
                    "-c", #"unset SWIFT_BACKTRACE; exec "$0" "$@""#, Executable.publisher, "--data",
                    site.data, "--live", site.live, "--requests", site.requests, "--http",
                    "127.0.0.1:\(port)",
                ],
                environment: site.environment
            )
            guard try await site.isReady(publisher) else {
                throw PublisherSite.NotReady(report: publisher.report.value)
            }
            return publisher
        }

        @Test func aCrashHoldsNeitherPortsNorTheJournal() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let (port, author) = (UInt16(try FreePort.next()), try Author(0))
            let signals = [SIGILL, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGTRAP]
            for (number, signal) in signals.enumerated() {
                let publisher = try await start(site, http: port)
                let results = try await site.publish(number..<number + 1, of: author)
                #expect(results.first?.receipt?.sequence.value == UInt64(number + 1))
                publisher.send(signal)
                #expect(try await publisher.exit(limit: Self.limit) == .signal(signal))
            }
            let last = try await start(site, http: port)
            #expect(try await site.status().head == UInt64(signals.count))
            last.send(SIGTERM)
            #expect(try await last.exit() == .status(0))
        }
    }
}
