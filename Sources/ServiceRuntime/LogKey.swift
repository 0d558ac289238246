/// Names of the metadata that this target logs.
enum LogKey {
    static let part = "service.part"
    static let version = "service.version"
    static let address = "http.address"
    static let exitStatus = "exit.status"
    static let names = "environment.names"
    static let profile = "profile.name"
}
