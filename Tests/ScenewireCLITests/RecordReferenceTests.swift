import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct RecordReferenceTests {
    private static let id = SampleEvent.id(7)

    @Test(arguments: ["17", "#17"]) func aNumberIsASequenceNumber(_ text: String) {
        #expect(RecordReference(argument: text) == .sequence(SequenceNumber(17)))
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
        "", "#", "0", "#0", "0196e", "nonsense", "0196-ed9e", "0196ed9e--9c40", "18446744073709551616",
    ])
    func anythingElseIsRefused(_ text: String) {
        #expect(RecordReference(argument: text) == nil)
    }
}
