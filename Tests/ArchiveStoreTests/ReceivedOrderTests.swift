import EventSchema
import Foundation
import SystemPackage
import Testing

@testable import ArchiveStore

/// Records of several streams in the order in which they were received.
@Suite(.timeLimit(.minutes(2))) struct ReceivedOrderTests {
    private static let time = Timestamp(nanoseconds: 1_747_751_950_000_000_000)

    private let directory = FileManager.default.temporaryDirectory
        .appending(path: "scenewire-archive-\(UUID().uuidString)")
    private var path: FilePath { FilePath(directory.path).appending("archive.sqlite") }

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private static func stream(_ number: Int) -> StreamID {
        StreamID(high: 0x4000, low: 1 << 63 | UInt64(number))
    }

    private static func time(_ second: Int) -> Timestamp {
        time.advanced(byNanoseconds: Int64(second) * 1_000_000_000)
    }

    /// Stores records that are published and received at the seconds that are named.
    private func store(
        _ numbers: ClosedRange<UInt64>,
        of stream: Int,
        published: Int,
        received: Int,
        gaps: [ClosedRange<SequenceNumber>] = [],
        in archive: Archive
    ) async throws {
        var bytes: [UInt8] = []
        for number in numbers {
            RecordWriter(stream: Self.stream(stream), epoch: 1).append(
                event: [UInt8(1)].span.bytes,
                sequence: SequenceNumber(number),
                publishedAt: Self.time(published),
                salt: (1, number),
                to: &bytes
            )
        }
        _ = try await archive.store(
            [RecordBatch(verifying: bytes)],
            gaps: gaps,
            of: Self.stream(stream),
            receivedAt: Self.time(received)
        )
    }

    private func order() throws -> [String] {
        var order: [String] = []
        try ArchiveReader(path).forEachRecordAsReceived { header, record in
            #expect(record.byteCount == header.recordByteCount)
            order.append("\(header.stream.low & 0xF):\(header.sequence)")
        }
        return order
    }

    @Test func streamsAreInterleavedAsTheyCame() async throws {
        let archive = try Archive(path)
        try await store(1...2, of: 1, published: 0, received: 10, in: archive)
        try await store(1...1, of: 2, published: 0, received: 11, in: archive)
        try await store(3...3, of: 1, published: 1, received: 12, in: archive)
        // Received in one moment: by the time of publishing.
        try await store(4...4, of: 1, published: 9, received: 20, in: archive)
        try await store(2...2, of: 2, published: 8, received: 20, in: archive)
        #expect(try order() == ["1:1", "1:2", "2:1", "1:3", "2:2", "1:4"])
    }

    /// An archiver's clock that is set back moves no record of a stream before another of it.
    @Test func eachStreamKeepsItsOrder() async throws {
        let archive = try Archive(path)
        try await store(1...1, of: 1, published: 0, received: 100, in: archive)
        try await store(2...2, of: 1, published: 1, received: 50, in: archive)
        try await store(1...1, of: 2, published: 0, received: 60, in: archive)
        #expect(try order() == ["2:1", "1:1", "1:2"])
    }

    @Test func pagesFitTogetherAndGapsArePassedOver() async throws {
        let archive = try Archive(path)
        let missing = SequenceNumber(1)...SequenceNumber(9)
        try await store(10...209, of: 1, published: 0, received: 10, gaps: [missing], in: archive)
        try await store(1...150, of: 2, published: 0, received: 5, in: archive)
        try await store(210...230, of: 1, published: 0, received: 30, in: archive)
        try await store(151...160, of: 2, published: 0, received: 20, in: archive)
        let expected =
            (1...150).map { "2:\($0)" } + (10...209).map { "1:\($0)" } + (151...160).map { "2:\($0)" }
            + (210...230).map { "1:\($0)" }
        #expect(try order() == expected)
    }

    @Test func anEmptyArchiveHasNone() throws {
        _ = try Archive(path)
        #expect(try order().isEmpty)
    }
}
