import Testing

@testable import ScenewireCLI

@Suite(.timeLimit(.minutes(1))) struct DoorbellTests {
    @Test func remembersOneRing() async {
        let bell = Doorbell()
        bell.ring()
        bell.ring()
        #expect(await bell.wait(atMost: .seconds(60)) == .rung)
        #expect(await bell.wait(atMost: .milliseconds(1)) == .timeUp)
    }

    @Test func wakesWhoWaits() async {
        let bell = Doorbell()
        async let call = bell.wait(atMost: .seconds(60))
        // Before or after the wait has begun: both are heard.
        bell.ring()
        #expect(await call == .rung)
    }

    @Test func staysClosed() async {
        let bell = Doorbell()
        async let call = bell.wait(atMost: .seconds(60))
        bell.close()
        #expect(await call == .closed)
        bell.ring()
        #expect(await bell.wait(atMost: .seconds(60)) == .closed)
        #expect(bell.isClosed)
    }

    @Test func anOldTimerEndsNoLaterWait() async {
        let bell = Doorbell()
        async let first = bell.wait(atMost: .milliseconds(50))
        bell.ring()
        #expect(await first == .rung)
        let start = ContinuousClock.now
        #expect(await bell.wait(atMost: .milliseconds(300)) == .timeUp)
        #expect(ContinuousClock.now - start >= .milliseconds(290))
    }
}

@Suite struct SourcePaceTests {
    @Test func waitsLongerEachTimeUpToALimit() {
        var pace = SourcePace()
        let pauses = (0..<8).map { _ in pace.cameToNothing() }
        #expect(pauses.prefix(3) == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
        #expect(pauses.suffix(2) == [.seconds(5), .seconds(5)])
        #expect(pace.countMax == SourceLimits.batchCountMax)
        pace.wentWell()
        #expect(pace.cameToNothing() == .milliseconds(100))
    }

    @Test func asksWithOneEntryWhileNothingIsTaken() {
        var pace = SourcePace()
        #expect(pace.wasPutOff() == .milliseconds(100))
        #expect(pace.countMax == 1)
        #expect(pace.wasPutOff() == .milliseconds(200))
        pace.wentWell()
        #expect(pace.countMax == SourceLimits.batchCountMax)
    }
}
