/// How documents become bytes that differ in some members only: the rest was encoded before.
struct EncodingPlan: Sendable {
    /// A part of the bytes, in the order of the envelope's fields.
    private enum Piece: Sendable {
        case bytes([UInt8])
        /// The field that carries an attribute, and the member's place in the document.
        case attribute(String, FieldDescription, member: Int)
        /// A message of pieces, by its field number.
        indirect case message(Int, [Piece])
        /// A field whose value stands in the data, or what has no field.
        case elsewhere(AttributeTable.Entry)
    }

    private let event: Int
    private let pieces: [Piece]
    /// Which member is the data.
    private let data: Int

    /// - Parameters:
    ///   - document: A whole document that is an event.
    ///   - isVarying: By their places, whether its members may have other values; those behind may not.
    /// - Returns: `nil` for a document of unknown type, without data, or with attributes that the schema does not know.
    init?(_ document: JSONObject, varying isVarying: [Bool]) {
        let table = AttributeTable.shared
        var members = [Int?](repeating: nil, count: table.placeCount)
        for (member, name) in document.names.enumerated() where name != "data" {
            guard let place = table.place(of: name), name != "protobuf", name != "data_base64" else {
                return nil
            }
            if place < table.placeCount { members[place] = member }
        }
        let varying = Set(isVarying.indices.filter { isVarying[$0] })
        guard case .string(let type)? = document["type"],
            let event = CompiledSchema.shared.eventsByType[type],
            let data = document.names.firstIndex(of: "data"),
            !varying.contains(where: { ["type", "specversion"].contains(document.names[$0]) })
        else { return nil }
        (self.event, self.data) = (event, data)
        var pieces: [Piece] = []
        for entry in table.entries {
            guard let more = Self.pieces(of: entry, document, members, varying) else { return nil }
            for piece in more { Self.append(piece, to: &pieces) }
        }
        self.pieces = pieces
    }

    /// - Parameters:
    ///   - members: By the attributes' places, the members' places.
    ///   - varying: The places of members that vary.
    /// - Returns: `nil` when a value that stays does not fit its field.
    private static func pieces(
        of entry: AttributeTable.Entry,
        _ document: JSONObject,
        _ members: [Int?],
        _ varying: Set<Int>
    ) -> [Piece]? {
        if entry.field.isInData || entry.field.kind == .json { return [.elsewhere(entry)] }
        let isMessage = entry.field.kind == .message
        let parts = isMessage ? entry.parts : [(entry.attribute, entry.field)]
        var pieces: [Piece] = []
        for (place, part) in zip(entry.places, parts) {
            guard let member = members[place] else { continue }
            if varying.contains(member) {
                pieces.append(.attribute(part.attribute, part.field, member: member))
                continue
            }
            var bytes: [UInt8] = []
            let value = document.members[member].value
            let isEncoded: Void? = try? DocumentToEvent().encode(
                value,
                ofAttribute: part.attribute,
                part.field,
                to: &bytes
            )
            guard isEncoded != nil else { return nil }
            append(.bytes(bytes), to: &pieces)
        }
        guard isMessage, !pieces.isEmpty else { return pieces }
        guard pieces.count == 1, case .bytes(let body) = pieces[0] else {
            return [.message(entry.field.number, pieces)]
        }
        var bytes: [UInt8] = []
        bytes.appendField(entry.field.number, body)
        return [.bytes(bytes)]
    }

    /// Appends a piece, to the one before where both stay.
    private static func append(_ piece: Piece, to pieces: inout [Piece]) {
        if case .bytes(let more) = piece, case .bytes(let bytes)? = pieces.last {
            pieces[pieces.count - 1] = .bytes(bytes + more)
        } else {
            pieces.append(piece)
        }
    }

    /// - Parameter document: Those of its members that vary are looked at, and its data.
    /// - Throws: ``EventProblem`` for the first value that does not fit its field.
    func bytes(of document: JSONObject) throws(EventProblem) -> [UInt8] {
        let encoder = DocumentToEvent()
        let data = try encoder.data(document.members[data].value, event: event)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(DocumentToEvent.usualByteCount)
        try write(pieces, document, data, encoder, to: &bytes)
        bytes.appendField(SchemaTable.events[event].number, data.payload)
        return bytes
    }

    private func write(
        _ pieces: [Piece],
        _ document: JSONObject,
        _ data: DocumentToEvent.EncodedData,
        _ encoder: DocumentToEvent,
        to bytes: inout [UInt8]
    ) throws(EventProblem) {
        for piece in pieces {
            switch piece {
            case .bytes(let same): bytes.append(contentsOf: same)
            case .attribute(let name, let field, let member):
                try encoder.encode(document.members[member].value, ofAttribute: name, field, to: &bytes)
            case .message(let number, let parts):
                var body: [UInt8] = []
                try write(parts, document, data, encoder, to: &body)
                bytes.appendField(number, body)
            case .elsewhere(let entry):
                let overlay: JSONObject = data.overlay.map { ["data": $0] } ?? JSONObject()
                try encoder.encode(entry, [], data, overlay, to: &bytes)
            }
        }
    }
}
