import EventSchema
import ServiceHTTP

/// One event of a request, as far as it is one.
struct PostedEvent: Sendable {
    /// Where it stands in the body, counted from 1; `nil` for the only one.
    enum Place: Equatable, Sendable {
        case line(Int)
        case element(Int)
    }

    let place: Place?
    /// The id that its author gave, when it is one.
    let id: EventID?
    let event: Result<ValidEvent, EventProblem>

    /// Reads the events of a body, and fills in what their authors may leave out.
    ///
    /// - Throws: ``HTTPProblem/Kind/malformed`` and ``HTTPProblem/Kind/tooLarge`` when the body as a whole
    ///   cannot be read.
    static func read(
        _ body: [UInt8],
        as format: PostedFormat,
        at now: Timestamp
    ) throws(HTTPProblem) -> [PostedEvent] {
        switch format {
        case .binary(let attributes, let contentType):
            do throws(EventProblem) {
                let draft = try EventDraft(
                    attributes: attributes.map { ($0.name, $0.text) },
                    data: body,
                    contentType: contentType
                )
                return [PostedEvent(draft.document, at: nil, now)]
            } catch {
                return [PostedEvent(place: nil, id: nil, event: .failure(error))]
            }
        case .documents(let format):
            return try parts(body, format).enumerated().map { index, part in
                let place =
                    part.line.map { Place.line($0) } ?? (format == .array ? .element(index + 1) : nil)
                switch part.document {
                case .success(let document): return PostedEvent(document, at: place, now)
                case .failure(let problem):
                    return PostedEvent(place: place, id: nil, event: .failure(problem))
                }
            }
        }
    }

    /// The event on one line of a body.
    init(_ line: LineReader.Line, at now: Timestamp) {
        let place = Place.line(line.number)
        do throws(EventProblem) {
            self.init(try CloudEvent.parse(line.text), at: place, now)
        } catch {
            self.init(place: place, id: nil, event: .failure(error))
        }
    }

    private init(place: Place?, id: EventID?, event: Result<ValidEvent, EventProblem>) {
        self.place = place
        self.id = id
        self.event = event
    }

    private init(_ document: JSONObject, at place: Place?, _ now: Timestamp) {
        var draft = EventDraft(RecordDocument.withoutRecord(document))
        draft.complete(at: now)
        self.place = place
        id = if case .string(let text)? = document["id"] { EventID(text) } else { nil }
        do throws(EventProblem) {
            event = .success(try draft.event())
        } catch {
            event = .failure(error)
        }
    }

    private static func parts(
        _ body: [UInt8],
        _ format: EventBatch.Format
    ) throws(HTTPProblem) -> [EventBatch.Part] {
        do throws(EventProblem) {
            return try EventBatch.parts(body, format: format)
        } catch {
            if case .length = error.fault {
                throw HTTPProblem(.tooLarge, error.description).with("allowed", .string(error.allowed))
            }
            throw HTTPProblem(.malformed, error.description).with("allowed", .string(error.allowed))
        }
    }
}
