/// Checks the envelope's `extra_json`: an object that holds only what the schema does not know.
///
/// Otherwise an event could say one thing to those who read JSON and another to those who read protobuf.
struct OverlayCheck {
    private let schema = CompiledSchema.shared

    /// - Parameters:
    ///   - text: The JSON text.
    ///   - event: The index of the event's type, `nil` when it is unknown.
    func check(_ text: [UInt8], event: Int?) throws(EventProblem) {
        do throws(EventProblem) {
            let overlay = try CloudEvent.object(CloudEvent.parsed(text, depthMax: SchemaLimits.jsonDepthMax))
            for (name, value) in overlay.members {
                if name == "data" {
                    try checkData(value, event: event)
                    continue
                }
                try AttributeForm.check(name, value)
                guard DocumentToEvent().isUnknown(name, value, event) else { throw known(name) }
            }
        } catch {
            throw error.within("/extra_json")
        }
    }

    private func checkData(_ data: JSONValue, event: Int?) throws(EventProblem) {
        do throws(EventProblem) {
            guard case .object(let members) = data else {
                guard event == nil else { throw EventProblem(.kind(data.kindName), allowed: "an object") }
                return
            }
            let message = event.flatMap { schema.messagesByName[SchemaTable.events[$0].payload] }
            for (name, value) in members.members {
                let index = message.flatMap { schema.field(named: name, in: $0) }
                let field =
                    AttributeTable.shared.dataFields.first { $0.jsonName.hasSameBytes(as: name) }
                    ?? index.flatMap { index in message.map { SchemaTable.messages[$0].fields[index] } }
                if let field { try check(value, of: field) }
            }
        } catch {
            throw error.within("/data")
        }
    }

    /// Checks what the overlay says within a field that the schema knows.
    private func check(_ value: JSONValue, of field: FieldDescription) throws(EventProblem) {
        guard let message = field.message.flatMap({ schema.messagesByName[$0] }) else {
            throw known(field.jsonName)
        }
        do throws(EventProblem) {
            switch (field.isRepeated, value) {
            case (false, .object(let members)): try check(members, message: message)
            case (true, .array(let elements)):
                for element in elements where element != .null {
                    guard case .object(let members) = element else {
                        throw EventProblem(.kind(element.kindName), allowed: "an object or null")
                    }
                    try check(members, message: message)
                }
            default:
                throw EventProblem(
                    .kind(value.kindName),
                    allowed: field.isRepeated ? "an array" : "an object"
                )
            }
        } catch {
            throw error.within("/\(field.jsonName)")
        }
    }

    private func check(_ members: JSONObject, message: Int) throws(EventProblem) {
        for (name, value) in members.members {
            guard let index = schema.field(named: name, in: message) else { continue }
            try check(value, of: SchemaTable.messages[message].fields[index])
        }
    }

    private func known(_ name: String) -> EventProblem {
        EventProblem(
            .conflict("stands for a member that the schema knows"),
            at: "/\(name)",
            allowed: "the field itself"
        )
    }
}
