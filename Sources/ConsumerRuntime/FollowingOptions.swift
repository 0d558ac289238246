public import ArgumentParser

/// The flags that every consumer has.
public struct FollowingOptions: ParsableArguments {
    /// Whom to follow, as `Settings.requiredPublishers` reads it.
    @Option(
        help: ArgumentHelp(
            "Whom to follow: LIVE REQUESTS, several separated by commas (default: those of "
                + "SCENEWIRE_LIVE_ENDPOINT and SCENEWIRE_REQUESTS_ENDPOINT, else \(FollowedPublisher.standard)).",
            valueName: "publishers"
        )
    )
    public var publisher: String?

    /// Made by ArgumentParser.
    public init() {}
}
