import EventImport
import EventSchema
import Testing

/// Damage in one place costs the row in which it is and at most one beside it.
@Suite struct InputDamageTests {
    struct Input: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let format: InputFormat
        let beginning: String
        let row: @Sendable (Int) -> String
        let end: String
    }

    static let rowCount = 40

    static let inputs = [
        Input(
            testDescription: "CSV",
            format: .commaSeparated,
            beginning: "id,text,note\n",
            row: { "\($0),\"say \"\"\($0)\"\", then\",x\n" },
            end: ""
        ),
        Input(
            testDescription: "CSV with line ends in cells",
            format: .commaSeparated,
            beginning: "id,text,note\n",
            row: { "\($0),\"one\ntwo\",\"x\"\r\n" },
            end: ""
        ),
        Input(
            testDescription: "CSV without quotes",
            format: .commaSeparated,
            beginning: "id,text,note\n",
            row: { "\($0),a b,\r" },
            end: ""
        ),
        Input(
            testDescription: "lines",
            format: .lines,
            beginning: "",
            row: { "{\"id\":\"\($0)\",\"text\":[{\"a\":\"å\"}]}\n" },
            end: ""
        ),
        Input(
            testDescription: "array",
            format: .array(at: "/rows"),
            beginning: "{\"rows\":[\n",
            row: { "{\"id\":\"\($0)\",\"text\":{\"a\":\"å\"}},\n" },
            end: "{}]}"
        ),
        Input(
            testDescription: "XML",
            format: .xml(element: "r"),
            beginning: "<?xml version='1.0'?><rows>",
            row: { "<r id='\($0)'><a>x</a><b c='&amp;'/></r>\n" },
            end: "</rows>"
        ),
        Input(
            testDescription: "XML messages",
            format: .xml(element: "r"),
            beginning: "",
            row: { "<?xml version='1.0'?>\n<r id='\($0)'><a>x</a></r>" },
            end: ""
        ),
    ]

    enum Damage: CaseIterable { case replace, insert, remove, cut }

    @Test(arguments: inputs) func losesFewRowsToOneByte(input: Input) {
        let rows = (0..<Self.rowCount).map(input.row).joined()
        let whole = Array((input.beginning + rows + input.end).utf8)
        #expect(readItems(whole, input.format).rows.count { $0["id"] != nil } == Self.rowCount)
        let damaged = input.beginning.utf8.count..<whole.count - input.end.utf8.count
        var generator = SeededGenerator(seed: 4)
        // A bracket between two elements ends their array, or begins one that holds all others.
        let brackets = input.testDescription == "array" ? "" : "[]"
        let bytes = Array("\",\n\r<>/='&!?-{}: x1\\\(brackets)".utf8) + [0, 0xFF]
        for round in 0..<600 {
            var text = whole
            let place = Int.random(in: damaged, using: &generator)
            let byte = bytes[Int.random(in: bytes.indices, using: &generator)]
            let damage = Damage.allCases[round % 4]
            switch damage {
            case .replace: text[place] = byte
            case .insert: text.insert(byte, at: place)
            case .remove: text.remove(at: place)
            case .cut: text.removeSubrange(place..<min(place + 5, damaged.upperBound))
            }
            let items = readItems(text, input.format)
            let ids = Set(items.rows.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } })
            let lost = (0..<Self.rowCount).count { !ids.contains("\($0)") }
            #expect(
                lost <= 2,
                "\(damage) \(byte) at \(place) lost \(lost): \(shown(items).joined(separator: " | "))"
            )
        }
    }
}
