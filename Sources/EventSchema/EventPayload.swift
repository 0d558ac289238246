import SwiftProtobuf

extension EventOutline {
    /// Decodes only type and payload of an event that was checked before; for the rest of the envelope the
    /// outline is enough.
    ///
    /// - Returns: An event of which all else is missing, ready for ``trend(of:)``.
    /// - Throws: ``EventProblem`` when the bytes cannot be decoded, which checked bytes always can.
    public func typeAndPayload(of bytes: RawSpan) throws(EventProblem) -> Event {
        var fields: [UInt8] = []
        var offset = 0
        while offset < bytes.byteCount {
            let start = offset
            guard
                let (number, kind) = WireFormat.tag(bytes, &offset, end: bytes.byteCount),
                WireFormat.skip(kind, bytes, &offset, end: bytes.byteCount)
            else { throw EventProblem(.encoding, allowed: "protobuf, not cut short, without groups") }
            // The envelope's type has number 2.
            guard number == 2 || number == payloadNumber else { continue }
            bytes.extracting(start..<offset).withUnsafeBytes { fields.append(contentsOf: $0) }
        }
        return try Event(eventBytes: fields)
    }

    /// Where an event that was checked before moves its incident, as ``trend(of:)`` says of the whole event.
    ///
    /// Its payload is decoded only where it decides.
    public func trend(in bytes: RawSpan) -> Trend {
        guard payloadNumber != nil, let description = SchemaTable.event(bytes.text(typeRange)) else {
            return .neutral
        }
        switch description.trend {
        case .fixed(let trend): return trend
        case .byPayload: return (try? typeAndPayload(of: bytes)).map(EventSchema.trend(of:)) ?? .neutral
        }
    }
}

extension SourceHeartbeat {
    private static let number = SchemaTable.event("source.heartbeat")?.number

    /// Decodes the heartbeat of an event that was checked before, and nothing else of it: heartbeats are most
    /// of a stream. `nil` for any other event.
    public init?(_ outline: EventOutline, in bytes: RawSpan) {
        guard let number = Self.number, outline.payloadNumber == number else { return nil }
        var offset = 0
        while let (found, kind) = WireFormat.tag(bytes, &offset, end: bytes.byteCount) {
            if found == number, let range = WireFormat.lengthDelimited(bytes, &offset, end: bytes.byteCount) {
                guard let beat = try? Self(serializedBytes: bytes.extracting(range)) else { return nil }
                self = beat
                return
            }
            guard WireFormat.skip(kind, bytes, &offset, end: bytes.byteCount) else { return nil }
        }
        return nil
    }
}
