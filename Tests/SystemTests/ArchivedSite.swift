import EventBus

/// A publisher with the first events of an author, and an archiver that has stored them.
struct ArchivedSite: Sendable {
    let directory: TestDirectory
    let site: PublisherSite
    let author: Author
    let publisher: ChildProcess
    let archiver: ChildProcess

    /// The archiver's directory.
    var data: String { directory["archive"] }
    /// The archive.
    var file: String { ArchiverSite.file(in: data) }

    /// - Parameter count: How many events there are.
    init(_ count: Int) async throws {
        directory = try TestDirectory()
        site = try PublisherSite(data: directory["journal"])
        author = try Author(0)
        publisher = try await site.start()
        _ = try await site.publish(0..<count, of: author)
        archiver = try ArchiverSite.start(directory["archive"], following: site)
        try await until(count)
    }

    /// Publishes the author's events of those numbers.
    func publish(_ numbers: Range<Int>) async throws -> [PublishResult] {
        try await site.publish(numbers, of: author)
    }

    /// Waits until the archive holds so many records.
    func until(_ count: Int) async throws {
        try await ArchiverSite.until(UInt64(count), in: data)
    }
}
