import ServiceRuntime
import Synchronization
import SystemPackage
import ZeroMQ

/// Notices that nobody listens at an address of this machine, which ZeroMQ does not say.
struct ListenerWatch: Sendable {
    /// What one look at an address found.
    enum Finding: Equatable, Sendable {
        /// Somebody listens, though perhaps without answering.
        case taken
        case nobody
        /// Whether anybody listens could not be found out.
        case unknown(Errno)
    }

    /// How long an answer may take before it is looked whether anybody is there at all.
    static let firstLook = Duration.milliseconds(300)
    /// The pause between two looks.
    static let pause = Duration.milliseconds(300)
    /// The longest pause, to which looks that find somebody double it: each stays in the queue of a process that
    /// is frozen.
    static let pauseMax = Duration.milliseconds(2_400)
    /// After so many looks in a row that find nobody, about 1.5 s, nobody is waited for; a publisher that is
    /// being started or started again is there within that, mostly.
    static let lookCountMax = 5
    /// How long one look may take, and so how much later than its body ``guarding(isAnswered:close:_:)`` ends.
    static let lookTimeout = Duration.milliseconds(300)

    let endpoint: String

    /// Runs `body` as long as somebody listens. A publisher that answered once is waited for.
    ///
    /// - Parameters:
    ///   - isAnswered: Whether anything was answered, which ends the watch.
    ///   - close: Ends `body`, which may wait for an answer.
    /// - Throws: What `body` threw, or ``NobodyListens``.
    func guarding<Value: Sendable>(
        isAnswered: @escaping @Sendable () -> Bool,
        close: @escaping @Sendable () -> Void,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let isGone = Flag()
        async let _: Void = watch(until: isAnswered) {
            isGone.value.store(true, ordering: .relaxed)
            close()
        }
        do {
            return try await body()
        } catch {
            if isGone.value.load(ordering: .relaxed) { throw NobodyListens(endpoint: endpoint) }
            throw error
        }
        // Leaving ends the watch.
    }

    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    private func watch(until isAnswered: @Sendable () -> Bool, _ onGone: @Sendable () -> Void) async {
        var count = 0
        var pause = Self.firstLook
        while (try? await Task.sleep(for: pause)) != nil, !isAnswered() {
            let isNobody = await Self.look(endpoint) == .nobody
            guard !isAnswered() else { return }
            count = isNobody ? count + 1 : 0
            pause = isNobody ? Self.pause : min(pause * 2, Self.pauseMax)
            guard count < Self.lookCountMax else { return onGone() }
        }
    }

    /// Looks whether somebody listens at an address.
    static func look(_ endpoint: String, timeout: Duration = lookTimeout) async -> Finding {
        let finding = try? await SocketThread.run(label: "scenewire.look") { () -> Finding in
            let deadline = ContinuousClock.now + timeout
            let place = endpoint.dropFirst(6)
            let attempt =
                if endpoint.hasPrefix("ipc://") {
                    LocalConnection.attempt(path: String(place), until: deadline)
                } else {
                    HostPort(place).map { LocalConnection.attempt($0, until: deadline) }
                }
            switch attempt {
            case .open(let descriptor):
                // Nothing was said on it.
                try? descriptor.close()
                return .taken
            case .busy: return .taken
            case .nobody: return .nobody
            case .unknown(let errno): return .unknown(errno)
            case nil: return .unknown(.invalidArgument)
            }
        }
        return finding ?? .unknown(.canceled)
    }
}

/// Nobody listens where a publisher should.
struct NobodyListens: ProcessExitError, CustomStringConvertible {
    let endpoint: String

    var description: String { "nobody listens on \(endpoint)" }
    var processExit: ProcessExit { .unavailable }

    /// What to do about it, one line each.
    ///
    /// - Parameter isPublishing: Whether events were to be recorded, which an outbox would keep.
    func advice(isPublishing: Bool = false) -> [String] {
        let place = endpoint == PublisherEndpoints.requestsDefault ? "" : " --requests \(endpoint)"
        let keep = isPublishing ? ["keep it for later: add --outbox DIR"] : []
        return ["start a publisher: scenewire-publisher --data DIR\(place)"] + keep
            + ["look around:       scenewire doctor"]
    }
}
