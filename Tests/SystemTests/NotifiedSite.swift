import EventBus

/// A publisher without events, and a notifier that delivers an alert for every shot to one receiver.
struct NotifiedSite: Sendable {
    let directory: TestDirectory
    let site: PublisherSite
    let author: Author
    let publisher: ChildProcess
    let receiver: WebhookReceiver
    let notifier: ChildProcess

    /// The notifier's directory.
    let data: String
    /// The store of alerts.
    var file: String { data + "/alerts.sqlite" }

    init() async throws {
        directory = try TestDirectory()
        site = try PublisherSite(data: directory["journal"])
        author = try Author(0)
        publisher = try await site.start()
        receiver = try await WebhookReceiver(["200"], in: directory)
        let place = try NotifierSite(
            directory,
            following: site,
            rules: NotifierSite.shotsRule,
            destinations: receiver.destination("drill")
        )
        data = place.data
        notifier = try await place.start()
    }

    /// Publishes the author's events of those numbers, each of which raises an alert.
    func publish(_ numbers: Range<Int>) async throws -> [PublishResult] {
        try await site.publish(numbers, of: author)
    }
}
