import EventBus
import EventSchema
import Foundation

/// Follows a publisher from the first record on; run as a process of its own.
struct Subscriber {
    let live: String
    let requests: String
    /// How many records to take before it ends.
    let count: Int
    /// Whether every event is decoded, or only its header read.
    let decodes: Bool

    /// Prints `ready` once live, then the seconds from the first record to the last.
    func run() async throws {
        let feed = try Feed(.init(live: live, requests: requests), after: nil)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await feed.run() }
            defer { feed.close() }
            var taken = 0
            var start: ContinuousClock.Instant?
            var typeByteCount = 0
            while taken < count, let event = await feed.next() {
                switch event {
                case .records(let batch):
                    start = start ?? .now
                    taken += batch.count
                    guard decodes else { continue }
                    try batch.forEach { header, record in
                        let event = try Event(serializedBytes: record.extracting(header.eventRange))
                        typeByteCount += event.type.utf8.count
                    }
                case .state(.live): say("ready")
                default: break
                }
            }
            let time = start.map { ContinuousClock.now - $0 } ?? .zero
            say("\(time.inSeconds)")
        }
    }

    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }
}
