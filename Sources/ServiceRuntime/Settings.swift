import Configuration
import SystemPackage

/// The settings of a process: flags over environment over one YAML file over a profile over defaults.
///
/// A key is a path of words, `live.endpoint`; each source holds its value as text:
///
/// - a flag, which the executable passes by key if it was given;
/// - an environment variable, `SCENEWIRE_LIVE_ENDPOINT`;
/// - the file, `endpoint:` below `live:`;
/// - the profile, under the name that stands there for the environment variable;
/// - the defaults, which also say which keys exist: anything else in the file stops the start.
///
/// There are no readers with a default of their own, since those would hide a typing error.
public struct Settings: Sendable {
    /// What every environment variable begins with, followed by an underscore.
    public static let environmentPrefix = "SCENEWIRE"

    /// The environment variable that names the file if no flag does.
    public static let fileEnvironmentName = "SCENEWIRE_CONFIG"

    /// Environment variables with the prefix that name no setting of any process of this version.
    ///
    /// They may be those of another version, so they are worth a warning only.
    public let unknownEnvironmentNames: [String]

    /// The name of the profile that some setting comes from; `nil` when none does.
    public let profileInUse: String?

    private let reader: ConfigReader
    private let origins: [String: SettingOrigin]

    /// Reads the file, which is a short blocking read, and checks every key in it.
    ///
    /// - Parameters:
    ///   - flags: What the command line gave, by key; `nil` where it gave nothing.
    ///   - environment: The process's environment.
    ///   - file: The configuration file; without it, the one named by ``fileEnvironmentName``, if any.
    ///   - profile: The profile in use; what it has beside the known keys is for other programs.
    ///   - defaults: A text for every key that has a default.
    ///   - keysWithoutDefault: The other keys.
    /// - Throws: ``SettingsError`` for the file and its keys; values are checked when they are read.
    /// - Precondition: Every flag is a known key.
    public init(
        flags: [String: String?],
        environment: [String: String],
        file: FilePath?,
        profile: Profile? = nil,
        defaults: [String: String],
        keysWithoutDefault: Set<String> = []
    ) throws(SettingsError) {
        let known = keysWithoutDefault.union(defaults.keys)
        let given = flags.compactMapValues { $0 }
        for key in flags.keys { precondition(known.contains(key), "a flag maps to a known key: \(key)") }

        var keysByName: [String: String] = [:]
        for key in known {
            let clash = keysByName.updateValue(key, forKey: SettingOrigin.environmentName(of: key))
            precondition(clash == nil, "keys have environment variables of their own: \(key)")
        }
        var fromEnvironment: [String: String] = [:]
        var unknownNames: [String] = []
        for (name, value) in environment where name.hasPrefix("\(Self.environmentPrefix)_") {
            if let key = keysByName[name] {
                fromEnvironment[key] = value
            } else if !EnvironmentNames.all.contains(name) {
                unknownNames.append(name)
            }
        }
        unknownEnvironmentNames = unknownNames.sorted()

        let path = file ?? environment[Self.fileEnvironmentName].map { FilePath($0) }
        var fromFile: [String: String] = [:]
        if let path {
            fromFile = try SettingsFile.read(path)
            for key in fromFile.keys.sorted() where !known.contains(key) {
                let section = key.prefix { $0 != "." }
                let near = known.filter { $0.hasPrefix("\(section).") }
                throw .unknown(key: key, file: path, known: (near.isEmpty ? known : near).sorted())
            }
        }

        var fromProfile: [String: String] = [:]
        if let profile {
            for (name, key) in keysByName { fromProfile[key] = profile.value(of: name) }
        }

        var origins: [String: SettingOrigin] = [:]
        if let profile { for key in fromProfile.keys { origins[key] = .profile(name: profile.name) } }
        if let path { for key in fromFile.keys { origins[key] = .file(path) } }
        for key in fromEnvironment.keys {
            origins[key] = .environment(name: SettingOrigin.environmentName(of: key))
        }
        for key in given.keys { origins[key] = .flag }
        self.origins = origins
        profileInUse = profile.flatMap { origins.values.contains(.profile(name: $0.name)) ? $0.name : nil }
        reader = ConfigReader(providers: [
            Self.provider("flags", given),
            Self.provider("environment", fromEnvironment),
            Self.provider("file", fromFile),
            Self.provider("profile", fromProfile),
            Self.provider("defaults", defaults),
        ])
    }

    /// The text of `key`, not empty and of at most `byteCountMax` bytes.
    public func requiredText(_ key: String, byteCountMax: Int = 4_096) throws(SettingsError) -> String {
        let value = try text(key)
        guard !value.isEmpty, value.utf8.count <= byteCountMax, !value.utf8.contains(0) else {
            throw invalid(key, value, allowed: "a text of 1 to \(byteCountMax) bytes")
        }
        return value
    }

    /// The words of `key`, separated by commas; none if it is empty.
    public func requiredList(_ key: String, countMax: Int = 100) throws(SettingsError) -> [String] {
        let value = try text(key)
        guard !value.isEmpty else { return [] }
        let items = value.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
        guard items.count <= countMax, items.allSatisfy({ !$0.isEmpty }) else {
            throw invalid(key, value, allowed: "at most \(countMax) words separated by commas")
        }
        return items
    }

    /// The whole number of `key`.
    public func requiredInt(_ key: String, in range: ClosedRange<Int>) throws(SettingsError) -> Int {
        let value = try text(key)
        guard let number = Int(value), range.contains(number) else {
            let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw invalid(key, value, allowed: allowed)
        }
        return number
    }

    /// The duration of `key`, a whole number of the unit in which the key's name ends.
    ///
    /// - Precondition: The key ends in `Milliseconds`, `Seconds`, `Minutes`, `Hours` or `Days`.
    public func requiredDuration(
        _ key: String,
        in range: ClosedRange<Int>
    ) throws(SettingsError) -> Duration {
        let number = try requiredInt(key, in: range)
        let word = key.split(separator: ".").last ?? ""
        let lowercased = word.lowercased()
        let unit = ["milliseconds", "seconds", "minutes", "hours", "days"].first { lowercased.hasSuffix($0) }
        switch unit {
        case "milliseconds": return .milliseconds(number)
        case "seconds": return .seconds(number)
        case "minutes": return .seconds(number * 60)
        case "hours": return .seconds(number * 3_600)
        case "days": return .seconds(number * 86_400)
        default: preconditionFailure("a duration's key ends in its unit: \(key)")
        }
    }

    /// The switch of `key`, `true` or `false`.
    public func requiredBool(_ key: String) throws(SettingsError) -> Bool {
        let value = try text(key)
        guard let isOn = Bool(value) else { throw invalid(key, value, allowed: "true, false") }
        return isOn
    }

    /// The word of `key`, one of the enumeration's.
    public func requiredWord<Word: CaseIterable & RawRepresentable<String>>(
        _ key: String,
        as type: Word.Type = Word.self
    ) throws(SettingsError) -> Word {
        let value = try text(key)
        guard let word = Word(rawValue: value) else {
            throw invalid(key, value, allowed: Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return word
    }

    /// The path of `key`; it may name nothing yet.
    public func requiredPath(_ key: String) throws(SettingsError) -> FilePath {
        FilePath(try requiredText(key))
    }

    /// The path of `key`, `nil` when it is empty.
    public func optionalPath(_ key: String) throws(SettingsError) -> FilePath? {
        try text(key).isEmpty ? nil : requiredPath(key)
    }

    /// The address of `key` on which a server listens, refused unless only this machine can reach it; `localhost`
    /// is 127.0.0.1.
    public func requiredLocalAddress(_ key: String) throws(SettingsError) -> HostPort {
        let value = try text(key)
        let allowed = "localhost:PORT, 127.0.0.1:PORT or [::1]:PORT"
        guard let address = HostPort(value)?.withAddressOfLocalhost else {
            throw invalid(key, value, allowed: allowed)
        }
        guard Reach(host: address.host) == .local else {
            throw invalid(key, value, allowed: "\(allowed), since other machines could reach it without keys")
        }
        return address
    }

    /// The ZeroMQ endpoint of `key`, refused unless it stays on this machine; `localhost` is 127.0.0.1.
    public func requiredLocalEndpoint(_ key: String) throws(SettingsError) -> String {
        let value = try text(key)
        let endpoint = Reach.endpointWithAddressOfLocalhost(value)
        let allowed = "tcp://localhost:PORT, tcp://127.0.0.1:PORT, tcp://[::1]:PORT, ipc://PATH"
        switch Reach(endpoint: endpoint) {
        case .local: return endpoint
        case .beyond:
            throw invalid(key, value, allowed: "\(allowed), since other machines could reach it without keys")
        case .malformed: throw invalid(key, value, allowed: allowed)
        }
    }

    /// The error for a value that a caller's own check refuses.
    ///
    /// - Parameters:
    ///   - key: The key that was read.
    ///   - value: Its text.
    ///   - allowed: What would do, for an operator.
    public func invalid(_ key: String, _ value: String, allowed: String) -> SettingsError {
        .invalid(key: key, value: value, origin: origin(of: key), allowed: allowed)
    }

    /// Where the value of `key` comes from.
    public func origin(of key: String) -> SettingOrigin {
        origins[key] ?? .standard
    }

    private func text(_ key: String) throws(SettingsError) -> String {
        do {
            return try reader.requiredString(forKey: ConfigKey(key.split(separator: ".").map(String.init)))
        } catch {
            // Every source holds texts, so that nothing else can be wrong.
            throw .missing(key: key)
        }
    }

    private static func provider(_ name: String, _ values: [String: String]) -> InMemoryProvider {
        let pairs = values.map { key, value in
            (
                AbsoluteConfigKey(key.split(separator: ".").map(String.init)),
                ConfigValue(.string(value), isSecret: false)
            )
        }
        return InMemoryProvider(name: name, values: Dictionary(pairs) { first, _ in first })
    }

    private static func trimmed(_ text: Substring) -> String {
        let end = text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex
        return String(text[..<end].drop { $0 == " " })
    }
}
