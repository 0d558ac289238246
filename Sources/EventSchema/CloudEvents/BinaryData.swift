/// The data of documents that hold it in `data_base64`, as SDKs write data that is bytes to them.
enum BinaryData {
    private static let place = "/data_base64"
    private static let allowed = "JSON in UTF-8, in base64"

    /// The document with its data in `data`.
    ///
    /// - Throws: ``EventProblem`` when `data_base64` holds no JSON, or stands beside `data`.
    static func decoded(_ document: JSONObject) throws(EventProblem) -> JSONObject {
        guard let member = document["data_base64"], member != .null else { return document }
        guard document["data"] ?? .null == .null else {
            throw EventProblem(.conflict("stands beside data"), at: place, allowed: "one of the two")
        }
        guard case .string(let text) = member else {
            throw EventProblem(.kind(member.kindName), at: place, allowed: allowed)
        }
        guard let bytes = Base64.bytes(of: text) else {
            throw EventProblem(.value(String(text.prefix(40))), at: place, allowed: allowed)
        }
        var decoded = document
        decoded["data_base64"] = nil
        decoded["data"] = bytes.isEmpty ? nil : try data(bytes, at: place)
        return decoded
    }

    /// Data that came as bytes.
    ///
    /// - Parameter place: Where it stands, for the problem.
    /// - Throws: ``EventProblem`` when it is too long, or not JSON.
    static func data(_ bytes: [UInt8], at place: String) throws(EventProblem) -> JSONValue {
        guard bytes.count <= SchemaLimits.documentByteCountMax else {
            throw EventProblem(
                .length(bytes.count),
                at: place,
                allowed: "at most \(SchemaLimits.documentByteCountMax) bytes"
            )
        }
        do throws(EventProblem) {
            let text = Array(CloudEvent.withoutByteOrderMark(bytes))
            return try CloudEvent.parsed(text, depthMax: SchemaLimits.jsonDepthMax - 1)
        } catch {
            throw error.within(place)
        }
    }
}
