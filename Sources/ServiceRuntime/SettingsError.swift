import SystemPackage

/// Why the settings do not allow a start.
public enum SettingsError: ProcessExitError, CustomStringConvertible {
    /// A key without default is set nowhere.
    case missing(key: String)
    /// A value cannot be used.
    case invalid(key: String, value: String, origin: SettingOrigin, allowed: String)
    /// The file has a key that nothing reads, most likely a typing error.
    case unknown(key: String, file: FilePath, known: [String])
    /// The file cannot be read, or is not what it should be.
    case file(FilePath, problem: String)

    /// How much of a value is shown.
    static let shownCountMax = 80

    /// Always ``ProcessExit/badConfiguration``.
    public var processExit: ProcessExit { .badConfiguration }

    /// One line: the key or file, what is wrong with it, and what is allowed.
    public var description: String {
        switch self {
        case .missing(let key):
            let name = SettingOrigin.environmentName(of: key)
            // Only flags of one word are called like their keys.
            let flag = key.contains(".") ? "its flag" : "--\(key)"
            return "\(key): missing; give \(flag), \(name), or \(key) in the file of --config; see --help"
        case .invalid(let key, let value, let origin, let allowed):
            let shown = value.prefix(Self.shownCountMax) + (value.count > Self.shownCountMax ? "…" : "")
            return "\(key): \(JSONText.quoted(shown)) (\(origin)) is not allowed; allowed: \(allowed)"
        case .unknown(let key, let file, let known):
            let shown = JSONText.quoted(key.prefix(Self.shownCountMax))
            return "\(shown) in \(file) is not a setting; allowed: \(known.joined(separator: ", "))"
        case .file(let path, let problem):
            return "\(path): \(problem)"
        }
    }
}

/// Where a setting's value was found.
public enum SettingOrigin: Sendable, Hashable, CustomStringConvertible {
    /// On the command line.
    case flag
    /// In an environment variable.
    case environment(name: String)
    /// In the configuration file.
    case file(FilePath)
    /// In the profile in use.
    case profile(name: String)
    /// Nowhere; it is the default.
    case standard

    /// The environment variable of a key: `live.highWaterMark` is `SCENEWIRE_LIVE_HIGH_WATER_MARK`.
    public static func environmentName(of key: String) -> String {
        var name = "\(Settings.environmentPrefix)_"
        var previous: Character = "."
        for character in key {
            // A new word begins at a point and where the case rises.
            if character == "." || (character.isUppercase && previous.isLowercase) { name += "_" }
            if character != "." { name += character.uppercased() }
            previous = character
        }
        return name
    }

    /// For an error message.
    public var description: String {
        switch self {
        case .flag: "flag"
        case .environment(let name): "environment \(name)"
        case .file(let path): "file \(path)"
        case .profile(let name): "profile \(name)"
        case .standard: "default"
        }
    }
}
