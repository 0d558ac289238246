public import ServiceLifecycle

/// Ends a process whose store was moved, removed or replaced while nothing is written, which would notice.
public struct StorePlaceCheck: Service {
    /// How often it looks.
    private static let interval = Duration.seconds(1)

    private let check: @Sendable () throws -> Void

    /// - Parameter check: Throws when the store's name leads elsewhere; it may block.
    public init(_ check: @escaping @Sendable () throws -> Void) {
        self.check = check
    }

    /// Looks until the process stops.
    ///
    /// - Throws: What `check` threw.
    public func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
            } catch is CancellationError {
                return
            }
            try await BlockingCall.run(label: "scenewire.store.check", check)
        }
    }
}
