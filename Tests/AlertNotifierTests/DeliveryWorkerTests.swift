import EventSchema
import Testing

@testable import AlertNotifier

@Suite(.timeLimit(.minutes(1))) struct DeliveryWorkerTests {
    private static let now = Timestamp(nanoseconds: 1_747_750_000_000_000_000)

    @Test func aWorkerSleepsUntilThereIsSomethingToDo() {
        func pause(next: Int64?, refresh: Duration?) -> Duration {
            let next = next.map { Timestamp(nanoseconds: Self.now.nanoseconds + $0 * 1_000_000_000) }
            return DeliveryWorker.pause(until: next, now: Self.now, untilRefresh: refresh)
        }
        // A destination that is never reminded sleeps its whole pause, however long the process has run.
        #expect(pause(next: nil, refresh: nil) == DeliveryWorker.idlePause)
        #expect(pause(next: 5, refresh: nil) == .seconds(5))
        #expect(pause(next: -5, refresh: nil) == .zero)
        #expect(pause(next: nil, refresh: .seconds(7)) == .seconds(7))
        #expect(pause(next: 5, refresh: .seconds(7)) == .seconds(5))
        #expect(pause(next: nil, refresh: .seconds(-1)) == .zero)
    }
}
