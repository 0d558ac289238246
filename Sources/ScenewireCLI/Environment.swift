import FoundationEssentials
import ServiceRuntime
import Synchronization

/// The process's environment, with the profile in use below it.
enum Environment {
    private static let used = Mutex<Profile?>(nil)

    /// The profile in use, if any.
    static var profile: Profile? { used.withLock { $0 } }

    /// The variable's value, else the profile's; `nil` when neither has one.
    static subscript(name: String) -> String? {
        if let value = all[name] { return value }
        return profile?.value(of: name)
    }

    /// The variables of the process itself.
    static var all: [String: String] { ProcessInfo.processInfo.environment }

    /// Takes a profile into use for the rest of the process.
    static func use(_ profile: Profile?) {
        used.withLock { $0 = profile }
    }
}
