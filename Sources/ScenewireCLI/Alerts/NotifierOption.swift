import ArgumentParser
import ServiceRuntime

/// Where a notifier serves HTTP.
struct NotifierOption: ParsableArguments {
    static let addressDefault = "127.0.0.1:8082"
    private static let key = "notifier.address"

    @Option(
        help: ArgumentHelp(
            "Where the notifier serves HTTP (default: \(addressDefault)).",
            valueName: "host:port"
        )
    )
    var notifier: String?

    @OptionGroup var profile: ProfileOption

    /// The notifier: the flag over `SCENEWIRE_NOTIFIER_ADDRESS` over the default.
    ///
    /// - Throws: When the address is malformed or beyond this machine.
    func client() throws(SettingsError) -> NotifierClient {
        let name = SettingOrigin.environmentName(of: Self.key)
        let settings = try Settings(
            flags: [Self.key: notifier],
            environment: Environment[name].map { [name: $0] } ?? [:],
            file: nil,
            defaults: [Self.key: Self.addressDefault]
        )
        return NotifierClient(address: try settings.requiredLocalAddress(Self.key))
    }
}
