import Dispatch
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// What the other tests rely on.
    @Suite(.timeLimit(.minutes(3))) struct ChildProcessTests {
        /// Its number is guarded until it has ended, which must keep nobody from ending it.
        @Test func aChildThatSaysNothingMoreCanBeEnded() async throws {
            let child = try ChildProcess("/bin/sh", ["-c", "echo state begun; exec sleep 300 >&- 2>&-"])
            _ = try await child.report.wait(for: "its first line") { $0.values["state"] }
            let output = "/proc/\(child.processID)/fd/2"
            while (try? FileManager.default.destinationOfSymbolicLink(atPath: output)) != nil {
                await Task.yield()
            }
            // Not on a thread of the tests' own: it would be lost.
            DispatchQueue.global().async {
                // So often that whoever reads has noticed the end of the output long before the last one.
                for _ in 0..<10_000 { child.send(0) }
                child.send(SIGTERM)
            }
            #expect(try await child.exit(limit: .seconds(10)) == .signal(SIGTERM))
        }
    }
}
