import EventSchema
import FoundationEssentials
import SwiftProtobuf
import Testing

@Suite struct EventAccessTests {
    @Test func identifiersFitIntoFields() {
        #expect(EventID(Sample.id.data) == Sample.id)
        #expect(Sample.id.data == Sample.event.id)
        // A slice of larger data begins at another index.
        #expect(EventID((Data([1, 2]) + Sample.id.data).dropFirst(2)) == Sample.id)
        #expect(EventID(Data(count: 15)) == nil)
        #expect(EventID(Data(count: 17)) == nil)
    }

    @Test(arguments: [0, 1_747_751_925_500_000_000, -1, Int64.min, .max])
    func timesFitIntoFields(nanoseconds: Int64) {
        let time = Timestamp(nanoseconds: nanoseconds)
        #expect(Timestamp(time.protobuf) == time)
        #expect((0..<1_000_000_000).contains(time.protobuf.nanos))
    }

    @Test func refusesATimeOutOfRange() {
        #expect(Timestamp(Google_Protobuf_Timestamp(seconds: 0, nanos: -1)) == nil)
        #expect(Timestamp(Google_Protobuf_Timestamp(seconds: .max, nanos: 0)) == nil)
    }
}
