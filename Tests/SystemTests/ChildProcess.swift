import Foundation
import Glibc
import Synchronization

/// A process that a test starts, hears and ends by its own number.
final class ChildProcess: Sendable {
    /// How a process ended.
    enum Exit: Equatable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    /// What is known of a process: what it said on standard output and standard error, and its end.
    struct Report: Sendable, CustomStringConvertible {
        /// The last lines, at most ``lineCountMax``.
        var lines: [String] = []
        /// The last value said under each first word.
        var values: [String: String] = [:]
        var exit: Exit?

        static let lineCountMax = 1_000

        mutating func hear(_ line: String) {
            if lines.count == Self.lineCountMax { lines.removeFirst(Self.lineCountMax / 2) }
            lines.append(line)
            let words = line.split(separator: " ", maxSplits: 1)
            if words.count == 2 { values[String(words[0])] = String(words[1]) }
        }

        var description: String {
            (lines.suffix(12) + [exit.map { "\($0)" } ?? "running"]).joined(separator: "\n")
        }
    }

    let processID: pid_t
    let report = Watched(Report())
    // Guards the number: once the process was waited for, the number may be another's.
    private let isReaped: Reaped

    // A second child must not be born between the making of a pipe and its marking as closed on exec:
    // it would hold the first one's output open.
    private static let spawning = Mutex(())

    private final class Reaped: Sendable {
        let flag = Mutex(false)
    }

    /// - Parameter environment: Added to this process's own, from which every setting of ours is taken out.
    init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        var inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("SCENEWIRE_") }
        inherited.merge(environment) { $1 }
        let variables = inherited.map { "\($0.key)=\($0.value)" }
        let input: Int32
        (processID, input) = try Self.spawning.withLock { _ in try Self.spawn([path] + arguments, variables) }
        isReaped = Reaped()
        let (report, isReaped, number) = (report, isReaped, processID)
        DispatchQueue(label: "test.child.\(processID)").async {
            Self.hear(input) { line in report.change { $0.hear(line) } }
            // Outside the lock: a child may close its output long before it ends, and must not hold up those who
            // would end it.
            var information = siginfo_t()
            while waitid(P_PID, id_t(number), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
            var status: Int32 = 0
            isReaped.flag.withLock { isReaped in
                while waitpid(number, &status, 0) == -1, errno == EINTR {}
                isReaped = true
            }
            let exit: Exit = status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
            report.change { $0.exit = exit }
        }
    }

    deinit {
        send(SIGKILL)
    }

    /// Sends a signal, unless the process has ended.
    func send(_ signal: Int32) {
        isReaped.flag.withLock { if !$0 { _ = kill(processID, signal) } }
    }

    /// Waits for the end.
    func exit(limit: Duration = .seconds(30)) async throws -> Exit {
        try await report.wait(for: "the end of process \(processID)", limit: limit, \.exit)
    }

    /// Ends the process at once, and returns when it is gone.
    func killNow() async throws {
        send(SIGKILL)
        _ = try await exit()
    }

    /// The resident memory in bytes, now or at its highest.
    func residentByteCount(peak: Bool = false) throws -> Int {
        let name = peak ? "VmHWM:" : "VmRSS:"
        let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        guard let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first,
            let kibibytes = Int(number)
        else { throw SpawnError(call: "reading \(name)", code: ESRCH) }
        return kibibytes * 1_024
    }

    /// - Returns: The process's number, and where to hear it.
    private static func spawn(_ arguments: [String], _ environment: [String]) throws -> (pid_t, input: Int32)
    {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SpawnError(call: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (input, output) = (ends[0], ends[1])
        defer { close(output) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        // Threads of a pool block signals, and tests ignore some; the child must do neither.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let texts = (arguments.map { strdup($0) } + [nil], environment.map { strdup($0) } + [nil])
        defer { for text in texts.0 + texts.1 { free(text) } }
        var number: pid_t = 0
        let code = posix_spawn(&number, arguments[0], &actions, &attributes, texts.0, texts.1)
        guard code == 0 else {
            close(input)
            throw SpawnError(call: "posix_spawn \(arguments[0])", code: code)
        }
        return (number, input)
    }

    /// Calls `body` with every line until the other end is closed, which is when the process ends.
    private static func hear(_ input: Int32, _ body: (String) -> Void) {
        defer { close(input) }
        var (rest, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = read(input, &buffer, buffer.count)
            if count == -1, errno == EINTR { continue }
            guard count > 0 else { break }
            rest += buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                body(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        if !rest.isEmpty { body(String(decoding: rest, as: UTF8.self)) }
    }
}

/// A process could not be started or watched.
struct SpawnError: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}

extension ChildProcess {
    /// Starts a script of the Python client's tests.
    convenience init(python script: String, _ arguments: [String]) throws {
        try self.init(
            Executable.python,
            [Executable.pythonTests + "/" + script] + arguments,
            environment: ["PYTHONPATH": Executable.pythonTests + "/.."]
        )
    }
}

/// The executables of this package, which lie beside the test bundle, and the Python that `scripts/setup` makes.
enum Executable {
    static let python = repository + "/.build/python/bin/python"
    static let prometheus = repository + "/.build/debian/prometheus/usr/bin/prometheus"
    static let promtool = repository + "/.build/debian/prometheus/usr/bin/promtool"
    static let amtool = "/usr/bin/amtool"
    static let pythonTests = repository + "/clients/python/tests"
    static let repository =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static let archiver = path("scenewire-archiver")
    static let metrics = path("scenewire-metrics")
    static let notifier = path("scenewire-notifier")
    static let publisher = path("scenewire-publisher")
    static let scenewire = path("scenewire")
    static let subscriber = path("TestSubscriber")

    /// An executable of this package, by its name: from the directory `SCENEWIRE_BUILD` if that is set, for
    /// tests of the release build, else from beside the tests.
    static func path(_ name: String) -> String {
        if let build = ProcessInfo.processInfo.environment["SCENEWIRE_BUILD"] { return "\(build)/\(name)" }
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent(name).path
    }
}
