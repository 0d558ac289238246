import DequeModule

/// Long replies on their way to peers, with a bound on what waits for all of them together.
///
/// libzmq keeps replies for each peer that does not read, and cannot be told to forget one. So it gets the next
/// long reply of a peer only when the kernel has the one before; the others wait here, where the slowest lose
/// theirs first. It touches nothing itself.
struct ReplyQueue {
    struct Reply {
        let frames: [[UInt8]]
        /// Names the sending, so that a late release of an earlier one is told from it.
        let number: UInt64
        let byteCount: Int
    }

    private struct Peer {
        var waiting: Deque<Reply> = []
        var waitingByteCount = 0
        var sent: (reply: UInt64, byteCount: Int, at: ContinuousClock.Instant)?
    }

    private var peers: [RequestPeer: Peer] = [:]
    private var lastNumber: UInt64 = 0

    /// What waits here and in libzmq, in bytes.
    private(set) var byteCount = 0

    /// Appends a reply.
    ///
    /// - Returns: How many replies were dropped to make room; the new one may be among them.
    mutating func append(_ frames: [[UInt8]], to peer: RequestPeer) -> Int {
        lastNumber += 1
        let reply = Reply(
            frames: frames,
            number: lastNumber,
            byteCount: frames.reduce(0) { $0 + $1.count }
        )
        var queue = peers[peer] ?? Peer()
        queue.waiting.append(reply)
        queue.waitingByteCount += reply.byteCount
        peers[peer] = queue
        byteCount += reply.byteCount
        var droppedCount = 0
        if queue.waiting.count > BusLimits.repliesPerPeerMax { droppedCount += dropLast(of: peer) }
        while byteCount > BusLimits.repliesWaitingByteCountMax {
            let slowest = peers.lazy.filter { $0.value.sent != nil && !$0.value.waiting.isEmpty }
                .max { $0.value.waitingByteCount < $1.value.waitingByteCount }
            guard let slowest else { break }
            droppedCount += dropLast(of: slowest.key)
        }
        return droppedCount
    }

    /// The next reply to hand to libzmq; `nil` while it holds one for this peer.
    mutating func next(for peer: RequestPeer, at now: ContinuousClock.Instant) -> Reply? {
        guard peers[peer]?.sent == nil, let reply = peers[peer]?.waiting.popFirst() else { return nil }
        peers[peer]?.waitingByteCount -= reply.byteCount
        peers[peer]?.sent = (reply.number, reply.byteCount, now)
        return reply
    }

    /// libzmq has let go of a reply.
    mutating func release(_ number: UInt64, of peer: RequestPeer) {
        guard let sent = peers[peer]?.sent, sent.reply == number else { return }
        peers[peer]?.sent = nil
        byteCount -= sent.byteCount
        if peers[peer]?.waiting.isEmpty == true { peers[peer] = nil }
    }

    /// Forgets a peer that is gone, with everything that waits for it.
    mutating func remove(_ peer: RequestPeer) {
        guard let queue = peers.removeValue(forKey: peer) else { return }
        byteCount -= queue.waitingByteCount + (queue.sent?.byteCount ?? 0)
    }

    /// Forgets all peers. What libzmq lets go of later is not taken for what is sent from now on.
    mutating func removeAll() {
        (peers, byteCount) = ([:], 0)
    }

    /// Who has left a reply unread for longest, when there is no room for anybody else.
    func peerToHangUpOn(at now: ContinuousClock.Instant) -> RequestPeer? {
        guard byteCount > BusLimits.repliesWaitingByteCountMax else { return nil }
        let oldest = peers.lazy.compactMap { peer, queue in queue.sent.map { (peer, $0.at) } }
            .min { $0.1 < $1.1 }
        guard let (peer, since) = oldest, now - since >= BusLimits.silenceMax else { return nil }
        return peer
    }

    private mutating func dropLast(of peer: RequestPeer) -> Int {
        guard let reply = peers[peer]?.waiting.popLast() else { return 0 }
        peers[peer]?.waitingByteCount -= reply.byteCount
        byteCount -= reply.byteCount
        return 1
    }
}
