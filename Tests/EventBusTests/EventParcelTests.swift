import Testing

@testable import EventBus

@Suite struct EventBatchTests {
    @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, 65_536])
    func anEventOfAnyLengthComesBack(byteCount: Int) throws {
        var batch = EventParcel()
        let events = [[UInt8](repeating: 7, count: byteCount), [1, 2, 3]]
        let taken = events.filter { batch.append($0) }
        #expect(taken == events)
        let read = try #require(EventParcel(payload: batch.bytes))
        #expect(read.ranges == batch.ranges)
        #expect(read.ranges.map { Array(read.bytes[$0]) } == events)
    }

    @Test func refusesWhatDoesNotFitARequest() {
        var batch = EventParcel()
        let event = [UInt8](repeating: 0, count: 65_536)
        let taken = (0..<16).filter { _ in batch.append(event) }
        #expect(taken == Array(0..<15))
        #expect(batch.count == 15)
        #expect(batch.bytes.count <= BusLimits.publishByteCountMax)
    }

    @Test func refusesMoreThanTheLimitOfEvents() {
        #expect(
            EventParcel(payload: [UInt8](repeating: 0, count: EventParcel.countMax))?.count
                == EventParcel.countMax
        )
        #expect(EventParcel(payload: [UInt8](repeating: 0, count: EventParcel.countMax + 1)) == nil)
        var batch = EventParcel()
        let taken = (0...EventParcel.countMax).filter { _ in batch.append([]) }
        #expect(taken == Array(0..<EventParcel.countMax))
    }

    @Test func everyTruncationIsAPrefixOrNothing() {
        var batch = EventParcel()
        let taken = [3, 200, 0, 5].filter { batch.append([UInt8](repeating: 9, count: $0)) }
        #expect(taken.count == 4)
        for end in 0..<batch.bytes.count {
            let read = EventParcel(payload: Array(batch.bytes[..<end]))
            #expect(read == nil || batch.ranges.starts(with: read?.ranges ?? []))
        }
    }

    @Test func endlessByteCountIsRefused() {
        #expect(EventParcel(payload: [UInt8](repeating: 0xFF, count: 12)) == nil)
        #expect(EventParcel(payload: [0xFF, 0xFF, 0xFF, 0xFF, 0x7F]) == nil)
    }
}
