import ArgumentParser
import ServiceRuntime

/// Where the publisher answers requests.
struct RequestsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where the publisher answers requests (default: \(PublisherEndpoints.requestsDefault)).",
            valueName: "endpoint"
        )
    )
    var requests: String?

    @OptionGroup var profile: ProfileOption
}

/// The addresses of a publisher: flags over environment over defaults, and never beyond this machine.
struct PublisherEndpoints: Sendable {
    static let liveDefault = "tcp://127.0.0.1:5556"
    static let requestsDefault = "tcp://127.0.0.1:5557"

    private static let liveKey = "live.endpoint"
    private static let requestsKey = "requests.endpoint"

    /// The live socket.
    let live: String
    /// The request socket.
    let requests: String

    /// - Throws: When an address is malformed or other machines could answer there.
    init(live: String? = nil, requests: String?) throws(SettingsError) {
        var environment: [String: String] = [:]
        for key in [Self.liveKey, Self.requestsKey] {
            let name = SettingOrigin.environmentName(of: key)
            environment[name] = Environment[name]
        }
        try self.init(live: live, requests: requests, environment: environment)
    }

    init(live: String?, requests: String?, environment: [String: String]) throws(SettingsError) {
        let settings = try Settings(
            flags: [Self.liveKey: live, Self.requestsKey: requests],
            environment: environment,
            file: nil,
            defaults: [Self.liveKey: Self.liveDefault, Self.requestsKey: Self.requestsDefault]
        )
        self.live = try Self.endpoint(Self.liveKey, settings)
        self.requests = try Self.endpoint(Self.requestsKey, settings)
    }

    /// Only who listens may leave the port to the system.
    private static func endpoint(_ key: String, _ settings: Settings) throws(SettingsError) -> String {
        let endpoint = try settings.requiredLocalEndpoint(key)
        guard !endpoint.hasSuffix(":*"), !endpoint.hasSuffix(":0") else {
            throw settings.invalid(key, endpoint, allowed: "an address with the publisher's port")
        }
        return endpoint
    }
}
