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
    static let readyPause = Duration.milliseconds(50)
    /// How much of the end of a log is looked through for the reason of a failure.
    private static let logTailByteCountMax = 16 * 1_024
    /// A longer log is put aside, as `.1`, when the service is started again.
    private static let logByteCountMax: Int64 = 16 << 20

    /// Which service.
    let name: ProcessCheck.Name
    /// The program's path.
    let executable: FilePath
    /// Its command line.
    let arguments: [String]
    /// Where it serves HTTP.
    let address: HostPort
    /// The file that it logs to, written anew at the start of a run.
    let log: FilePath

    /// Runs the service until the task is cancelled, which stops it.
    ///
    /// - Parameter appendsLog: Whether the log goes on, which says why the service ended before.
    /// - Throws: ``RunServiceFailure`` when it ends by itself, or stops with an error; what the system says when it
    ///   cannot be started.
    func run(appendsLog: Bool = false) async throws {
        let (descriptor, logStart) = try openLog(appends: appendsLog)
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
            // It is told every address, so that no profile is needed.
            environment: .inherit.updating([
                "SWIFT_BACKTRACE": "enable=no", "SCENEWIRE_LOG_FORMAT": "logfmt", "SCENEWIRE_PROFILE": nil,
            ]),
            platformOptions: options,
            input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .fileDescriptor(descriptor, closeAfterSpawningProcess: true),
            error: .combinedWithOutput
        )
        let status = result.terminationStatus
        // Stopped before it could listen for signals, it ends by the signal itself.
        let isStopped = status.isSuccess || status == .signaled(SIGTERM)
        guard !(Task.isCancelled && isStopped) else { return }
        let (end, exit) = Self.words(for: status)
        throw RunServiceFailure(
            words: "the \(name.rawValue) \(Task.isCancelled ? "stopped" : "ended by itself") \(end)",
            reason: lastFault(from: logStart),
            log: log,
            processExit: exit
        )
    }

    /// What ``run(appendsLog:)`` threw, as the failure of this service.
    func failure(_ error: any Error) -> RunServiceFailure {
        error as? RunServiceFailure
            ?? RunServiceFailure(
                words: "the \(name.rawValue) could not be started",
                reason: CommandFailure.describe(error),
                log: log,
                processExit: CommandFailure.processExit(for: error)
            )
    }

    /// - Returns: The log, and where in it this start begins.
    private func openLog(appends: Bool) throws -> (FileDescriptor, start: Int64) {
        let descriptor = try FileDescriptor.open(
            log,
            .writeOnly,
            options: appends ? [.create, .append] : [.create, .truncate],
            permissions: [.ownerReadWrite]
        )
        guard appends else { return (descriptor, 0) }
        let length = try descriptor.seek(offset: 0, from: .end)
        guard length > Self.logByteCountMax else { return (descriptor, length) }
        try descriptor.close()
        // Its end says why the service ended.
        guard rename(log.string, log.string + ".1") == 0 else { throw Errno(rawValue: errno) }
        return try openLog(appends: true)
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
    /// - Parameters:
    ///   - timeout: How long; `nil` for until the task is cancelled.
    ///   - pause: The time between two looks.
    /// - Throws: ``RunServiceFailure`` after the timeout.
    func untilReady(timeout: Duration? = readyTimeout, pause: Duration = readyPause) async throws {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        let probe = HTTPProbe(address: address, path: "/readyz", timeout: ProcessCheck.timeout)
        while true {
            let answer = try await SocketThread.run(label: "scenewire.run.probe") { probe.ask() }
            if case .page(200, _) = answer { return }
            if let deadline, ContinuousClock.now >= deadline {
                let state =
                    if case .page(_, let body) = answer { ProcessCheck.faults(body) } else { "\(answer)" }
                throw RunServiceFailure(
                    words: "the \(name.rawValue) is not ready after \(timeout ?? .zero)",
                    reason: state,
                    log: log,
                    processExit: .unavailable
                )
            }
            try await Task.sleep(for: pause)
        }
    }

    /// The last line of the log that says what went wrong, without control characters.
    ///
    /// - Parameter logStart: Where the log of this start begins; what is before it is of an earlier one.
    private func lastFault(from logStart: Int64) -> String? {
        guard let file = try? FileDescriptor.open(log, .readOnly) else { return nil }
        // Nothing was written to it.
        defer { try? file.close() }
        let length = (try? file.seek(offset: 0, from: .end)) ?? 0
        let start = max(logStart, length - Int64(Self.logTailByteCountMax))
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
