import ArgumentParser
import EventBus
import EventSchema
import Foundation

/// A recorded incident over and over, each time as another incident, some nine hours later, with other events' ids.
///
/// Only bytes are replaced, so that making an event costs next to nothing.
struct ScenarioEvents {
    /// One event of the file, and where its bytes differ from incident to incident.
    private struct Template {
        let bytes: [UInt8]
        /// The last eight characters of the incident's name.
        let names: [Int]
        /// Its own id and those that it refers to.
        let ids: [Int]
        /// Its times, the seconds as protobuf writes them.
        let times: [(offset: Int, seconds: UInt64)]
    }

    /// The name keeps its length: so many of its last characters become the incident's number.
    private static let digitCount = 8

    /// Incidents are 2²⁵ ms apart in their ids, about nine hours; the time is in the upper 48 bits.
    private static let idShift: UInt64 = 25 + 16
    /// The same for their times, in whole seconds.
    private static let secondsApart: UInt64 = (1 << 25) / 1_000
    /// Seconds from 1971 to 3058 take so many bytes.
    private static let secondsByteCount = 5

    /// How many events one incident has.
    var count: Int { templates.count }
    private let templates: [Template]

    /// - Parameters:
    ///   - file: CloudEvents, one on each line, all of one incident.
    ///   - systemEvents: Whether heartbeats and other system events are taken as well.
    init(_ file: URL, systemEvents: Bool) throws {
        let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
        let events = try lines.map { try CloudEvent.decode(Array($0)) }
        let ids = events.map(\.outline.id.bytes)
        let incident = Array((events.lazy.compactMap(\.incident).first ?? "").utf8)
        guard incident.count >= Self.digitCount else {
            throw ValidationError("\(file.path) names no incident of at least \(Self.digitCount) characters")
        }
        templates = events.filter { systemEvents || $0.outline.category != .system }.map { event in
            Template(
                bytes: event.bytes,
                names: event.bytes.offsets(of: incident).map { $0 + incident.count - Self.digitCount },
                ids: Set(ids).flatMap { event.bytes.offsets(of: $0) },
                times: Self.times(in: event)
            )
        }
    }

    /// Where the times of an event's document are in its bytes.
    private static func times(in event: ValidEvent) -> [(offset: Int, seconds: UInt64)] {
        let document = (try? CloudEvent.document(of: event.bytes.span.bytes)) ?? [:]
        let text = String(decoding: JSONValue.object(document).text, as: UTF8.self)
        let times = text.split(separator: "\"").compactMap { try? Timestamp(rfc3339: String($0)) }
        return Set(times.map { UInt64(clamping: $0.nanoseconds / 1_000_000_000) }).flatMap { seconds in
            // After the tag of a timestamp's first field.
            event.bytes.offsets(of: [0x08] + varint(seconds)).map { ($0 + 1, seconds) }
        }
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        (0..<secondsByteCount).map { place in
            UInt8(value >> (7 * UInt64(place)) & 0x7F) | (place + 1 < secondsByteCount ? 0x80 : 0)
        }
    }

    /// One event of the `number`th incident.
    func event(_ index: Int, ofIncident number: Int) -> [UInt8] {
        let template = templates[index]
        var bytes = template.bytes
        // The time in an id of version 7 rises from incident to incident, as it does with real ones.
        let later = UInt64(number) << Self.idShift
        for offset in template.ids {
            let high = bytes.span.bytes.littleEndian(at: offset, as: UInt64.self).byteSwapped
            bytes.write(littleEndian: (high &+ later).byteSwapped, at: offset)
        }
        for (offset, seconds) in template.times {
            let later = Self.varint(seconds + UInt64(number) * Self.secondsApart)
            bytes.replaceSubrange(offset..<offset + later.count, with: later)
        }
        var rest = number
        for place in (0..<Self.digitCount).reversed() {
            for offset in template.names { bytes[offset + place] = UInt8(ascii: "0") + UInt8(rest % 10) }
            rest /= 10
        }
        return bytes
    }

    /// Calls `body` with parcels of at most `batchSize` events until `total` events have been made.
    func forEachParcel(total: Int, batchSize: Int, _ body: (EventParcel) throws -> Void) throws {
        var parcel = EventParcel()
        for made in 0..<total {
            let event = event(made % count, ofIncident: 1 + made / count)
            if parcel.count >= batchSize || !parcel.append(event) {
                try body(parcel)
                parcel = EventParcel()
                _ = parcel.append(event)
            }
        }
        if parcel.count > 0 { try body(parcel) }
    }
}

extension [UInt8] {
    /// Where `part` begins, every time.
    fileprivate func offsets(of part: [UInt8]) -> [Int] {
        guard !part.isEmpty, count >= part.count else { return [] }
        return (0...count - part.count).filter { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
