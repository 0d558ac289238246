import Synchronization
import Testing

@testable import ServiceRuntime

@Suite struct ReadinessTests {
    @Test func isReadyWhenEveryCheckPasses() {
        let readiness = Readiness(checks: ["journal", "live"])
        #expect(readiness.report.checks.map(\.name) == ["process", "journal", "live"])
        #expect(readiness.report.checks.map(\.fault) == [nil, "starting", "starting"])
        #expect(!readiness.report.isReady)
        readiness.pass("live")
        #expect(!readiness.report.isReady)
        readiness.pass("journal")
        #expect(readiness.report.isReady)
        readiness.fail("live", because: "cut off")
        #expect(readiness.report.checks.last == Readiness.Check(name: "live", fault: "cut off"))
        #expect(!readiness.report.isReady)
    }

    /// A part whose thread waits for the disk cannot report that it does.
    @Test func asksAPartThatMayBeStuck() {
        let readiness = Readiness(checks: ["journal"])
        let fault = Mutex<String?>(nil)
        readiness.observe("journal") { fault.withLock { $0 } }
        #expect(readiness.report.checks.last?.fault == "starting")
        readiness.pass("journal")
        #expect(readiness.report.isReady)
        fault.withLock { $0 = "stuck" }
        #expect(readiness.report.checks.last?.fault == "stuck")
        fault.withLock { $0 = nil }
        #expect(readiness.report.isReady)
    }

    @Test func isReadyWithoutParts() {
        let readiness = Readiness(checks: [])
        #expect(readiness.report.isReady)
        readiness.fail(Readiness.processCheck, because: "stopping")
        #expect(!readiness.report.isReady)
    }

    @Test func keepsAFaultOnItsLine() {
        let readiness = Readiness(checks: ["a"])
        readiness.fail("a", because: "no\nspace \"left\"")
        #expect(readiness.report.lines == "[+] process\n[-] a: no space \"left\"\nnot ready\n")
        #expect(
            readiness.report.json == #"{"ready":false,"checks":[{"name":"process","ready":true},"#
                + #"{"name":"a","ready":false,"fault":"no\nspace \"left\""}]}"# + "\n"
        )
    }

    @Test func refusesNamesItDoesNotKnow() async {
        await #expect(processExitsWith: .failure) { Readiness(checks: ["a"]).pass("b") }
        await #expect(processExitsWith: .failure) { _ = Readiness(checks: ["a", "a"]) }
        await #expect(processExitsWith: .failure) { _ = Readiness(checks: [Readiness.processCheck]) }
    }
}
