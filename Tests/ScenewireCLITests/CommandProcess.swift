import Foundation
import Glibc
import Synchronization

/// A process of this package that a test starts, feeds, hears and ends.
final class CommandProcess: Sendable {
    /// What is known of a process.
    struct Report: Sendable, CustomStringConvertible {
        var output = ""
        var errors = ""
        var openStreamCount = 2
        /// 128 and the signal's number for one that a signal ended, as a shell has it.
        var exitCode: Int32?

        var outputLines: [String] { output.split(separator: "\n").map(String.init) }
        /// The sequence numbers of the records that a table shows.
        var sequences: [Int] {
            outputLines.compactMap { Int($0.drop { $0 == " " }.prefix { $0.isNumber }) }
        }
        var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

        var description: String { "exit \(exitCode.map(String.init) ?? "none")\n\(output)\n\(errors)" }
    }

    /// Who reads the process's standard output.
    enum Reader {
        case present
        /// The pipe has no other end from the start.
        case gone
        /// Nobody reads, so that the pipe fills.
        case asleep
    }

    /// How long anything may take; far more than it does.
    static let limit = Duration.seconds(60)

    let report = Watched(Report())
    let processID: pid_t
    private let input: Mutex<Int32?>
    private let unreadOutput: Int32?
    // Guards the number: once the process was waited for, the number may be another's.
    private let isReaped = Flag()

    private final class Flag: Sendable {
        let value = Mutex(false)
    }

    // A second child must not be born between the making of a pipe and its marking as closed on exec: it
    // would hold the first one's pipes open.
    private static let spawning = Mutex(())

    /// Starts an executable of this package.
    convenience init(
        _ name: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        reader: Reader = .present
    ) throws {
        try self.init(at: Self.path(name), arguments, environment: environment, reader: reader)
    }

    /// - Parameter environment: Added to this process's own, from which every setting of ours is taken out.
    init(
        at path: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        reader: Reader = .present
    ) throws {
        // A child may end before it has read all of its input.
        signal(SIGPIPE, SIG_IGN)
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("SCENEWIRE_") }
        variables.merge(environment) { $1 }
        let command = [path] + arguments
        let settings = variables.map { "\($0.key)=\($0.value)" }
        let child = try Self.spawning.withLock { _ in
            try Child(command, settings, hasReader: reader != .gone)
        }
        processID = child.number
        input = Mutex(child.input)
        unreadOutput = reader == .asleep ? child.output : nil
        if reader == .present {
            hear(child.output) { $0.output += $1 }
        } else {
            report.change { $0.openStreamCount -= 1 }
        }
        hear(child.errors) { $0.errors += $1 }
        let (report, isReaped, number) = (report, isReaped, processID)
        DispatchQueue(label: "test.child.\(number)").async {
            var information = siginfo_t()
            while waitid(P_PID, id_t(number), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
            var status: Int32 = 0
            isReaped.value.withLock { isReaped in
                while waitpid(number, &status, 0) == -1, errno == EINTR {}
                isReaped = true
            }
            report.change { $0.exitCode = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F }
        }
    }

    deinit {
        send(SIGKILL)
        endInput()
        if let unreadOutput { close(unreadOutput) }
    }

    /// Runs `scenewire` to its end.
    static func scenewire(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Report {
        let process = try CommandProcess("scenewire", arguments, environment: environment)
        await process.write(input)
        process.endInput()
        return try await process.end()
    }

    /// Feeds standard input; what a process does not read any more is lost.
    func write(_ text: String) async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "test.input.\(processID)").async { [self] in
                let descriptor = input.withLock { $0 } ?? -1
                var rest = Array(text.utf8)[...]
                while !rest.isEmpty {
                    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                    if count <= 0 { break }
                    rest = rest.dropFirst(count)
                }
                continuation.resume()
            }
        }
    }

    /// Closes standard input.
    func endInput() {
        input.withLock { input in
            if let descriptor = input { close(descriptor) }
            input = nil
        }
    }

    /// Sends a signal, unless the process has ended.
    func send(_ signal: Int32) {
        isReaped.value.withLock { if !$0 { _ = kill(processID, signal) } }
    }

    /// Waits for the end, and for everything that was said.
    ///
    /// - Parameter limit: How long both may take.
    func end(limit: Duration = CommandProcess.limit) async throws -> Report {
        try await report.wait(for: "the end of process \(processID)", limit: limit) { report in
            report.exitCode != nil && report.openStreamCount == 0 ? report : nil
        }
    }

    /// Waits until the process has written `count` lines.
    func output(lineCount count: Int) async throws -> [String] {
        try await report.wait(for: "\(count) lines", limit: Self.limit) { report in
            report.outputLines.count >= count && report.output.hasSuffix("\n") ? report.outputLines : nil
        }
    }

    /// Waits until standard error holds a text.
    func errors(containing text: String) async throws {
        _ = try await report.wait(for: "\"\(text)\" on standard error", limit: Self.limit) { report in
            report.errors.contains(text) ? true : nil
        }
    }

    /// Calls `body` with what comes, on a thread of its own, until the other end is closed.
    private func hear(_ descriptor: Int32, _ body: @escaping @Sendable (inout Report, String) -> Void) {
        let report = report
        DispatchQueue(label: "test.hear.\(descriptor)").async {
            var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count == -1, errno == EINTR { continue }
                if count <= 0 { break }
                bytes += buffer[..<count]
                // Whole lines only, so that no character is cut.
                guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { continue }
                let text = String(decoding: bytes[...end], as: UTF8.self)
                bytes.removeSubrange(...end)
                report.change { body(&$0, text) }
            }
            close(descriptor)
            let rest = String(decoding: bytes, as: UTF8.self)
            report.change { report in
                body(&report, rest)
                report.openStreamCount -= 1
            }
        }
    }

    /// The executables lie beside the test bundle.
    static func path(_ name: String) -> String {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent(name).path
    }
}

/// A newborn process and this side's ends of its pipes.
private struct Child {
    let number: pid_t
    let input: Int32
    /// -1 when there is no reader.
    let output: Int32
    let errors: Int32

    init(_ command: [String], _ environment: [String], hasReader: Bool) throws {
        let (input, output, errors) = (try Self.pipe(), try Self.pipe(), try Self.pipe())
        if !hasReader { close(output.readEnd) }
        defer { for descriptor in [input.readEnd, output.writeEnd, errors.writeEnd] { close(descriptor) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in [input.readEnd, output.writeEnd, errors.writeEnd].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }
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
        let texts = (command.map { strdup($0) } + [nil], environment.map { strdup($0) } + [nil])
        defer { for text in texts.0 + texts.1 { free(text) } }
        var number: pid_t = 0
        let code = posix_spawn(&number, command[0], &actions, &attributes, texts.0, texts.1)
        guard code == 0 else { throw SpawnError(call: "posix_spawn \(command[0])", code: code) }
        self.number = number
        self.input = input.writeEnd
        self.output = hasReader ? output.readEnd : -1
        self.errors = errors.readEnd
    }

    private static func pipe() throws -> (readEnd: Int32, writeEnd: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw SpawnError(call: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}

/// A process could not be started.
struct SpawnError: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}
