import EventBus
import EventSchema

/// What authors were told, kept outside every publisher and every disk that a test harms.
final class Ledger: Sendable {
    struct Content: Sendable, CustomStringConvertible {
        var receipts: [EventID: Receipt] = [:]
        /// Answers that must never come.
        var complaints: [String] = []

        var description: String { "\(receipts.count) receipts, complaints \(complaints.prefix(5))" }
    }

    let content = Watched(Content())

    var receipts: [EventID: Receipt] { content.value.receipts }

    /// Waits until so many events have a receipt.
    func until(_ count: Int, limit: Duration = .seconds(120)) async throws {
        try await content.wait(for: "\(count) receipts", limit: limit) {
            $0.receipts.count >= count ? () : nil
        }
    }

    /// Notes what became of the events with these ids.
    ///
    /// - Returns: The positions of those that may be accepted later.
    func note(_ results: [PublishResult], of ids: [EventID]) -> [Int] {
        var again: [Int] = []
        content.change { content in
            for (position, (id, result)) in zip(ids, results).enumerated() {
                switch result {
                case .recorded(let receipt, _), .duplicate(let receipt):
                    let first = content.receipts.updateValue(receipt, forKey: id)
                    if let first, first != receipt {
                        content.complaints.append("\(id): first \(first), then \(receipt)")
                    }
                case .refused(let refusal) where refusal.reason.mayPass: again.append(position)
                case .refused(let refusal): content.complaints.append("\(id): \(refusal)")
                }
            }
        }
        return again
    }
}

/// Publishes events until each has a receipt, whatever happens to the publisher.
final class Load: Sendable {
    private let connection: PublishingConnection
    private let author: Author
    private let ledger: Ledger

    init(_ author: Author, to site: PublisherSite, _ ledger: Ledger) throws {
        connection = try PublishingConnection(requests: site.requests)
        self.author = author
        self.ledger = ledger
    }

    /// Returns when every event has a receipt, or after ``stop()``.
    ///
    /// - Parameters:
    ///   - perRequest: How many events one request carries, chosen anew for each.
    ///   - perSecond: How many events are due in a second; `nil` for as many as the publisher takes.
    func run(
        _ numbers: Range<Int>,
        perRequest: ClosedRange<Int>,
        perSecond: Int? = nil,
        _ random: SeededGenerator
    ) async throws {
        var random = random
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { [connection] group in
            group.addTask { try await connection.run() }
            defer { connection.close() }
            var next = numbers.lowerBound
            while next < numbers.upperBound {
                let count = min(Int.random(in: perRequest, using: &random), numbers.upperBound - next)
                if let perSecond {
                    let due = Duration.seconds(1) * Double(next - numbers.lowerBound) / Double(perSecond)
                    try await Task.sleep(until: start + due, clock: .continuous)
                }
                guard try await publish(Array(next..<next + count)) else { return }
                next += count
            }
        }
    }

    func stop() {
        connection.close()
    }

    /// - Returns: `false` when the connection was closed.
    private func publish(_ numbers: [Int]) async throws -> Bool {
        var numbers = numbers
        while !numbers.isEmpty {
            let parcel = try author.parcel(numbers)
            do {
                let results = try await connection.publish(parcel, timeout: .seconds(120))
                numbers = ledger.note(results, of: numbers.map { author.id($0) }).map { numbers[$0] }
            } catch BusError.closed {
                return false
            } catch BusError.overloaded {
                continue
            }
        }
        return true
    }
}
