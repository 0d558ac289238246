import EventSchema
import Testing

@Suite struct IdentifierTests {
    @Test func writesBytesAndTextInTheOrderOfTheStandard() {
        // The example of RFC 9562, appendix A.6.
        let text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
        let id = EventID(high: 0x017F_22E2_79B0_7CC3, low: 0x98C4_DC0C_0C07_398F)
        #expect(id.description == text)
        #expect(EventID(text) == id)
        #expect(EventID(text.uppercased()) == id)
        #expect(id.bytes.prefix(3) == [0x01, 0x7F, 0x22])
        #expect(EventID(([0] + id.bytes).span.bytes, at: 1) == id)
    }

    @Test(arguments: [
        "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4_dc0c0c07398f",
        "g17f22e2-79b0-7cc3-98c4-dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398é",
    ])
    func refuses(text: String) {
        #expect(EventID(text) == nil)
    }

    @Test func mintsVersionSevenInTheOrderOfTime() {
        let time = Timestamp(nanoseconds: 1_747_751_940_123_456_789)
        let id = EventID.minted(at: time)
        #expect(id.high >> 16 == 1_747_751_940_123)
        #expect(id.high >> 12 & 0xF == 7)
        #expect(id.low >> 62 == 0b10)
        #expect(id < EventID.minted(at: Timestamp(nanoseconds: time.nanoseconds + 1_000_000)))
        #expect(EventID.minted(at: time) != id)
        #expect(EventID.minted(at: Timestamp(nanoseconds: -1)).high >> 16 == 0)
    }

    @Test func randomOnesAreVersionFour() {
        let id = StreamID.random()
        #expect(id.high >> 12 & 0xF == 4)
        #expect(id.low >> 62 == 0b10)
        #expect(StreamID.random() != id)
    }

    @Test func sortsByItsBytes() {
        let ids = [EventID(high: 0, low: 1), EventID(high: 1, low: 0), EventID(high: .max, low: 0)]
        #expect(ids.shuffled().sorted() == ids)
        #expect(ids.map(\.bytes).map { $0[0] } == [0, 0, 0xFF])
    }
}
