/// The names of the log fields of a store's file.
enum LogKey {
    static let byteCount = "store.logBytes"
    static let path = "store.path"
    static let waited = "store.waited"
}
