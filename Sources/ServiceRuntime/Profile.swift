import Glibc
public import SystemPackage

/// What stays the same from one event to the next, and where the programs are: one file for all of them.
///
/// Its keys are the names of flags; each stands for the environment variable of the same name, which wins. A service
/// takes from it what is a setting of its own: the addresses.
public struct Profile: Equatable, Sendable {
    /// The environment variable that names a profile.
    public static let environmentName = "SCENEWIRE_PROFILE"
    /// The profile that is in use when nobody names one, if it is there.
    public static let defaultName = "default"
    /// How many profiles are listed.
    public static let countMax = 1_000

    /// The keys that a profile may have, in the order in which they are shown, and their variables.
    public static let keys: [(key: String, variable: String)] = [
        "agency", "source", "author-id", "author-role", "author-agency", "author-on-behalf-of", "status",
        "tlp",
        "incident", "record-class", "clock-sync", "live", "requests", "notifier", "archive",
    ].map { key in
        let suffix = ["live": "-endpoint", "requests": "-endpoint", "notifier": "-address"][key] ?? ""
        let name = (key + suffix).uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        return (key, "\(Settings.environmentPrefix)_\(name)")
    }

    /// What people call it: letters, digits, `.`, `_` and `-`, at most 64, no dot in front.
    public let name: String
    /// The file.
    public let path: FilePath
    /// The values by key.
    public let values: [String: String]

    /// The value for an environment variable, `nil` when the profile has none.
    public func value(of variable: String) -> String? {
        Self.keys.first { $0.variable == variable }.flatMap { values[$0.key] }
    }

    /// The directory of all profiles: `scenewire/profiles` under `XDG_CONFIG_HOME`, or under `.config` of `HOME`.
    ///
    /// - Returns: `nil` when neither is set.
    public static func directory(_ environment: [String: String]) -> FilePath? {
        let base: FilePath
        if let config = environment["XDG_CONFIG_HOME"], !config.isEmpty {
            base = FilePath(config)
        } else if let home = environment["HOME"], !home.isEmpty {
            base = FilePath(home).appending(".config")
        } else {
            return nil
        }
        return base.appending("scenewire").appending("profiles")
    }

    /// Where the profile of this name is, or would be.
    ///
    /// - Throws: ``SettingsError/file(_:problem:)`` for what is no name, or when there is no place for profiles.
    public static func path(
        of name: String,
        _ environment: [String: String]
    ) throws(SettingsError) -> FilePath {
        let isName =
            (1...64).contains(name.utf8.count) && name.first != "." && name.first != "-"
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [0x2D, 0x2E, 0x5F].contains($0)
            }
        guard isName else {
            throw .file(
                FilePath(name),
                problem: "is no name of a profile; allowed are letters, digits, . _ and -"
            )
        }
        guard let directory = directory(environment) else {
            throw .file(FilePath(name), problem: "HOME is not set, so there is no place for profiles")
        }
        return directory.appending("\(name).yml")
    }

    /// Reads a profile, which is a short blocking read.
    ///
    /// - Throws: ``SettingsError`` when there is none, or it holds anything but its keys.
    public init(_ name: String, _ environment: [String: String]) throws(SettingsError) {
        let path = try Self.path(of: name, environment)
        guard Self.isThere(path) else {
            let names = Self.names(in: path.removingLastComponent()).joined(separator: ", ")
            throw .file(
                path,
                problem:
                    "there is no such profile; \(names.isEmpty ? "there is none" : "there are: \(names)"); make "
                    + "it with `scenewire init --profile \(name)`"
            )
        }
        let values = try SettingsFile.read(path)
        let known = Self.keys.map(\.key)
        for key in values.keys.sorted() where !known.contains(key) {
            throw .unknown(key: key, file: path, known: known)
        }
        (self.name, self.path, self.values) = (name, path, values)
    }

    /// The profile that somebody named, by a flag or else in the environment; `nil` when nobody did.
    ///
    /// - Parameter flag: What `--profile` was given.
    /// - Throws: ``SettingsError``, also when it is not there.
    public static func named(
        flag: String?,
        _ environment: [String: String]
    ) throws(SettingsError) -> Profile? {
        guard let name = flag ?? environment[environmentName], flag != nil || !name.isEmpty else {
            return nil
        }
        return try Profile(name, environment)
    }

    /// The profile in use: the one named by a flag, else by the environment, else the default one if it is there.
    ///
    /// - Parameter flag: What `--profile` was given.
    /// - Throws: ``SettingsError``, also when one was named that is not there.
    public static func chosen(
        flag: String?,
        _ environment: [String: String]
    ) throws(SettingsError) -> Profile? {
        if let named = try named(flag: flag, environment) { return named }
        guard directory(environment) != nil, try isThere(path(of: defaultName, environment)) else {
            return nil
        }
        return try Profile(defaultName, environment)
    }

    /// The names of the profiles in a directory, sorted; it blocks.
    ///
    /// - Returns: At most ``countMax`` names; none where there is no such directory.
    public static func names(in path: FilePath) -> [String] {
        guard let directory = opendir(path.string) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while names.count < countMax, let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            if name.hasSuffix(".yml"), name.first != "." { names.append(String(name.dropLast(4))) }
        }
        return names.sorted()
    }

    private static func isThere(_ path: FilePath) -> Bool {
        guard let file = try? FileDescriptor.open(path, .readOnly) else { return false }
        // Nothing was written, so closing loses nothing.
        try? file.close()
        return true
    }
}
