import EventSchema
import Testing

@testable import ScenewireCLI

@Suite struct RecordDocumentTests {
    private let json = RecordLines(format: .json, palette: Palette(isOn: false))

    private func document(_ event: [UInt8], flags: RecordHeader.Flags = []) throws -> JSONObject {
        try CloudEvent.parse(json.lines(of: SampleEvent.batch([event], flags: flags)))
    }

    @Test func holdsTheEventAndTheRecordsOwnAttributes() throws {
        let event = try SampleEvent.event(1)
        let document = try document(event.bytes)
        #expect(document["recordstream"] == .string("55e0e380-3975-4f6a-9eb6-6a483eb0e30e"))
        #expect(document["recordsequence"] == .string("00000000000000000017"))
        #expect(document["recordepoch"] == .number("3"))
        #expect(document["recordtime"] == .string("2025-05-20T14:38:46.500Z"))
        #expect(document["recordprincipal"] == nil)
        #expect(document["recordclock"] == nil)
        guard case .string(let checksum)? = document["recordchecksum"] else {
            Issue.record("no checksum")
            return
        }
        let header = try RecordHeader(verifying: SampleEvent.batch([event.bytes]).bytes.span.bytes)
        #expect(UInt32(checksum, radix: 16) == header.checksum)
        #expect(checksum.count == 8)
    }

    @Test func saysWhatIsRemarkableAboutTheClock() throws {
        let event = try SampleEvent.event(1).bytes
        #expect(try document(event, flags: .playedClock)["recordclock"] == .string("played"))
        #expect(
            try document(event, flags: [.playedClock, .clockSteppedBack])["recordclock"]
                == .string("played,steppedBack")
        )
    }

    @Test func givesTheEventBackByteForByte() throws {
        let event = try SampleEvent.event(1) { $0["colour"] = .string("red") }
        let read = try CloudEvent.decode(RecordDocument.withoutRecord(document(event.bytes)))
        #expect(read.bytes == event.bytes)
    }

    @Test func takesNothingFromAnEventThatIsNoRecord() {
        let document = SampleEvent.document(1)
        #expect(RecordDocument.withoutRecord(document) == document)
    }

    @Test func showsWhatIsNotProtobufAsItsBytes() throws {
        let document = try document([0xFF, 0xFF])
        #expect(document["data_base64"] == .string("//8="))
        #expect(document["recordsequence"] == .string("00000000000000000017"))
    }

    /// Every name is one that CloudEvents allows, and none is the event's own.
    @Test func usesNamesOfItsOwn() throws {
        let event = try CloudEvent.parse(CloudEvent.encode(SampleEvent.event(1).bytes))
        for name in RecordDocument.attributes {
            #expect(name.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
            #expect(event[name] == nil)
        }
    }
}
