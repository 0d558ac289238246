public import ServiceRuntime

/// A publisher that a consumer follows.
public struct FollowedPublisher: Hashable, Sendable, CustomStringConvertible {
    /// How many one process follows at most.
    public static let countMax = 16
    /// The publisher on this machine with its standard ports.
    public static let standard = "tcp://127.0.0.1:5556 tcp://127.0.0.1:5557"
    /// The defaults of a consumer's settings that say whom it follows. The two addresses have the keys, and so
    /// the environment variables, by which all programs know one publisher; `publishers` goes before them.
    public static let defaults = [
        "publishers": standard, "live.endpoint": "tcp://127.0.0.1:5556",
        "requests.endpoint": "tcp://127.0.0.1:5557",
    ]

    /// Where it broadcasts, for example `tcp://127.0.0.1:5556`.
    public let live: String
    /// Where it answers requests, for example `tcp://127.0.0.1:5557`.
    public let requests: String

    /// Reads `LIVE REQUESTS`, two ZeroMQ endpoints with spaces between; `localhost` is 127.0.0.1.
    ///
    /// - Returns: `nil` for anything else, and for endpoints beyond this machine.
    public init?(_ text: String) {
        let endpoints = text.split(separator: " ").map { Reach.endpointWithAddressOfLocalhost(String($0)) }
        guard endpoints.count == 2, endpoints.allSatisfy({ Reach(endpoint: $0) == .local }) else {
            return nil
        }
        (live, requests) = (endpoints[0], endpoints[1])
    }

    /// The label of its series and of its log lines: where it answers requests.
    public var description: String { requests }
}

extension Settings {
    /// The publishers of `key`, separated by commas, each `LIVE REQUESTS`; where nobody says whom to follow,
    /// the one of `live.endpoint` and `requests.endpoint`.
    public func requiredPublishers(_ key: String) throws(SettingsError) -> [FollowedPublisher] {
        var items = try requiredList(key, countMax: FollowedPublisher.countMax)
        if case .standard = origin(of: key) {
            let (live, requests) = try (followed("live.endpoint"), followed("requests.endpoint"))
            items = ["\(live) \(requests)"]
        }
        let publishers = items.compactMap { FollowedPublisher($0) }
        // Two feeds of one publisher would store everything twice.
        let differ =
            Set(publishers.map(\.live)).count == items.count
            && Set(publishers.map(\.requests)).count == items.count
        guard !items.isEmpty, differ else {
            throw invalid(
                key,
                items.joined(separator: ", "),
                allowed: """
                    1 to \(FollowedPublisher.countMax) different publishers on this machine separated by \
                    commas, each LIVE REQUESTS such as \(FollowedPublisher.standard)
                    """
            )
        }
        return publishers
    }

    /// A publisher's address; only who listens may leave the port to the system.
    private func followed(_ key: String) throws(SettingsError) -> String {
        let endpoint = try requiredLocalEndpoint(key)
        guard !endpoint.hasSuffix(":*"), !endpoint.hasSuffix(":0"), !endpoint.contains(" ") else {
            throw invalid(key, endpoint, allowed: "an address with the publisher's port")
        }
        return endpoint
    }
}
