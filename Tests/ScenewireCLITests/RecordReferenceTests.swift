import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct RecordReferenceTests {
    private static let id = SampleEvent.id(7)

    @Test(arguments: ["17", "#17"]) func aNumberIsASequenceNumber(_ text: String) {
        #expect(RecordReference(argument: text) == .sequence(SequenceNumber(17)))
    }

    /// Ids of these years begin with a 0, and some of the first six digits of all ids are decimal.
    @Test func manyDigitsMayBeTheBeginningOfAnID() {
        for text in ["019661", "01966184", "18446744073709551616"] {
            guard case .beginning(let ids)? = RecordReference(argument: text) else {
                Issue.record("\(text) is none")
                continue
            }
            #expect(ids.lowerBound.description.filter { $0 != "-" }.hasPrefix(text))
        }
        guard case .either(let number, let ids)? = RecordReference(argument: "482913") else {
            Issue.record("it has one reading")
            return
        }
        #expect(number == SequenceNumber(482_913))
        #expect(ids.lowerBound.description.hasPrefix("482913"))
        #expect(RecordReference(argument: "#482913") == .sequence(SequenceNumber(482_913)))
        #expect(RecordReference(argument: "48291") == .sequence(SequenceNumber(48_291)))
    }

    @Test func aWholeIDIsOne() {
        #expect(RecordReference(argument: Self.id.description) == .id(Self.id))
        #expect(RecordReference(argument: Self.id.description.uppercased()) == .id(Self.id))
    }

    /// Every beginning that is long enough, with its hyphens or without any.
    @Test func aBeginningMeansAllIDsThatBeginSo() throws {
        let text = Self.id.description
        for length in 7..<36 {
            for beginning in [String(text.prefix(length)), text.prefix(length).filter { $0 != "-" }] {
                guard case .beginning(let ids)? = RecordReference(argument: beginning) else {
                    Issue.record("\(beginning) is none")
                    continue
                }
                #expect(ids.contains(Self.id))
                #expect(ids.lowerBound.description.hasPrefix(text.prefix(length)))
                #expect(ids.upperBound.description.hasPrefix(text.prefix(length)))
            }
        }
    }

    @Test(arguments: [
        "", "#", "0", "#0", "#017", "017", "0196e", "nonsense", "0196-ed9e", "0196ed9e--9c40",
        "#18446744073709551616",
    ])
    func anythingElseIsRefused(_ text: String) {
        #expect(RecordReference(argument: text) == nil)
    }
}
