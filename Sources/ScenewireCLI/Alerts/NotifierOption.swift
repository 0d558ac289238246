import ArgumentParser
import ServiceRuntime

/// Where a notifier serves HTTP, and which profile may say so.
struct NotifierOption: ParsableArguments {
    @OptionGroup var place: NotifierPlace

    @OptionGroup var profile: ProfileOption

    /// The notifier at the address that is known, else at the default.
    ///
    /// - Throws: When the address is malformed or beyond this machine.
    func client() throws(SettingsError) -> NotifierClient {
        NotifierClient(address: try place.address() ?? ProcessCheck.Name.notifier.address)
    }
}

/// Where a notifier serves HTTP.
struct NotifierPlace: ParsableArguments {
    private static let key = "notifier.address"

    @Option(
        help: ArgumentHelp(
            "Where the notifier serves HTTP (default: \(ProcessCheck.Name.notifier.address)).",
            valueName: "host:port"
        )
    )
    var notifier: String?

    /// The address: the flag over `SCENEWIRE_NOTIFIER_ADDRESS` over the profile.
    ///
    /// - Returns: `nil` when nobody says where the notifier is.
    /// - Throws: When the address is malformed or beyond this machine.
    func address() throws(SettingsError) -> HostPort? {
        let name = SettingOrigin.environmentName(of: Self.key)
        let variable = Environment[name]
        guard notifier != nil || variable != nil else { return nil }
        let settings = try Settings(
            flags: [Self.key: notifier],
            environment: variable.map { [name: $0] } ?? [:],
            file: nil,
            defaults: [Self.key: "\(ProcessCheck.Name.notifier.address)"]
        )
        return try settings.requiredLocalAddress(Self.key)
    }
}
