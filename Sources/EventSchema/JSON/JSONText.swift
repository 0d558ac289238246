extension JSONObject {
    /// Reads JSON text (RFC 8259) that is one object and nothing after it but white space.
    ///
    /// Numbers stay as they are written, and a member that is given twice is a problem. The text may be as long
    /// as the caller lets it be; it may hold ``SchemaLimits/jsonValueCountMax`` values.
    ///
    /// - Parameters:
    ///   - text: The text in UTF-8, without a byte order mark.
    ///   - depthMax: How deep arrays and objects may nest, 1 or more.
    /// - Throws: The first ``JSONProblem``.
    public static func parse(_ text: [UInt8], depthMax: Int) throws(JSONProblem) -> JSONObject {
        let value = try JSONParser.parse(text, depthMax: depthMax)
        guard case .object(let object) = value else {
            throw JSONProblem(
                line: 1,
                column: 1,
                reason: "an object is expected, and this is \(value.kindName)"
            )
        }
        return object
    }
}
