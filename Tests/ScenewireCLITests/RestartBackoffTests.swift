import Testing

@testable import ScenewireCLI

@Suite struct RestartBackoffTests {
    @Test func waitsLongerFromEndToEndAndNeverOverAMinute() {
        var backoff = RestartBackoff()
        let pauses = (0..<8).map { _ in backoff.pause(afterRunning: .zero).components.seconds }
        #expect(pauses == [1, 2, 5, 10, 30, 60, 60, 60])
    }

    @Test func beginsAgainAfterAMinuteWithoutAnEnd() {
        var backoff = RestartBackoff()
        for _ in 0..<4 { _ = backoff.pause(afterRunning: .zero) }
        let justBelow = RestartBackoff.steadyAfter - .nanoseconds(1)
        #expect(backoff.pause(afterRunning: justBelow) == .seconds(30))
        #expect(backoff.pause(afterRunning: RestartBackoff.steadyAfter) == .seconds(1))
        #expect(backoff.pause(afterRunning: .zero) == .seconds(2))
    }
}
