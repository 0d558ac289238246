extension ValidEvent {
    private static let epochField = 7
    private static let sequenceField = 8

    /// The same event at another place among those of its source; every other byte stays.
    ///
    /// - Parameters:
    ///   - epoch: Which life of the source's numbering, from 1.
    ///   - sequence: The place in it, from 1.
    /// - Throws: ``EventProblem`` when a number is 0, or the event becomes too long.
    public func numbered(epoch: UInt32, sequence: UInt64) throws(EventProblem) -> ValidEvent {
        let span = bytes.span.bytes
        var numbered: [UInt8] = []
        numbered.reserveCapacity(bytes.count + 8)
        var offset = 0
        while offset < bytes.count {
            let start = offset
            guard let (number, kind) = WireFormat.tag(span, &offset, end: bytes.count),
                WireFormat.skip(kind, span, &offset, end: bytes.count)
            else { throw EventProblem(.encoding, allowed: "protobuf scenewire.v1.Event") }
            switch number {
            case Self.epochField: numbered.appendField(number, UInt64(epoch))
            case Self.sequenceField: numbered.appendField(number, sequence)
            default: numbered.append(contentsOf: bytes[start..<offset])
            }
        }
        return try ValidEvent(checking: numbered)
    }
}
