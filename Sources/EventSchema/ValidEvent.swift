import SwiftProtobuf

/// An event that has been checked against the schema, with the bytes that it travels in.
public struct ValidEvent: Sendable {
    /// What sequencing and routing need of it.
    public let outline: EventOutline
    /// Protobuf `scenewire.v1.Event`, byte for byte as its author sent it.
    public let bytes: [UInt8]

    /// Checks bytes as they came.
    ///
    /// - Throws: ``EventProblem`` for the first thing that is wrong.
    public init(checking bytes: [UInt8]) throws(EventProblem) {
        outline = try EventOutline.check(bytes.span.bytes)
        self.bytes = bytes
    }

    /// Encodes an event and checks the result.
    ///
    /// - Throws: ``EventProblem`` for the first thing that is wrong.
    public init(checking event: Event) throws(EventProblem) {
        let bytes: [UInt8]
        do {
            bytes = try event.serializedBytes()
        } catch {
            throw EventProblem(.encoding, allowed: "an event that can be encoded (\(error))")
        }
        try self.init(checking: bytes)
    }

    /// Decodes the event; whoever only routes, counts or stores it need not.
    ///
    /// - Throws: ``EventProblem`` when the bytes cannot be decoded, which checked bytes always can.
    public func decoded() throws(EventProblem) -> Event {
        try Event(eventBytes: bytes)
    }

    /// The event's type, such as `shots.fired`.
    public var type: String { bytes.span.bytes.text(outline.typeRange) }
    /// The agency that the event belongs to.
    public var agency: String { bytes.span.bytes.text(outline.agencyRange) }
    /// The incident that the event is about, `nil` when about none.
    public var incident: String? {
        outline.incidentRange.isEmpty ? nil : bytes.span.bytes.text(outline.incidentRange)
    }
    /// The node that wrote the event.
    public var source: String { bytes.span.bytes.text(outline.sourceRange) }
}

extension Event {
    /// Decodes an event's protobuf bytes; unknown fields are kept.
    ///
    /// - Throws: ``EventProblem`` when they are not protobuf of this shape. Nothing else is checked.
    public init(eventBytes bytes: [UInt8]) throws(EventProblem) {
        do {
            try self.init(serializedBytes: bytes)
        } catch {
            throw EventProblem(.encoding, allowed: "protobuf scenewire.v1.Event")
        }
    }

    /// Encodes the event; nothing is checked.
    ///
    /// - Throws: ``EventProblem`` when it is too large for protobuf.
    public func eventBytes() throws(EventProblem) -> [UInt8] {
        do {
            return try serializedBytes()
        } catch {
            throw EventProblem(.encoding, allowed: "protobuf scenewire.v1.Event")
        }
    }
}
