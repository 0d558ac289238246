import EventSchema
import Testing

/// A form gives what a draft gives, whatever the documents before were.
@Suite struct EventFormTests {
    private static let base: JSONObject = [
        "type": .string("log.entry"), "id": .string("0196ed9e-9c40-7000-8000-000000000001"),
        "agency": .string("expd"), "source": .string("cad"), "authorid": .string("u1"),
        "authorrole": .string("dispatcher"), "status": .string("Exercise"), "tlp": .string("AMBER"),
        "subject": .string("A-1"), "time": .string("2025-05-20T14:06:48Z"),
        "recordedtime": .string("2025-05-20T14:06:49Z"), "data": .object(["text": .string("one")]),
        "sourceepoch": .number("1"), "sequence": .string("7"),
    ]

    /// What a member may be instead; `nil` for not there.
    private static let others: [(name: String, values: [JSONValue?])] = [
        ("id", [.string("0196ed9e-9c40-7000-8000-000000000002"), .string("none"), .number("3")]),
        ("agency", [.string("county"), .string("NO"), .null]),
        // Swift calls the last two equal, and their bytes differ.
        ("authorid", [.string("u2"), .string(""), nil, .string("Jos\u{E9}"), .string("Jose\u{301}")]),
        ("authoragency", [.string("county"), .string("ems"), .string("?")]),
        ("status", [.string("Test"), .string("actual"), nil]),
        ("severity", [.string("Severe"), .string("Minor"), .string("bad"), .null]),
        ("urgency", [.string("Future"), .null]),
        // The Kelvin sign is no K, though Swift calls it one.
        ("subject", [.string("A-2"), nil, .string("not one"), .string("K-1"), .string("\u{212A}-1")]),
        ("time", [.string("2025-05-21T14:06:48Z"), .string("yesterday"), nil]),
        ("recordedtime", [.string("2025-05-21T14:06:49.5Z"), nil]),
        ("sensitivity", [.string("juvenile victim"), .string("juvenile")]),
        ("sequence", [.string("8"), .number("9"), .string("x")]),
        ("type", [.string("cad.note"), .string("shots.fired"), nil]),
        ("colour", [.string("red"), .string("blue")]),
        ("data_base64", [.string("e30=")]),
        ("protobuf", [.string("e30=")]),
        (
            "data",
            [
                .object(["text": .string("two")]), .object(["text": .string("two"), "more": .number("1")]),
                .object(["text": .string("one"), "narrative": .string("Seen.")]), .object([:]), .null, nil,
                .object(["text": .string("one"), "more": .number("1"), "less": .number("2")]),
                .object(["text": .string("one"), "less": .number("2"), "more": .number("1")]),
            ]
        ),
    ]

    private static let now = Timestamp(nanoseconds: 1_747_751_940_000_000_000)

    private enum Outcome: Equatable {
        case event([UInt8], document: [UInt8])
        case problem(EventProblem)
    }

    private static func outcome(
        _ made: () throws(EventProblem) -> (event: ValidEvent, document: JSONObject)
    ) -> Outcome {
        do throws(EventProblem) {
            let (event, document) = try made()
            return .event(event.bytes, document: JSONValue.object(document).text)
        } catch {
            return .problem(error)
        }
    }

    private static func expectSame(_ documents: [JSONObject]) {
        var form = EventForm()
        for document in documents {
            let found = outcome { () throws(EventProblem) in try form.event(of: document, at: now) }
            let expected = outcome { () throws(EventProblem) in
                var draft = EventDraft(document)
                draft.complete(at: now)
                return (try draft.event(), draft.document)
            }
            #expect(found == expected)
        }
    }

    /// One member after the other becomes another one and back, so that each is new, known and varying once.
    @Test(arguments: others.indices)
    func givesWhatADraftGivesForEachMember(place: Int) {
        let (name, values) = Self.others[place]
        var documents: [JSONObject] = [Self.base, Self.base]
        for value in values {
            var changed = Self.base
            changed[name] = value
            documents += [changed, Self.base, changed, changed, Self.base]
        }
        // Next to each other, and each as what has not varied so far.
        for value in values {
            var changed = Self.base
            changed[name] = value
            documents.append(changed)
        }
        for (first, second) in zip(values, values.dropFirst()) {
            var (one, other) = (Self.base, Self.base)
            (one[name], other[name]) = (first, second)
            Self.expectSame([one, one, other, one])
        }
        Self.expectSame(documents)
    }

    /// Any members change at any time.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func givesWhatADraftGivesForAnyDocuments(seed: UInt64) {
        var state = seed
        func number(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let documents = (0..<200).map { _ -> JSONObject in
            var document = Self.base
            for _ in 0..<number(below: 4) {
                let (name, values) = Self.others[number(below: Self.others.count)]
                document[name] = values[number(below: values.count)]
            }
            return document
        }
        Self.expectSame(documents)
    }
}
