import EventSchema
import HTTPTypes
import ServiceHTTP

/// How events stand in a request's body, by CloudEvents' HTTP binding.
enum PostedFormat: Equatable, Sendable {
    /// Documents that hold data and attributes.
    case documents(EventBatch.Format)
    /// One event: the attributes are header fields, the body is the data.
    case binary(attributes: [BinaryAttribute], contentType: String = MediaTypes.json)

    /// An attribute as it came.
    struct BinaryAttribute: Equatable, Sendable {
        let name: String
        let text: String
    }

    /// What the interface takes, for `Accept-Post` and for people.
    static let taken = [MediaTypes.event, MediaTypes.eventBatch, MediaTypes.lines, MediaTypes.json]

    private static let attributePrefix = "ce-"

    /// Whether the request is one event, so that its answer is one result.
    var isSingle: Bool {
        switch self {
        case .documents(let format): format == .single
        case .binary: true
        }
    }

    /// - Throws: ``HTTPProblem/Kind/mediaType`` for anything else than ``taken``, and
    ///   ``HTTPProblem/Kind/malformed`` for an attribute that cannot be read.
    init(_ fields: HTTPFields) throws(HTTPProblem) {
        guard fields[values: .contentEncoding].allSatisfy({ $0.lowercased() == "identity" }) else {
            throw Self.refusal("Content-Encoding is not identity")
        }
        let types = fields[values: .contentType]
        let hasAttributes = fields.contains { $0.name.canonicalName.hasPrefix(Self.attributePrefix) }
        // Without data a binary event has no content type.
        guard let text = types.first else {
            guard hasAttributes else { throw Self.refusal("Content-Type is missing") }
            self = .binary(attributes: try Self.attributes(fields))
            return
        }
        guard types.count == 1, let type = MediaType(text), type.isUTF8 else {
            throw Self.refusal("Content-Type is \(text.prefix(80).debugDescription)")
        }
        switch type.essence {
        case MediaTypes.event: self = .documents(.single)
        case MediaTypes.eventBatch: self = .documents(.array)
        case MediaTypes.lines: self = .documents(.lines)
        case let json where hasAttributes && (json == MediaTypes.json || json.hasSuffix("+json")):
            self = .binary(attributes: try Self.attributes(fields), contentType: json)
        case MediaTypes.json:
            throw Self.refusal("\(MediaTypes.json) without ce- header fields is no event in binary mode")
        default: throw Self.refusal("Content-Type is \(text.prefix(80).debugDescription)")
        }
    }

    private static func refusal(_ fault: String) -> HTTPProblem {
        HTTPProblem(
            .mediaType,
            "\(fault); taken are \(taken.dropLast().joined(separator: ", ")), and \(MediaTypes.json) or "
                + "…+json with ce- header fields, in UTF-8"
        )
        .with("allowed", .array(taken.map { .string($0) }))
        .with(header: "Accept-Post", taken.joined(separator: ", "))
    }

    private static func attributes(_ fields: HTTPFields) throws(HTTPProblem) -> [BinaryAttribute] {
        var attributes: [BinaryAttribute] = []
        for field in fields where field.name.canonicalName.hasPrefix(attributePrefix) {
            let name = String(field.name.canonicalName.dropFirst(attributePrefix.count))
            guard let text = PercentCoding.decode(unquoted(field.value)) else {
                throw HTTPProblem(.malformed, "/\(name) is badly percent-encoded, or not UTF-8")
                    .with("field", .string("/\(name)"))
            }
            attributes.append(BinaryAttribute(name: name, text: text))
        }
        return attributes
    }

    /// The value of a quoted string (RFC 9110 §5.6.4), or the text as it is.
    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var isEscaped = false
        return String(
            text.dropFirst().dropLast().filter { character in
                isEscaped = !isEscaped && character == "\\"
                return !isEscaped
            }
        )
    }
}
