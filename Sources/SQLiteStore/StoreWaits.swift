/// What a store does while another program holds its file, for example a database browser with unsaved changes.
public struct StoreWaits: Sendable {
    /// Told again and again for how long a call has waited; says whether it goes on waiting.
    let goesOn: @Sendable (Duration) -> Bool
    /// Told for how long a call has waited that is done now.
    let ended: @Sendable (Duration) -> Void

    /// - Parameters:
    ///   - goesOn: Told about every ``StoreFile/busySecondsMax`` seconds for how long a call has waited; says
    ///     whether it goes on waiting. Called in the task of the call.
    ///   - ended: Told for how long a call has waited that is done now.
    public init(
        goesOn: @escaping @Sendable (Duration) -> Bool,
        ended: @escaping @Sendable (Duration) -> Void = { _ in }
    ) {
        (self.goesOn, self.ended) = (goesOn, ended)
    }

    /// Waits so long and no longer.
    public static func atMost(_ limit: Duration) -> Self {
        Self { $0 < limit }
    }
}
