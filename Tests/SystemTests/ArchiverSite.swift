import ArchiveStore
import EventSchema
import SystemPackage
import ZeroMQ

/// An archiver's directory, and what lies in it.
enum ArchiverSite {
    static func start(_ data: String, following site: PublisherSite) throws -> ChildProcess {
        try ChildProcess(
            Executable.archiver,
            ["--data", data, "--publisher", "\(site.live) \(site.requests)", "--http", "127.0.0.1:0"],
            environment: ["SCENEWIRE_LOG_FORMAT": "logfmt"]
        )
    }

    static func file(in data: String) -> String { "\(data)/\(Archive.fileName)" }

    /// Waits until the archive holds everything up to `sequence`.
    static func until(_ sequence: UInt64, in data: String) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        var last: UInt64 = 0
        while last < sequence {
            guard ContinuousClock.now < deadline else {
                throw WaitedTooLong(what: "record \(sequence)", limit: .seconds(120), last: "\(last)")
            }
            // Not there, or not yet an archive, until the archiver has made it.
            last = (try? await reading(data) { try $0.cursors().first?.sequence.value }) ?? last
        }
    }

    /// Every record's bytes, back to back.
    static func bytes(in data: String) async throws -> [UInt8] {
        try await reading(data) { reader in
            var bytes: [UInt8] = []
            try reader.forEachRecord { _, record in bytes += record.withUnsafeBytes { Array($0) } }
            return bytes
        }
    }

    /// Every event's bytes, in order.
    static func events(in data: String) async throws -> [[UInt8]] {
        try await reading(data) { reader in
            var events: [[UInt8]] = []
            try reader.forEachRecord { header, record in
                events.append(record.extracting(header.eventRange).withUnsafeBytes { Array($0) })
            }
            return events
        }
    }

    private static func reading<Value: Sendable>(
        _ data: String,
        _ body: @escaping @Sendable (ArchiveReader) throws -> Value
    ) async throws -> Value {
        try await SocketThread.run(label: "test.archive") {
            try body(ArchiveReader(FilePath(file(in: data))))
        }
    }
}
