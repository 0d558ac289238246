import FoundationEssentials

/// The process's environment.
enum Environment {
    /// The variable's value, `nil` when it is not set.
    static subscript(name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }
}
