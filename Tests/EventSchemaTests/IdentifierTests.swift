import EventSchema
import Testing

@Suite struct IdentifierTests {
    @Test func readsWhatItWrites() {
        let id = EventID.random()
        #expect(EventID(id.description) == id)
    }
}
