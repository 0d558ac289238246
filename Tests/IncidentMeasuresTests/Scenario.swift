import EventSchema
import FoundationEssentials
import IncidentMeasures

/// A record as a consumer gets it.
struct Record {
    let header: RecordHeader
    let bytes: [UInt8]

    init(_ event: [UInt8], stream: StreamID, sequence: Int, publishedAt: Timestamp) throws {
        var bytes: [UInt8] = []
        RecordWriter(stream: stream, epoch: 1).append(
            event: event.span.bytes,
            sequence: SequenceNumber(UInt64(sequence)),
            publishedAt: publishedAt,
            flags: .playedClock,
            salt: (1, UInt64(sequence)),
            to: &bytes
        )
        header = try RecordHeader(verifying: bytes.span.bytes)
        self.bytes = bytes
    }
}

/// An invented incident from the folder `Scenarios`, published as its recorded times say.
enum Scenario {
    static let standoff = "a-hostage-standoff.ndjson"
    static let robbery = "b-robbery.ndjson"

    static func records(
        _ name: String,
        stream: StreamID = StreamID(high: 0x4000, low: 1 << 63 | 1)
    ) throws -> [Record] {
        var path = #filePath.split(separator: "/").dropLast(3)
        path.append(contentsOf: ["Scenarios", Substring(name)])
        let text = try Array(Data(contentsOf: URL(filePath: "/" + path.joined(separator: "/"))))
        return try EventBatch.decode(text, format: .lines).enumerated().map { index, event in
            try Record(
                event.bytes,
                stream: stream,
                sequence: index + 1,
                publishedAt: event.outline.recordedAt
            )
        }
    }
}

extension IncidentMeasures {
    init(_ records: some Sequence<Record>) {
        self.init()
        fold(records)
    }

    mutating func fold(_ records: some Sequence<Record>) {
        for record in records { fold(record.header, record.bytes.span.bytes) }
    }
}

/// The series of one moment, for questions.
struct Samples: Equatable {
    private let byName: [String: [[String]: MeasuredSample.Value]]

    init(_ measures: IncidentMeasures) {
        var measures = measures
        byName = measures.samples().mapValues { samples in
            Dictionary(samples.map { ($0.labels, $0.value) }) { first, _ in first }
        }
    }

    /// The number of one series; `nil` when there is none.
    func number(_ name: String, _ labels: String...) -> Double? {
        guard case .number(let number)? = byName["scenewire_\(name)"]?[labels] else { return nil }
        return number
    }

    /// The histogram of one series; `nil` when there is none.
    func histogram(_ name: String, _ labels: String...) -> MeasuredHistogram? {
        guard case .histogram(let histogram)? = byName["scenewire_\(name)"]?[labels] else { return nil }
        return histogram
    }

    /// The series that are not 0, by their labels.
    func counted(_ name: String) -> [[String]: Double] {
        (byName["scenewire_\(name)"] ?? [:]).compactMapValues { value in
            if case .number(let number) = value, number != 0 { number } else { nil }
        }
    }

    /// All series of a measure together.
    func sum(_ name: String) -> Double { counted(name).values.reduce(0, +) }

    /// How many series a measure has.
    func seriesCount(_ name: String) -> Int { byName["scenewire_\(name)"]?.count ?? 0 }

    var names: Set<String> { Set(byName.keys) }
}
