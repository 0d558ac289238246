import EventBus
import EventJournal
import EventSchema
import SystemPackage
import ZeroMQ

/// A journal read from its directory while nobody has it open, and held against what must be in it.
struct JournalImage: Sendable {
    struct Entry: Sendable {
        let id: EventID
        let sequence: SequenceNumber
        let publishedAt: Timestamp
        let record: Range<Int>
        let event: Range<Int>
    }

    let report: JournalReport
    /// All records, back to back.
    private(set) var bytes: [UInt8] = []
    private(set) var entries: [Entry] = []
    private var damage: String?

    /// - Throws: When there is no journal, or its files cannot be read.
    init(reading directory: String) throws {
        let inspector = try JournalInspector(FilePath(directory))
        report = try inspector.verify()
        var (bytes, entries) = ([UInt8](), [Entry]())
        do {
            try inspector.forEachCommit { batch in
                batch.forEach { header, record in
                    let start = bytes.count
                    record.withUnsafeBytes { bytes.append(contentsOf: $0) }
                    let event = start + header.eventRange.lowerBound..<start + header.eventRange.upperBound
                    // The id is the first field of every event that an author here writes.
                    let id = EventID(record, at: header.eventRange.lowerBound + 2)
                    entries.append(
                        Entry(
                            id: id,
                            sequence: header.sequence,
                            publishedAt: header.publishedAt,
                            record: start..<bytes.count,
                            event: event
                        )
                    )
                }
            }
        } catch JournalError.damaged(let found) {
            damage = "\(found)"
        }
        self.bytes = bytes
        self.entries = entries
    }

    var head: UInt64 { entries.last?.sequence.value ?? 0 }

    /// Everything in which the journal breaks a promise: acknowledged events that are not there once, with
    /// their receipt and their author's bytes; numbers with holes; events that nobody wrote.
    ///
    /// - Parameter hasStrangers: Others may have written, too.
    func faults(_ ledger: Ledger, authors: [Author], hasStrangers: Bool = false) -> [String] {
        var faults = ledger.content.value.complaints + (damage.map { [$0] } ?? [])
        faults += report.damages.map { "\($0)" }
        var found: [EventID: Receipt] = [:]
        for (position, entry) in entries.enumerated() {
            if entry.sequence.value != UInt64(position + 1) {
                faults.append("sequence \(entry.sequence) is at place \(position + 1)")
            }
            let receipt = Receipt(sequence: entry.sequence, publishedAt: entry.publishedAt)
            if let first = found.updateValue(receipt, forKey: entry.id) {
                faults.append("\(entry.id) is there twice, as \(first) and \(receipt)")
            }
            let (index, number) = Author.origin(of: entry.id)
            let author = authors.first { $0.index == index }
            if !hasStrangers, author.map({ $0.event(number).elementsEqual(bytes[entry.event]) }) != true {
                faults.append("record \(entry.sequence) is not what an author wrote")
            }
        }
        for (id, receipt) in ledger.receipts where found[id] != receipt {
            let there = found[id].map { "\($0)" } ?? "nothing"
            faults.append("\(id) was acknowledged as \(receipt); there is \(there)")
        }
        return faults
    }

    /// The records of one incident, or all.
    func bytes(of incident: Int?, authors: [Author]) -> [UInt8] {
        guard let incident else { return bytes }
        var chosen: [UInt8] = []
        for entry in entries {
            let (index, number) = Author.origin(of: entry.id)
            let author = authors.first { $0.index == index }
            if author?.incident(of: number) == incident { chosen += bytes[entry.record] }
        }
        return chosen
    }

    /// The records that a subscriber was given and that are not in the journal byte for byte.
    func phantoms(in received: [UInt8]) throws -> [SequenceNumber] {
        var phantoms: [SequenceNumber] = []
        try RecordBatch(verifying: received).forEach { header, record in
            let place = Int(clamping: header.sequence.value) - 1
            let isThere =
                entries.indices.contains(place)
                && record.withUnsafeBytes { $0.elementsEqual(bytes[entries[place].record]) }
            if !isThere { phantoms.append(header.sequence) }
        }
        return phantoms
    }
}

/// What a journal and those who followed it turned out to hold, read on a thread of its own.
struct JournalCheck: Sendable {
    /// What one subscriber was given.
    struct Received: Sendable {
        let bytes: [UInt8]
        /// The only incident that it wanted; `nil` for everything.
        var incident: Int?
    }

    let head: UInt64
    /// The journal was closed in good order.
    let isClosed: Bool
    /// Promises that the journal breaks; at most a few of them.
    let faults: [String]
    /// For each subscriber, where what it was given begins to differ from what it should have.
    let differences: [Int?]
    /// Records that some subscriber was given and that are not in the journal byte for byte.
    let phantoms: [SequenceNumber]

    /// - Parameter hasStrangers: Others may have written, too.
    init(
        _ site: PublisherSite,
        _ ledger: Ledger,
        _ authors: [Author],
        _ received: [Received] = [],
        hasStrangers: Bool = false
    ) async throws {
        self = try await SocketThread.run(label: "test.check") {
            let image = try JournalImage(reading: site.data)
            let faults = image.faults(ledger, authors: authors, hasStrangers: hasStrangers)
            return try JournalCheck(image, faults, authors, received)
        }
    }

    private init(_ image: JournalImage, _ faults: [String], _ authors: [Author], _ received: [Received])
        throws
    {
        head = image.head
        isClosed = image.report.isClosed
        self.faults = Array(faults.prefix(5))
        differences = received.map { received in
            received.bytes.firstDifference(from: image.bytes(of: received.incident, authors: authors))
        }
        phantoms = try received.flatMap { try image.phantoms(in: $0.bytes) }
    }
}

extension [UInt8] {
    /// Where the bytes begin to differ, which says more than printing them; `nil` when they are the same.
    func firstDifference(from other: [UInt8]) -> Int? {
        if self == other { return nil }
        return zip(self, other).enumerated().first { $1.0 != $1.1 }?.offset ?? Swift.min(count, other.count)
    }
}
