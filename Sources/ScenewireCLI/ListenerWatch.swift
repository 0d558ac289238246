import ServiceRuntime
import Synchronization
import SystemPackage
import ZeroMQ

/// Notices that nobody listens at an address of this machine, which ZeroMQ does not say.
struct ListenerWatch: Sendable {
    /// How long an answer may take before it is looked whether anybody is there at all.
    static let firstLook = Duration.milliseconds(300)
    /// The pause between two looks.
    static let pause = Duration.milliseconds(300)
    /// After so many looks in a row that find nobody, about 1.5 s, nobody is waited for; a publisher that is
    /// being started or started again is there within that, mostly.
    static let lookCountMax = 5
    /// How long one look may take.
    private static let lookTimeout = Duration.seconds(3)

    let endpoint: String

    /// Runs `body` as long as somebody listens.
    ///
    /// - Parameter close: Ends `body`, which may wait for an answer.
    /// - Throws: What `body` threw, or ``NobodyListens``.
    func guarding<Value: Sendable>(
        close: @escaping @Sendable () -> Void,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let isGone = Flag()
        async let _: Void = watch {
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

    private func watch(_ onGone: @Sendable () -> Void) async {
        var count = 0
        var pause = Self.firstLook
        while (try? await Task.sleep(for: pause)) != nil {
            pause = Self.pause
            count = await Self.isTaken(endpoint) ? 0 : count + 1
            guard count < Self.lookCountMax else { return onGone() }
        }
    }

    /// Whether somebody listens at an address.
    static func isTaken(_ endpoint: String) async -> Bool {
        let isOpen = try? await SocketThread.run(label: "scenewire.look") {
            let deadline = ContinuousClock.now + lookTimeout
            let connection =
                if endpoint.hasPrefix("ipc://") {
                    LocalConnection.open(path: String(endpoint.dropFirst(6)))
                } else {
                    HostPort(endpoint.dropFirst(6)).flatMap { LocalConnection.open($0, until: deadline) }
                }
            // Nothing was said on it.
            try? connection?.close()
            return connection != nil
        }
        return isOpen ?? false
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
