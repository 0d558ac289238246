import Crypto
import EventSchema
import HTTPTypes
import Hummingbird
import ServiceHTTP

/// A JSON answer with a strong entity tag (RFC 9110 §8.8.3), so that a client that polls gets it once.
struct TaggedDocument {
    private let body: [UInt8]
    private let tag: String

    init(_ document: JSONObject) {
        body = JSONValue.object(document).text + [UInt8(ascii: "\n")]
        // Half of SHA-256 is enough to tell any two documents apart.
        let digest = SHA256.hash(data: body).prefix(16)
        let digits = digest.map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count < 2 ? "0\(text)" : text
        }
        tag = "\"\(digits.joined())\""
    }

    /// The document, or 304 when the client has it.
    func response(to request: Request) -> Response {
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if isKnown(by: request) { return Response(status: .notModified, headers: headers) }
        var response = Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
        response.headers[.contentType] = MediaTypes.json
        return response
    }

    /// RFC 9110 §13.1.2: weak comparison; `*` matches what there is.
    private func isKnown(by request: Request) -> Bool {
        request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.contains { item in
            let item = item.drop { $0 == " " || $0 == "\t" }
            let opaque = item.hasPrefix("W/") ? item.dropFirst(2) : item
            let end = opaque.lastIndex { $0 != " " && $0 != "\t" }
            guard let end else { return false }
            return opaque[...end] == "*" || opaque[...end] == tag
        }
    }
}
