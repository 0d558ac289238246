import ArgumentParser
import EventBus
import EventSchema
import Foundation

/// Follows a stream and appends every record's bytes to a file; the file's last whole record is its cursor.
///
/// So it can be killed at any moment and started again. It tells on standard error how it stands, a word
/// and a value a line: `state`, `stored` (a sequence number), `current` (everything up to this one was
/// delivered, or is of no interest), `gap`, and `stalled` (seconds) when it goes on.
@main
struct SubscriberCommand: AsyncParsableCommand {
    @Option var live: String
    @Option var requests: String
    @Option var file: String
    @Option var name: String
    @Option(help: "Whole topic levels, such as agency/incident/; empty for everything.")
    var topic = ""
    @Option(help: "Takes nothing for so many seconds after the first records; still runs its sockets.")
    var stallSeconds = 0

    func run() async throws {
        guard let interest = Interest(topicPrefix: topic) else {
            throw ValidationError("--topic is not of whole levels")
        }
        let output = try RecordFile(file)
        let feed = try Feed(
            Feed.Settings(live: live, requests: requests, consumer: name, interest: interest),
            after: output.cursor
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await feed.run() }
            defer { feed.close() }
            var isToStall = stallSeconds > 0
            while let event = await feed.next() {
                switch event {
                case .records(let batch):
                    try output.append(batch)
                    guard let end = batch.end else { break }
                    feed.report(end)
                    tell("stored \(end.sequence)")
                    if isToStall {
                        isToStall = false
                        try await Task.sleep(for: .seconds(stallSeconds))
                        tell("stalled \(stallSeconds)")
                    }
                case .position(let cursor): feed.report(cursor)
                case .heartbeat(let pulse): tell("current \(pulse.head)")
                case .state(let state): tell("state \(state)")
                case .gap(let range): tell("gap \(range.lowerBound)-\(range.upperBound)")
                }
            }
        }
    }

    private func tell(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
