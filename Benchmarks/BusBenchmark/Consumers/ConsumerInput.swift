import ArgumentParser
import Foundation

/// What the measurements of consumers have in common.
struct ConsumerInput: ParsableArguments {
    @Option(help: "Where files are written; the disk is part of the measurement.")
    var directory = FileManager.default.temporaryDirectory.path

    @Option(help: "CloudEvents of one incident, one on each line.")
    var scenario = "Scenarios/a-hostage-standoff.ndjson"

    @Option(help: "Events in all; the incident is repeated under other names.")
    var events = 1_000_000

    @Flag(help: "Without heartbeats and other system events.")
    var authoredOnly = false

    func journal(total: Int) throws -> BenchmarkJournal {
        let file = URL(fileURLWithPath: scenario)
        let events = try ScenarioEvents(file, systemEvents: !authoredOnly)
        let parent = URL(fileURLWithPath: directory)
        return try BenchmarkJournal(in: parent, of: events, total: total)
    }
}
