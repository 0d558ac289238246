import Glibc
import ServiceRuntime
import Subprocess
import SystemPackage
import ZeroMQ

/// One of the services that `scenewire run` starts: its program, and where it listens and logs.
struct RunService: Sendable {
    /// How long a service may take from its start until it is ready.
    static let readyTimeout = Duration.seconds(60)
    /// How long a service may take to stop; by itself it takes at most 10 s.
    static let stopTimeout = Duration.seconds(12)
    /// The pause between two looks at whether a service is ready.
    private static let readyPause = Duration.milliseconds(50)
    /// How much of the end of a log is looked through for the reason of a failure.
    private static let logTailByteCountMax = 16 * 1_024

    /// Which service.
    let name: ProcessCheck.Name
    /// The program's path.
    let executable: FilePath
    /// Its command line.
    let arguments: [String]
    /// Where it serves HTTP.
    let address: HostPort
    /// The file that it logs to, written anew at each start.
    let log: FilePath

    /// Runs the service until the task is cancelled, which stops it.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be started, ends by itself, or stops with an error.
    func run() async throws {
        let descriptor = try FileDescriptor.open(
            log,
            .writeOnly,
            options: [.create, .truncate],
            permissions: [.ownerReadWrite]
        )
        // It ends with this process, however that ends, and then the service stops.
        let (input, lifeline) = try Self.connectedPair()
        // Nothing was written to it.
        defer { try? lifeline.close() }
        var options = PlatformOptions()
        // Ctrl-C in the terminal is for this command alone, which then stops the services.
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: Self.stopTimeout)]
        let result = try await Subprocess.run(
            .path(executable),
            arguments: Arguments(arguments),
            // After a crash the toolchain's reporter could keep the service's ports for minutes.
            environment: .inherit.updating(["SWIFT_BACKTRACE": "enable=no", "SCENEWIRE_LOG_FORMAT": "logfmt"]
            ),
            platformOptions: options,
            input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .fileDescriptor(descriptor, closeAfterSpawningProcess: true),
            error: .combinedWithOutput
        )
        let status = result.terminationStatus
        // Stopped before it could listen for signals, it ends by the signal itself.
        let isStopped = status.isSuccess || status == .signaled(SIGTERM)
        guard !(Task.isCancelled && isStopped) else { return }
        let reason = lastFault().map { ": \($0)" } ?? ""
        let (end, exit) = Self.words(for: status)
        throw CommandFailure(
            "the \(name.rawValue) \(Task.isCancelled ? "stopped" : "ended by itself") \(end)\(reason) "
                + "(its log is \(log))",
            exit
        )
    }

    /// How a service ended, for people, and the exit code that says the same of the whole run.
    private static func words(for status: TerminationStatus) -> (String, ProcessExit) {
        switch status {
        case .exited(let code): ("with exit code \(code)", ProcessExit(rawValue: code) ?? .failure)
        case .signaled(let signal): ("by signal \(signal)", .failure)
        }
    }

    /// Two ends that no program inherits by itself; a pipe would have to be told so after it is made, while
    /// another service may be starting.
    private static func connectedPair() throws -> (input: FileDescriptor, lifeline: FileDescriptor) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Errno(rawValue: errno) }
        return (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
    }

    /// Waits until the service can do its work.
    ///
    /// - Throws: ``CommandFailure`` after ``readyTimeout``.
    func untilReady() async throws {
        let deadline = ContinuousClock.now + Self.readyTimeout
        let probe = HTTPProbe(address: address, path: "/readyz", timeout: ProcessCheck.timeout)
        while true {
            let answer = try await SocketThread.run(label: "scenewire.run.probe") { probe.ask() }
            if case .page(200, _) = answer { return }
            guard ContinuousClock.now < deadline else {
                let state =
                    if case .page(_, let body) = answer { ProcessCheck.faults(body) } else { "\(answer)" }
                throw CommandFailure(
                    "the \(name.rawValue) is not ready after \(Self.readyTimeout): \(state) "
                        + "(its log is \(log))",
                    .unavailable
                )
            }
            try await Task.sleep(for: Self.readyPause)
        }
    }

    /// The last line of the log that says what went wrong, without control characters.
    private func lastFault() -> String? {
        guard let file = try? FileDescriptor.open(log, .readOnly) else { return nil }
        // Nothing was written to it.
        defer { try? file.close() }
        let length = (try? file.seek(offset: 0, from: .end)) ?? 0
        let start = max(0, length - Int64(Self.logTailByteCountMax))
        var bytes = [UInt8](repeating: 0, count: Self.logTailByteCountMax)
        let count = bytes.withUnsafeMutableBytes {
            (try? file.read(fromAbsoluteOffset: start, into: $0)) ?? 0
        }
        let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
        // Whoever was killed said nothing of it.
        guard let line = lines.last(where: { $0.contains("level=error") }) else { return nil }
        let fault = line.firstRange(of: #" error=""#).map { Self.unquoted(line[$0.upperBound...]) }
        return TerminalText.safe(fault ?? String(line), lengthMax: 500)
    }

    /// A value of logfmt up to its closing quotation mark, without its escapes.
    static func unquoted(_ text: Substring) -> String {
        var value = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                value.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                break
            } else {
                value.append(character)
            }
        }
        return value
    }
}
