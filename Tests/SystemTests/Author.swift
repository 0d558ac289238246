import EventBus
import EventSchema
import FoundationEssentials
import SwiftProtobuf

/// Writes events that can be made again from their number, so that every byte of a record can be checked.
struct Author: Sendable {
    static let agency = "expd"

    /// From 0 to 4,095; part of every id.
    let index: Int
    private let milliseconds: UInt64
    private let templates: [[UInt8]]

    /// - Parameter incidentCount: Events go to the incidents 0, 1, 2 … in turn.
    init(_ index: Int, incidentCount: Int = 4, from time: Timestamp = .now) throws {
        self.index = index
        milliseconds = UInt64(clamping: time.nanoseconds / 1_000_000)
        templates = try (0..<incidentCount).map { incident in
            try Self.template(source: "author-\(index)", incident: Self.incident(incident)).serializedBytes()
        }
    }

    static func incident(_ number: Int) -> String { "incident-\(number)" }

    /// Which incident an event is about.
    func incident(of number: Int) -> Int { number % templates.count }

    /// The event's id; later numbers sort behind earlier ones, as with a running clock.
    func id(_ number: Int) -> EventID {
        EventID(
            high: (milliseconds + UInt64(number / 256)) << 16 | 0x7000 | UInt64(index),
            low: 1 << 63 | UInt64(number)
        )
    }

    /// The author's index and the event's number, from an id.
    static func origin(of id: EventID) -> (index: Int, number: Int) {
        (Int(id.high & 0xFFF), Int(truncatingIfNeeded: id.low & (.max >> 1)))
    }

    /// The event's bytes.
    ///
    /// - Parameter sequence: Its number in the source; another one makes other bytes under the same id.
    func event(_ number: Int, sequence: Int? = nil) -> [UInt8] {
        var bytes = templates[incident(of: number)]
        // The id is the first field: its tag, its length, 16 bytes.
        bytes.replaceSubrange(2..<18, with: id(number).bytes)
        bytes.append(0x40)
        var rest = UInt64(sequence ?? number + 1)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        return bytes
    }

    /// Events on their way to a publisher.
    ///
    /// - Throws: ``LoadError/tooLong`` when one request cannot carry them.
    func parcel(_ numbers: some Sequence<Int>, sequence: Int? = nil) throws -> EventParcel {
        try EventParcel(numbers.map { event($0, sequence: sequence) })
    }

    private static func template(source: String, incident: String) -> Event {
        .with {
            $0.id = Data(EventID(high: 0x7000, low: 1 << 63).bytes)
            $0.type = "shots.fired"
            $0.agency = agency
            $0.incident = incident
            $0.status = "Exercise"
            $0.source = source
            $0.sourceEpoch = 1
            $0.observedAt = .with { $0.seconds = 1_747_751_925 }
            $0.recordedAt = .with { $0.seconds = 1_747_751_940 }
            $0.author = .with {
                $0.id = "a.recorder"
                $0.role = "commandPostRecorder"
            }
            $0.severity = "Extreme"
            $0.urgency = "Immediate"
            $0.certainty = "Possible"
            $0.tlp = "AMBER"
            $0.narrative = "One report heard from the garage."
            $0.shotsFired = .with {
                $0.by = "unknown"
                $0.rounds = 1
            }
        }
    }
}

extension EventParcel {
    /// - Throws: ``LoadError/tooLong`` when one request cannot carry them.
    init(_ events: [[UInt8]]) throws {
        self.init()
        for event in events where !append(event) { throw LoadError.tooLong }
    }
}

enum LoadError: Error {
    /// The test asks for more events in one request than it takes.
    case tooLong
}
