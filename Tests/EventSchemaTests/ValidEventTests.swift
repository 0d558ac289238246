import EventSchema
import Testing

@Suite struct ValidEventTests {
    @Test func outlinesWhatRoutingNeeds() throws {
        let valid = try ValidEvent(checking: Sample.event)
        #expect(valid.outline.id == Sample.id)
        #expect(valid.type == "shots.fired")
        #expect(valid.agency == "expd")
        #expect(valid.incident == "2025-0520-001")
        #expect(valid.source == "cp1")
        #expect(valid.outline.sourceEpoch == 1)
        #expect(valid.outline.sourceSequence == 13)
        #expect(valid.outline.observedAt == Timestamp(nanoseconds: 1_747_751_925_000_000_000))
        #expect(valid.outline.status == .exercise)
        #expect(valid.outline.severity == .extreme)
        #expect(valid.outline.tlp == .amber)
        #expect(valid.outline.category == .authored)
        #expect(valid.outline.payloadNumber == 135)
        #expect(!valid.outline.carriesUnknown)
        let decoded = try valid.decoded()
        #expect(decoded == Sample.event)
        let route = EventOutline.route(of: valid.bytes.span.bytes)
        #expect(route?.agency == valid.outline.agencyRange)
        #expect(route?.incident == valid.outline.incidentRange)
    }
}
