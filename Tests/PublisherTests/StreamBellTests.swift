import Testing

@testable import Publisher

@Suite(.timeLimit(.minutes(1))) struct StreamBellTests {
    @Test func whatRangBeforeTheWaitIsHeard() async {
        let bell = StreamBell()
        let turn = bell.turn
        bell.ring()
        await bell.wait(beyond: turn)
        #expect(!bell.turn.isClosed)
    }

    @Test func everybodyWhoWaitsIsWoken() async {
        let bell = StreamBell()
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup { group in
            for _ in 0..<10 {
                let turn = bell.turn
                group.addTask {
                    arrived.yield()
                    await bell.wait(beyond: turn)
                }
            }
            var arrivals = arrivals.makeAsyncIterator()
            for _ in 0..<10 { await arrivals.next() }
            bell.ring()
        }
    }

    @Test func closedItHoldsNobody() async {
        let bell = StreamBell()
        bell.close()
        #expect(bell.turn.isClosed)
        await bell.wait(beyond: bell.turn)
    }

    @Test func whoIsCancelledDoesNotWait() async {
        let bell = StreamBell()
        await withTaskGroup { group in
            group.addTask { await bell.wait(beyond: bell.turn) }
            group.cancelAll()
        }
    }
}

@Suite struct SlotsTests {
    @Test func areGivenBackWhenNobodyHoldsThem() {
        let slots = Slots(countMax: 2)
        do {
            let both = [slots.take(), slots.take()]
            #expect(both.allSatisfy { $0 != nil })
            #expect(slots.take() == nil)
            #expect(slots.count == 2)
        }
        #expect(slots.count == 0)
        #expect(slots.take() != nil)
    }

    @Test func memoryIsSharedAndGivenBack() {
        let budget = ByteBudget(byteCountMax: 10)
        do {
            let (one, other) = (budget.share(), budget.share())
            #expect(one.grow(by: 6))
            #expect(!other.grow(by: 5))
            #expect(other.grow(by: 4))
            withExtendedLifetime((one, other)) {}
        }
        #expect(budget.share().grow(by: 10))
    }
}
