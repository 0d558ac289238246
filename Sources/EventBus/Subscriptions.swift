/// Who wants what, as an XPUB socket hears it.
struct Subscriptions {
    private var prefixes: Set<[UInt8]> = []
    private var partCount = 0

    /// Whether somebody wants anything but whole commits and heartbeats, so that parts are worth making.
    var wantParts: Bool { partCount > 0 }

    /// How many prefixes are subscribed to.
    var count: Int { prefixes.count }

    /// Whether there are more prefixes than consumers can need, so that somebody is flooding.
    var isFlooded: Bool { prefixes.count > BusLimits.subscriptionsMax }

    /// Takes a subscription message of an XPUB socket: 1 or 0, then the prefix.
    ///
    /// - Returns: Whether somebody has subscribed, who may be new and wants to know the head.
    mutating func receive(_ message: [UInt8]) -> Bool {
        // Nobody is unsubscribed: libzmq also reports a prefix that the peer never had, and so anyone could
        // switch off the others. What nobody wants any more, libzmq drops.
        guard message.first == 1 else { return false }
        let prefix = Array(message.dropFirst())
        if prefixes.insert(prefix).inserted, Self.reachesParts(prefix) { partCount += 1 }
        return true
    }

    /// Whether a message under `topic` would reach anybody.
    func want(_ topic: [UInt8]) -> Bool {
        if prefixes.contains([]) { return true }
        guard !prefixes.isEmpty else { return false }
        return (1...topic.count).contains { prefixes.contains(Array(topic.prefix($0))) }
    }

    private static func reachesParts(_ prefix: [UInt8]) -> Bool {
        prefix.isEmpty || !Topic.stream.starts(with: prefix) && !Topic.heartbeat.starts(with: prefix)
    }
}
