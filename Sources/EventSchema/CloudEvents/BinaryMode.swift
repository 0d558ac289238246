extension EventDraft {
    /// Puts a document together from attributes that came as text beside the data, as in CloudEvents' binary
    /// mode.
    ///
    /// Text becomes a number or a boolean where the attribute is one, and stays text otherwise.
    ///
    /// - Parameters:
    ///   - attributes: All but `datacontenttype`, by their names.
    ///   - data: JSON in UTF-8; empty when there is none.
    /// - Throws: ``EventProblem`` for a name that no attribute can have or that is given twice, and for data
    ///   that is not JSON.
    public init(
        attributes: [(name: String, text: String)],
        data: [UInt8]
    ) throws(EventProblem) {
        var document = JSONObject()
        for (name, text) in attributes {
            let place = "/\(name)"
            guard Self.isName(name) else {
                throw EventProblem(
                    .value(name),
                    at: place,
                    allowed: "an attribute's name in lower-case letters and digits"
                )
            }
            guard name != "data", name != "datacontenttype" else {
                throw EventProblem(
                    .conflict("is said by the body and its type"),
                    at: place,
                    allowed: "no such attribute in binary mode"
                )
            }
            guard document[name] == nil else { throw EventProblem(.duplicated, at: place, allowed: "once") }
            document[name] = Self.value(of: name, text)
        }
        if !data.isEmpty {
            document["datacontenttype"] = .string(DocumentToEvent.contentType)
            document["data"] = try Self.value(parsing: data)
        }
        self.init(document)
    }

    private static func value(parsing data: [UInt8]) throws(EventProblem) -> JSONValue {
        guard data.count <= SchemaLimits.documentByteCountMax else {
            throw EventProblem(
                .length(data.count),
                at: "/data",
                allowed: "at most \(SchemaLimits.documentByteCountMax) bytes"
            )
        }
        do throws(EventProblem) {
            return try CloudEvent.parsed(data, depthMax: SchemaLimits.jsonDepthMax - 1)
        } catch {
            throw error.within("/data")
        }
    }

    /// What cannot be the attribute's value stays text, so that it is refused as such.
    private static func value(of name: String, _ text: String) -> JSONValue {
        let parsed = try? JSONParser.parse(Array(text.utf8), depthMax: 0)
        switch (AttributeTable.shared.kinds[name], parsed) {
        case (.bool, .bool(let flag)): return .bool(flag)
        case (.uint32, .number(let digits)), (.int32, .number(let digits)), (.double, .number(let digits)):
            return .number(digits)
        default: return .string(text)
        }
    }

    /// CloudEvents 1.0, section "Naming conventions".
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }
}
