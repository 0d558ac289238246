import Testing

@testable import Publisher

@Suite struct FairQueueTests {
    /// Two hundred that ask for much, again and again, and one that comes later.
    @Test func aNewcomerIsNext() throws {
        var queue = FairQueue<Int, String>(perClientMax: 4, countMax: 1_000)
        for client in 0..<200 { #expect(queue.append("much", of: client) == nil) }
        for _ in 0..<1_000 {
            let next = queue.popFirst()
            let (client, _) = try #require(next)
            queue.charge(client, 4_000_000)
            #expect(queue.append("much", of: client) == nil)
        }
        #expect(queue.append("little", of: 1_000) == nil)
        // Only those that have waited for as long without a turn may be before it.
        var before = 0
        while let (client, job) = queue.popFirst(), job != "little" {
            queue.charge(client, 4_000_000)
            before += 1
        }
        #expect(before <= 200)
    }

    @Test func whoAsksForLittleGetsManyTurns() throws {
        var queue = FairQueue<Int, Int>(perClientMax: 4, countMax: 1_000)
        var turns = [0, 0]
        for client in 0...1 { #expect(queue.append(client, of: client) == nil) }
        for _ in 0..<100 {
            let next = queue.popFirst()
            let (client, _) = try #require(next)
            turns[client] += 1
            queue.charge(client, client == 0 ? 4 : 1)
            #expect(queue.append(client, of: client) == nil)
        }
        #expect((19...21).contains(turns[0]))
    }

    @Test func whoWasAwayHasSavedNothingUp() throws {
        var queue = FairQueue<String, Int>(perClientMax: 200, countMax: 1_000)
        for _ in 0..<100 {
            #expect(queue.append(0, of: "busy") == nil)
            _ = queue.popFirst()
            queue.charge("busy", 10)
        }
        for _ in 0..<100 {
            #expect(queue.append(0, of: "late") == nil)
            #expect(queue.append(0, of: "busy") == nil)
        }
        var first = ["late": 0, "busy": 0]
        for _ in 0..<100 {
            let next = queue.popFirst()
            let (client, _) = try #require(next)
            first[client, default: 0] += 1
            queue.charge(client, 10)
        }
        #expect((45...55).contains(try #require(first["busy"])))
    }

    @Test func oneClientMayWaitWithSoManyJobs() {
        var queue = FairQueue<Int, Int>(perClientMax: 2, countMax: 10)
        #expect(queue.append(1, of: 0) == nil)
        #expect(queue.append(2, of: 0) == nil)
        #expect(queue.append(3, of: 0) == 3)
        #expect(queue.append(4, of: 1) == nil)
        #expect(queue.count == 3)
    }

    @Test func whenFullTheLongestGivesWay() {
        var queue = FairQueue<Int, Int>(perClientMax: 8, countMax: 8)
        for job in 0..<7 { #expect(queue.append(job, of: 0) == nil) }
        #expect(queue.append(10, of: 1) == nil)
        #expect(queue.append(20, of: 2) == 6)
        #expect(queue.append(7, of: 0) == 7)
        #expect(queue.count == 8)
        #expect(queue.removeAll().count == 8)
        #expect(queue.popFirst() == nil)
    }
}
