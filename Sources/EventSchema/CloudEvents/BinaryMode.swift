extension EventDraft {
    /// Puts a document together from attributes that came as text beside the data, as in CloudEvents' binary
    /// mode.
    ///
    /// - Parameters:
    ///   - attributes: All but `datacontenttype`, by their names.
    ///   - data: JSON in UTF-8; empty when there is none.
    ///   - contentType: What kind of JSON the data is; a kind of its own ends in `+json`.
    /// - Throws: ``EventProblem`` for a name that no attribute can have or that is given twice, and for data
    ///   that is not JSON.
    public init(
        attributes: [(name: String, text: String)],
        data: [UInt8],
        contentType: String = "application/json"
    ) throws(EventProblem) {
        var document = JSONObject()
        for (name, text) in attributes {
            let place = "/\(name)"
            guard AttributeForm.isName(name) else {
                throw EventProblem(.value(name), at: place, allowed: AttributeForm.nameAllowed)
            }
            guard name != "data", name != "datacontenttype" else {
                throw EventProblem(
                    .conflict("is said by the body and its type"),
                    at: place,
                    allowed: "no such attribute in binary mode"
                )
            }
            guard document[name] == nil else { throw EventProblem(.duplicated, at: place, allowed: "once") }
            document[name] = .string(text)
        }
        if !data.isEmpty {
            document["datacontenttype"] = .string(contentType)
            document["data"] = try BinaryData.data(data, at: "/data")
        }
        self.init(document)
    }
}
