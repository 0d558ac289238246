extension EventOutline {
    /// Decodes only the payload of an event that was checked before; the envelope is what the outline is for.
    ///
    /// - Returns: `nil` when the event carries no payload that this version knows.
    /// - Throws: ``EventProblem`` when the bytes cannot be decoded, which checked bytes always can.
    public func payload(of bytes: RawSpan) throws(EventProblem) -> Event.OneOf_Payload? {
        guard let payloadNumber else { return nil }
        var offset = 0
        while offset < bytes.byteCount {
            let start = offset
            guard
                let (number, kind) = WireFormat.tag(bytes, &offset, end: bytes.byteCount),
                WireFormat.skip(kind, bytes, &offset, end: bytes.byteCount)
            else { throw EventProblem(.encoding, allowed: "protobuf, not cut short, without groups") }
            guard number == payloadNumber else { continue }
            let field = bytes.extracting(start..<offset).withUnsafeBytes { Array($0) }
            return try Event(eventBytes: field).payload
        }
        return nil
    }
}
