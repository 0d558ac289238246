import EventBus
import EventSchema

/// Publishes as fast as receipts come, with several requests under way.
struct Author {
    /// Requests under way at once on one connection.
    private static let window = 8

    private let connection: PublishingConnection

    init(_ connection: PublishingConnection) {
        self.connection = connection
    }

    /// Publishes `count` events and returns when each has its receipt.
    func publish(_ count: Int, batchSize: Int) async throws {
        var events = try SampleEvents()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await connection.run(); return false
            }
            defer { connection.close() }
            var (sent, underWay) = (0, 0)
            let window = batchSize == 1 ? 1 : Self.window
            while sent < count || underWay > 0 {
                if sent < count, underWay < window {
                    let parcel = events.parcel(of: min(batchSize, count - sent))
                    sent += parcel.count
                    underWay += 1
                    group.addTask {
                        let results = try await connection.publish(parcel)
                        guard results.allSatisfy({ $0.receipt != nil }) else {
                            throw BusError.refused("\(results)")
                        }
                        return true
                    }
                } else if try await group.next() == true {
                    underWay -= 1
                }
            }
        }
    }
}
