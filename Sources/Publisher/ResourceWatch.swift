import Logging
import ServiceRuntime
import Synchronization
import ZeroMQ

/// Keeps peers from using up the process's memory and its file handles, which libzmq does not bound.
///
/// - A message without an end is kept frame by frame as it comes. Beyond the limit of memory, who sends most is
///   hung up on; if that does not help, everybody is, on both sockets.
/// - Every peer takes a file handle, and without one the journal cannot open its next segment. Beyond the limit
///   of peers, the newest are hung up on.
///
/// Peers that mean well come back by themselves and lose nothing.
final class ResourceWatch: Sendable {
    struct Limits: Sendable {
        /// Handles that are kept back for the journal, HTTP, and peers that come faster than they are counted.
        private static let reservedFileCount = 384
        /// The most peers, however many handles there are.
        private static let peerCountMax = 4_096

        /// Beyond so much memory in use somebody is flooding; `nil` for no limit.
        let memoryByteCount: Int?
        /// Connections at both sockets together.
        let peerCount: Int

        init(memoryByteCount: Int?, fileCountMax: Int) {
            self.memoryByteCount = memoryByteCount
            peerCount = min(max(fileCountMax - Self.reservedFileCount, fileCountMax / 2), Self.peerCountMax)
        }
    }

    /// How often it looks: a connection brings some 600 MB a second.
    private static let interval = Duration.milliseconds(50)
    /// Between two looks at what the connections have brought.
    private static let sample = Duration.milliseconds(20)
    /// How long hanging up on who sends most may take to help.
    private static let patience = Duration.seconds(1)
    /// How long after that libzmq may take to free what it held for them.
    private static let releaseTime = Duration.seconds(5)
    /// How often it is given back within that; it holds up every thread that allocates memory.
    private static let releaseInterval = Duration.seconds(1)

    private struct State {
        var endpoints: [String] = []
        var isStopping = false
    }

    private let limits: Limits
    private let metrics: PublisherMetrics
    private let logger: Logger
    private let startAnew: @Sendable () -> Void
    private let wakeUp: WakeUp
    private let state = Mutex(State())

    /// - Parameter startAnew: Hangs up on every peer of both sockets, without waiting.
    init(
        _ limits: Limits,
        metrics: PublisherMetrics,
        logger: Logger,
        startAnew: @escaping @Sendable () -> Void
    ) throws(ZeroMQError) {
        self.limits = limits
        self.metrics = metrics
        self.logger = logger
        self.startAnew = startAnew
        wakeUp = try WakeUp()
    }

    /// Watches the peers at an endpoint, too; any thread may call it.
    func add(_ endpoint: String) {
        state.withLock { $0.endpoints.append(endpoint) }
    }

    /// Watches until ``stop()``; to be run on a thread of its own.
    func run() throws {
        logger.notice(
            "Limits of the process",
            metadata: [
                LogKey.filesMax: "\(OpenFiles.countMax)", LogKey.peersMax: "\(limits.peerCount)",
                LogKey.memoryMax: "\(limits.memoryByteCount.map { "\($0)" } ?? "none")",
            ]
        )
        var memory = MemoryEpisode()
        while !state.withLock(\.isStopping) {
            if OpenFiles.count > limits.peerCount { shedPeers() }
            try watchMemory(&memory)
            try Poll.wait(for: wakeUp, timeout: Self.interval)
        }
    }

    /// Ends ``run()``. Any thread may call it.
    func stop() {
        state.withLock { $0.isStopping = true }
        wakeUp.ring()
    }

    /// What has been done since the limit was passed.
    private struct MemoryEpisode {
        var since: ContinuousClock.Instant?
        /// Hanging up on everybody has not helped beyond this, so doing it again would not.
        var ineffectiveByteCount = 0
        var lastByteCount = 0
        /// When somebody was last hung up on.
        var lastHangUp: ContinuousClock.Instant?
        /// When memory was last given back.
        var lastRelease: ContinuousClock.Instant?
    }

    private func watchMemory(_ episode: inout MemoryEpisode) throws(ZeroMQError) {
        guard let limit = limits.memoryByteCount, let resident = ProcessMetrics.residentByteCount() else {
            return
        }
        let byteCount = Int(resident)
        defer { episode.lastByteCount = byteCount }
        guard byteCount > limit else {
            episode = MemoryEpisode()
            return
        }
        // libzmq frees millions of small pieces, a moment after a connection has ended; the system does not get them
        // back by themselves.
        if let lastHangUp = episode.lastHangUp, .now - lastHangUp < Self.releaseTime,
            episode.lastRelease.map({ .now - $0 >= Self.releaseInterval }) ?? true
        {
            FreedMemory.giveBack()
            episode.lastRelease = .now
        }
        guard byteCount > episode.ineffectiveByteCount / 4 * 5 else { return }
        // Memory that does not grow is nobody's flood.
        guard byteCount > episode.lastByteCount || episode.since == nil else { return }
        let since = episode.since ?? .now
        episode.since = since
        if .now - since >= Self.patience {
            logger.error(
                "Memory is beyond its limit; hung up on everybody",
                metadata: [LogKey.byteCount: "\(byteCount)", LogKey.memoryMax: "\(limit)"]
            )
            metrics.memoryFloods.increment()
            startAnew()
            episode = MemoryEpisode(ineffectiveByteCount: byteCount, lastHangUp: .now)
        } else if let (connection, rate) = try busiest() {
            logger.error(
                "Memory is beyond its limit; hung up on the peer that sends most",
                metadata: [
                    LogKey.peer: "\(AcceptedConnections.peer(of: connection))",
                    LogKey.peerByteCount: "\(rate)", LogKey.byteCount: "\(byteCount)",
                    LogKey.memoryMax: "\(limit)",
                ]
            )
            metrics.memoryFloods.increment()
            connection.hangUp()
            episode.lastHangUp = .now
        }
    }

    /// - Returns: The connection that has brought most in a moment, and how many bytes.
    private func busiest() throws(ZeroMQError) -> (PeerConnection, UInt64)? {
        let connections = AcceptedConnections.all(at: state.withLock(\.endpoints))
        let before = connections.map(AcceptedConnections.receivedByteCount(of:))
        try Poll.wait(for: wakeUp, timeout: Self.sample)
        let rates = zip(connections, before).map { connection, before in
            let after = AcceptedConnections.receivedByteCount(of: connection)
            return (connection, after > before ? after - before : 0)
        }
        return rates.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0 : nil }
    }

    private func shedPeers() {
        let connections = AcceptedConnections.all(at: state.withLock(\.endpoints))
        let excess = connections.count - limits.peerCount
        guard excess > 0 else { return }
        // The newest, so that those who follow already are left alone.
        let newest = connections.sorted { $0.age < $1.age }.suffix(excess)
        for connection in newest { connection.hangUp() }
        metrics.shedPeers.increment(by: excess)
        logger.warning(
            "Too many peers; hung up on the newest",
            metadata: [
                LogKey.peersMax: "\(limits.peerCount)", LogKey.peerCount: "\(excess)",
                LogKey.peer: "\(newest.last.map(AcceptedConnections.peer(of:)) ?? "")",
            ]
        )
    }
}
