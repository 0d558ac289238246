import EventSchema
import Testing

@Suite struct EventNumberingTests {
    @Test func changesTheNumbersAndNothingElse() throws {
        let event = try ValidEvent(checking: Sample.event)
        let numbered = try event.numbered(epoch: 4_294_967_294, sequence: 1 << 40)
        #expect(numbered.outline.sourceEpoch == 4_294_967_294)
        #expect(numbered.outline.sourceSequence == 1 << 40)
        var decoded = try numbered.decoded()
        let original = try event.decoded()
        (decoded.sourceEpoch, decoded.sourceSequence) = (original.sourceEpoch, original.sourceSequence)
        #expect(decoded == original)
        let back = try numbered.numbered(
            epoch: event.outline.sourceEpoch,
            sequence: event.outline.sourceSequence
        )
        #expect(back.bytes == event.bytes)
    }

    @Test func refusesWhatIsNoNumber() throws {
        let event = try ValidEvent(checking: Sample.event)
        #expect(throws: EventProblem.self) { try event.numbered(epoch: 0, sequence: 1) }
        #expect(throws: EventProblem.self) { try event.numbered(epoch: 1, sequence: 0) }
    }
}
