import Testing

@testable import EventBus

@Suite struct ReplyQueueTests {
    private static let mebibyte = 1_024 * 1_024
    private let now = ContinuousClock.now

    private func peer(_ number: UInt8) -> RequestPeer { RequestPeer(id: [number], connection: nil) }

    private func reply(_ count: Int = mebibyte) -> [[UInt8]] { [[UInt8](repeating: 0, count: count)] }

    @Test func aPeerGetsTheNextWhenTheLastIsGone() throws {
        var queue = ReplyQueue()
        #expect(queue.append(reply(1), to: peer(0)) == 0)
        #expect(queue.append(reply(2), to: peer(0)) == 0)
        let next = queue.next(for: peer(0), at: now)
        let first = try #require(next)
        #expect(queue.next(for: peer(0), at: now) == nil)
        queue.release(first.number + 10, of: peer(0))
        #expect(queue.next(for: peer(0), at: now) == nil)
        queue.release(first.number, of: peer(0))
        #expect(queue.next(for: peer(0), at: now)?.byteCount == 2)
        #expect(queue.byteCount == 2)
    }

    @Test func whatWaitsForAllIsBoundedAndTheSlowestLose() {
        var queue = ReplyQueue()
        var droppedCount = 0
        for round in 0..<32 {
            for number in 0..<100 {
                droppedCount += queue.append(reply(), to: peer(UInt8(number)))
                _ = queue.next(for: peer(UInt8(number)), at: now)
            }
            #expect(queue.byteCount <= BusLimits.repliesWaitingByteCountMax, "round \(round)")
        }
        #expect(droppedCount == 3_200 - BusLimits.repliesWaitingByteCountMax / Self.mebibyte)
        // Somebody who reads gets what was asked for.
        #expect(queue.append(reply(), to: peer(200)) == 1)
        #expect(queue.next(for: peer(200), at: now) != nil)
        #expect(queue.byteCount <= BusLimits.repliesWaitingByteCountMax)
    }

    @Test func whenEverybodyLeavesOneUnreadTheOldestIsHungUpOn() {
        var queue = ReplyQueue()
        let count = BusLimits.repliesWaitingByteCountMax / Self.mebibyte
        for number in 0...count {
            _ = queue.append(reply(), to: peer(UInt8(number)))
            _ = queue.next(for: peer(UInt8(number)), at: now + .milliseconds(number))
        }
        #expect(queue.peerToHangUpOn(at: now + .seconds(1)) == nil)
        #expect(queue.peerToHangUpOn(at: now + .seconds(4)) == peer(0))
        queue.remove(peer(0))
        #expect(queue.peerToHangUpOn(at: now + .seconds(4)) == nil)
    }

    @Test func onePeerMayLeaveSoManyWaiting() {
        var queue = ReplyQueue()
        _ = queue.append(reply(1), to: peer(0))
        _ = queue.next(for: peer(0), at: now)
        let dropped = (0..<40).reduce(0) { count, _ in count + queue.append(reply(1), to: peer(0)) }
        #expect(dropped == 40 - BusLimits.repliesPerPeerMax)
    }

    /// The socket was closed and made anew; libzmq frees what the old one held a moment later.
    @Test func aLateReleaseIsOfNoLaterReply() throws {
        var queue = ReplyQueue()
        _ = queue.append(reply(), to: peer(0))
        let next = queue.next(for: peer(0), at: now)
        let old = try #require(next)
        queue.removeAll()
        #expect(queue.byteCount == 0)
        _ = queue.append(reply(), to: peer(0))
        _ = queue.append(reply(), to: peer(0))
        #expect(queue.next(for: peer(0), at: now) != nil)
        queue.release(old.number, of: peer(0))
        #expect(queue.next(for: peer(0), at: now) == nil)
        #expect(queue.byteCount == 2 * Self.mebibyte)
    }
}
