import Synchronization

/// Whether a process can do its work, as its parts report it.
///
/// A process is ready when every check has passed and it is not stopping. Any thread may report.
public final class Readiness: Sendable {
    /// One check at one moment.
    public struct Check: Sendable, Equatable {
        /// What is checked, for example `journal`.
        public let name: String
        /// Why it has not passed; `nil` when it has.
        public let fault: String?
    }

    /// All checks at one moment, in the order in which they were named.
    public struct Report: Sendable, Equatable {
        /// Every check once.
        public let checks: [Check]
        /// Whether all passed.
        public var isReady: Bool { checks.allSatisfy { $0.fault == nil } }
    }

    /// The check that stands for the process itself; it fails while the process stops.
    public static let processCheck = "process"

    private struct State {
        var checks: [Check]
        /// By the name of a check: asked at every report, once the check has passed.
        var faults: [String: @Sendable () -> String?] = [:]
    }

    private let state: Mutex<State>

    /// - Parameter names: One name for every part that must report; until it does, its fault is `starting`.
    /// - Precondition: The names differ, and none is ``processCheck``.
    public init(checks names: [String]) {
        let all = Set(names + [Self.processCheck])
        precondition(all.count == names.count + 1, "checks have names of their own")
        state = Mutex(
            State(
                checks: [Check(name: Self.processCheck, fault: nil)]
                    + names.map { Check(name: $0, fault: "starting") }
            )
        )
    }

    /// The present state of every check.
    public var report: Report {
        let state = state.withLock { $0 }
        return Report(
            checks: state.checks.map { check in
                Check(name: check.name, fault: check.fault ?? state.faults[check.name]?())
            }
        )
    }

    /// Lets every report ask a part that may be stuck and could not report itself.
    ///
    /// - Parameters:
    ///   - name: The check, which also reports.
    ///   - fault: Why it does not pass although it has; `nil` when it does. Called from any thread; it must not
    ///     block.
    /// - Precondition: The check was named at the beginning.
    public func observe(_ name: String, fault: @escaping @Sendable () -> String?) {
        state.withLock { state in
            precondition(
                state.checks.contains { $0.name == name },
                "a check is named at the beginning: \(name)"
            )
            state.faults[name] = fault
        }
    }

    /// Reports that a check passes.
    ///
    /// - Precondition: The check was named at the beginning.
    public func pass(_ name: String) {
        set(name, nil)
    }

    /// Reports that a check does not pass.
    ///
    /// - Parameters:
    ///   - name: The check.
    ///   - fault: Why, in a few words for an operator.
    /// - Precondition: The check was named at the beginning.
    public func fail(_ name: String, because fault: String) {
        set(name, fault)
    }

    private func set(_ name: String, _ fault: String?) {
        state.withLock { state in
            guard let index = state.checks.firstIndex(where: { $0.name == name }) else {
                preconditionFailure("a check is named at the beginning: \(name)")
            }
            state.checks[index] = Check(name: name, fault: fault)
        }
    }
}

extension Readiness.Report {
    /// One word, for machines that look at the status alone.
    var summary: String { isReady ? "ready\n" : "not ready\n" }

    /// A line for each check, for people.
    var lines: String {
        let lines = checks.map { check in
            guard let fault = check.fault else { return "[+] \(check.name)\n" }
            // A fault may quote outside text; it stays on its line.
            let oneLine = fault.split(whereSeparator: \.isNewline).joined(separator: " ")
            return "[-] \(check.name): \(oneLine)\n"
        }
        return lines.joined() + summary
    }

    /// `{"ready":…,"checks":[{"name":…,"ready":…,"fault":…}]}`.
    var json: String {
        let checks = checks.map { check in
            let fault = check.fault.map { ",\"fault\":\(JSONText.quoted($0))" } ?? ""
            return "{\"name\":\(JSONText.quoted(check.name)),\"ready\":\(check.fault == nil)\(fault)}"
        }
        return "{\"ready\":\(isReady),\"checks\":[\(checks.joined(separator: ","))]}\n"
    }
}
