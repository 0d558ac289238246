import EventSchema
import Testing

@Suite struct EventBatchTests {
    private static let events: [[UInt8]] = SchemaTable.events.prefix(5).map { description in
        var generator = EventGenerator(seed: 5, oddities: .fields)
        return generator.event(description.type)
    }

    @Test(arguments: [EventBatch.Format.array, .lines])
    func readsWhatItWrites(format: EventBatch.Format) throws {
        let text = try EventBatch.encode(Self.events, format: format)
        #expect(try EventBatch.decode(text, format: format).map(\.bytes) == Self.events)
        #expect(try EventBatch.documents(text, format: format).count == Self.events.count)
        #expect(try EventBatch.decode(EventBatch.encode([], format: format), format: format).isEmpty)
    }

    @Test func readsASingleDocument() throws {
        let text = try EventBatch.encode([Self.events[0]], format: .single)
        #expect(try EventBatch.decode(text, format: .single).map(\.bytes) == [Self.events[0]])
    }

    @Test func skipsEmptyLinesAndTakesEitherLineEnd() throws {
        let line = try CloudEvent.encode(Self.events[0])
        let text = Array("\n \r\n".utf8) + line + Array("\r\n\n".utf8) + line
        #expect(try EventBatch.decode(text, format: .lines).count == 2)
    }

    @Test func aPartThatIsWrongStopsNoOther() throws {
        let line = try CloudEvent.encode(Self.events[0])
        let lines = line + Array("\n\n{\"a\":}\n[]\n".utf8) + line
        let parts = try EventBatch.parts(lines, format: .lines)
        #expect(parts.map(\.line) == [1, 3, 4, 5])
        #expect(parts.map { (try? $0.document.get()) != nil } == [true, false, false, true])
        let array = Array("[".utf8) + line + Array(",1,null]".utf8)
        let elements = try EventBatch.parts(array, format: .array)
        #expect(elements.map(\.line) == [nil, nil, nil])
        #expect(elements.map { (try? $0.document.get()) != nil } == [true, false, false])
        #expect(
            try EventBatch.parts(Array("{".utf8), format: .single).map { (try? $0.document.get()) == nil }
                == [true]
        )
        for text in ["", "{}", "[", "[1", "[1,]"] {
            #expect(throws: EventProblem.self) { try EventBatch.parts(Array(text.utf8), format: .array) }
        }
    }

    @Test func namesTheLine() throws {
        let line = try CloudEvent.encode(Self.events[0])
        let broken = #expect(throws: EventProblem.self) {
            try EventBatch.decode(line + Array("\n\n{\"a\":}\n".utf8), format: .lines)
        }
        #expect(broken?.line == 3)
        #expect(
            broken?.description.hasPrefix(
                "line 3: the event is not JSON: line 1, column 6: a value is expected"
            ) == true
        )
        let incomplete = #expect(throws: EventProblem.self) {
            try EventBatch.decode(line + Array("\n{}".utf8), format: .lines)
        }
        #expect(incomplete?.line == 2)
        #expect(incomplete?.pointer == "/specversion")
        let foreign = #expect(throws: EventProblem.self) {
            try EventBatch.decode(Array("[]\n".utf8), format: .lines)
        }
        #expect(foreign?.fault == .kind("an array"))
    }

    @Test func namesTheElement() throws {
        let one = try CloudEvent.encode(Self.events[0])
        let problem = #expect(throws: EventProblem.self) {
            try EventBatch.decode([91] + one + Array(",{\"specversion\":2}]".utf8), format: .array)
        }
        #expect(problem?.pointer == "/1/specversion")
        #expect(throws: EventProblem.self) { try EventBatch.decode(Array("[1]".utf8), format: .array) }
        #expect(throws: EventProblem.self) { try EventBatch.decode(one, format: .array) }
    }

    @Test func boundsTheCount() throws {
        let limit = SchemaLimits.batchCountMax
        let array = { (count: Int) in "[" + Array(repeating: "{}", count: count).joined(separator: ",") + "]"
        }
        let lines = { (count: Int) in String(repeating: "{}\n", count: count) }
        #expect(try EventBatch.documents(Array(array(limit).utf8), format: .array).count == limit)
        #expect(try EventBatch.documents(Array(lines(limit).utf8), format: .lines).count == limit)
        let inArray = #expect(throws: EventProblem.self) {
            try EventBatch.documents(Array(array(limit + 1).utf8), format: .array)
        }
        #expect(inArray?.fault == .length(limit + 1))
        let inLines = #expect(throws: EventProblem.self) {
            try EventBatch.documents(Array(lines(limit + 1).utf8), format: .lines)
        }
        #expect(inLines?.line == nil)
    }

    @Test func boundsTheValues() throws {
        let text =
            "[[" + Array(repeating: "0", count: SchemaLimits.jsonValueCountMax).joined(separator: ",") + "]]"
        let problem = #expect(throws: EventProblem.self) {
            try EventBatch.documents(Array(text.utf8), format: .array)
        }
        guard case .json(let fault)? = problem?.fault else {
            Issue.record("\(String(describing: problem))")
            return
        }
        #expect(fault.reason == "more than \(SchemaLimits.jsonValueCountMax) values")
    }

    @Test func boundsTheLength() throws {
        let limit = SchemaLimits.batchByteCountMax
        #expect(try EventBatch.documents([UInt8](repeating: 10, count: limit), format: .lines).isEmpty)
        let problem = #expect(throws: EventProblem.self) {
            try EventBatch.documents([UInt8](repeating: 10, count: limit + 1), format: .lines)
        }
        #expect(problem?.fault == .length(limit + 1))
    }
}
