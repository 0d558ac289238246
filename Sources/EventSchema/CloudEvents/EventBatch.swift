/// Several events in one text.
public enum EventBatch {
    /// How documents stand in a text.
    public enum Format: Sendable {
        /// One document, `application/cloudevents+json`.
        case single
        /// A JSON array of documents, `application/cloudevents-batch+json`.
        case array
        /// A document on each line, `application/x-ndjson`; empty lines are skipped.
        case lines
    }

    /// One document of a text, as far as it is one.
    public struct Part: Sendable {
        /// The line that it stands on, from 1; `nil` for other formats than lines.
        public let line: Int?
        /// The document, or why it is no JSON object.
        public let document: Result<JSONObject, EventProblem>
    }

    /// Parses every document by itself, so that one that is wrong does not stop the others.
    ///
    /// - Throws: ``EventProblem`` when the text as a whole cannot be read: it is too long, holds too many
    ///   documents, or is no array.
    public static func parts(_ text: [UInt8], format: Format) throws(EventProblem) -> [Part] {
        guard text.count <= SchemaLimits.batchByteCountMax else {
            throw EventProblem(
                .length(text.count),
                allowed: "at most \(SchemaLimits.batchByteCountMax) bytes"
            )
        }
        return switch format {
        case .single: [part { () throws(EventProblem) in try CloudEvent.parse(text) }]
        case .array: try arrayParts(text)
        case .lines: try lineParts(text)
        }
    }

    /// Parses every document without asking whether it is an event.
    ///
    /// - Throws: ``EventProblem`` for the first that is no JSON object: its pointer begins with the index in
    ///   an array, its ``EventProblem/line`` is set for lines.
    public static func documents(_ text: [UInt8], format: Format) throws(EventProblem) -> [JSONObject] {
        try read(text, format: format) { document throws(EventProblem) in document }
    }

    /// Reads and checks every event.
    ///
    /// - Throws: ``EventProblem`` for the first that is wrong; its pointer begins with the index in an array,
    ///   its ``EventProblem/line`` is set for lines.
    public static func decode(_ text: [UInt8], format: Format) throws(EventProblem) -> [ValidEvent] {
        try read(text, format: format) { document throws(EventProblem) in try CloudEvent.decode(document) }
    }

    /// Writes events, each its protobuf bytes; lines end with a line feed.
    ///
    /// - Throws: ``EventProblem`` when an event's bytes are not protobuf.
    /// - Precondition: There is exactly one event for ``Format/single``.
    public static func encode(_ events: [[UInt8]], format: Format) throws(EventProblem) -> [UInt8] {
        precondition(format != .single || events.count == 1, "a single document holds one event")
        var text: [UInt8] = format == .array ? [UInt8(ascii: "[")] : []
        for (index, event) in events.enumerated() {
            if format == .array, index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: try CloudEvent.encode(event))
            if format == .lines { text.append(UInt8(ascii: "\n")) }
        }
        if format == .array { text.append(UInt8(ascii: "]")) }
        return text
    }

    private static func read<Element>(
        _ text: [UInt8],
        format: Format,
        _ body: (JSONObject) throws(EventProblem) -> Element
    ) throws(EventProblem) -> [Element] {
        var elements: [Element] = []
        for (index, part) in try parts(text, format: format).enumerated() {
            do throws(EventProblem) {
                elements.append(try body(part.document.get()))
            } catch {
                if let line = part.line { throw error.onLine(line) }
                throw format == .array ? error.within("/\(index)") : error
            }
        }
        return elements
    }

    private static func arrayParts(_ text: [UInt8]) throws(EventProblem) -> [Part] {
        let value = try CloudEvent.parsed(
            Array(CloudEvent.withoutByteOrderMark(text)),
            depthMax: SchemaLimits.jsonDepthMax + 1
        )
        guard case .array(let documents) = value else {
            throw EventProblem(.kind(value.kindName), allowed: "an array of events")
        }
        try checkCount(documents.count)
        return documents.map { document in
            part { () throws(EventProblem) in try CloudEvent.object(document) }
        }
    }

    private static func lineParts(_ text: [UInt8]) throws(EventProblem) -> [Part] {
        var parts: [Part] = []
        var number = 0
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
            let line = text[start..<end]
            number += 1
            start = end + 1
            guard line.contains(where: { $0 != 9 && $0 != 13 && $0 != 32 }) else { continue }
            try checkCount(parts.count + 1)
            parts.append(part(line: number) { () throws(EventProblem) in try CloudEvent.parse(Array(line)) })
        }
        return parts
    }

    private static func part(
        line: Int? = nil,
        _ body: () throws(EventProblem) -> JSONObject
    ) -> Part {
        do throws(EventProblem) {
            return Part(line: line, document: .success(try body()))
        } catch {
            return Part(line: line, document: .failure(error))
        }
    }

    private static func checkCount(_ count: Int) throws(EventProblem) {
        guard count <= SchemaLimits.batchCountMax else {
            throw EventProblem(.length(count), allowed: "at most \(SchemaLimits.batchCountMax) events")
        }
    }
}
