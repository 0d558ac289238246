/// Takes fields out of an event that is shown, as a redaction asks.
public enum Redaction {
    /// What names and routes an event; without it the rest could not be shown either.
    private static let kept: Set<String> = ["specversion", "id", "type", "agency", "status", "source"]

    /// The event without the fields, for people to look at: it need not be valid any more.
    ///
    /// - Parameters:
    ///   - pointers: JSON pointers into the event's CloudEvents document. Those to nothing change nothing.
    ///   - event: Protobuf `scenewire.v1.Event`. Unknown protobuf fields are taken out too, because no pointer
    ///     could name them.
    public static func apply(_ pointers: [String], to event: [UInt8]) -> [UInt8] {
        guard var document = try? EventToDocument().document(of: event.span.bytes) else { return [] }
        let paths = pointers.map(path).filter { !($0.count == 1 && kept.contains($0[0])) }
        guard case .object(let rest)? = removing(paths, from: .object(document)) else { return [] }
        document = rest
        if let bytes = try? DocumentToEvent().bytes(of: document) { return bytes }
        // What is left makes no event; its name still does.
        var named = JSONObject()
        for name in document.names where kept.contains(name) { named[name] = document[name] }
        return (try? DocumentToEvent().bytes(of: named)) ?? []
    }

    /// Whether the field at `pointer` is among those that `pointers` name, or within one of them.
    public static func covers(_ pointers: [String], _ pointer: String) -> Bool {
        let place = path(pointer)
        return pointers.contains { place.starts(with: path($0)) }
    }

    /// The steps of a JSON pointer, RFC 6901.
    private static func path(_ pointer: String) -> [String] {
        pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { step in
            String(step.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
    }

    /// - Returns: `nil` when the value itself is to go.
    private static func removing(_ paths: [[String]], from value: JSONValue) -> JSONValue? {
        if paths.contains(where: \.isEmpty) { return nil }
        let steps = Dictionary(grouping: paths, by: { $0[0] }).mapValues { $0.map { Array($0.dropFirst()) } }
        switch value {
        case .object(var object):
            for (name, rest) in steps {
                guard let member = object[name] else { continue }
                object[name] = removing(rest, from: member)
            }
            return .object(object)
        case .array(let elements):
            return .array(
                elements.enumerated().compactMap { index, element in
                    guard let rest = steps["\(index)"] else { return element }
                    return removing(rest, from: element)
                }
            )
        default: return value
        }
    }
}
