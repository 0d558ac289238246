import Foundation
import Glibc

/// A subscriber in a process of its own, with the file in which it keeps what it was given.
struct SubscriberProcess: Sendable {
    let site: PublisherSite
    let name: String
    let file: String
    let topic: String
    let program: Program
    private(set) var process: ChildProcess

    /// - Parameters:
    ///   - program: The client that it is written with.
    ///   - topic: Whole topic levels; empty for everything.
    ///   - stallSeconds: How long it takes nothing after the first records, in its first life.
    init(
        _ name: String,
        of site: PublisherSite,
        in directory: TestDirectory,
        program: Program = .swift,
        topic: String = "",
        stallSeconds: Int = 0
    ) throws {
        self.site = site
        self.name = name
        self.topic = topic
        self.program = program
        file = directory["\(name).records"]
        process = try Self.launch(name, site, file, program, topic, stallSeconds)
    }

    /// Goes on where the file ends, after the process was killed.
    mutating func restart() throws {
        process = try Self.launch(name, site, file, program, topic, 0)
    }

    /// Waits until it delivers what is broadcast.
    func untilLive() async throws {
        try await process.report.wait(for: "subscriber \(name) being live") { report in
            report.lines.contains("state live") || report.values["current"] != nil ? () : nil
        }
    }

    /// Waits until it has been given everything up to `sequence` that it wants.
    func until(_ sequence: UInt64, limit: Duration = .seconds(90)) async throws {
        try await process.report.wait(for: "subscriber \(name) at \(sequence)", limit: limit) { report in
            report.values["current"].flatMap { UInt64($0) }.flatMap { $0 >= sequence ? () : nil }
        }
    }

    /// What it was given.
    func bytes() throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
    }

    private static func launch(
        _ name: String,
        _ site: PublisherSite,
        _ file: String,
        _ program: Program,
        _ topic: String,
        _ stallSeconds: Int
    ) throws -> ChildProcess {
        let arguments = [
            "--live", site.live, "--requests", site.requests, "--file", file, "--name", name, "--topic",
            topic,
        ]
        switch program {
        case .swift:
            return try ChildProcess(
                Executable.subscriber,
                arguments + ["--stall-seconds", "\(stallSeconds)"]
            )
        case .python: return try ChildProcess(python: "subscriber_process.py", arguments)
        }
    }

    /// Which client library follows the stream.
    enum Program {
        case swift
        /// It knows no stalling.
        case python
    }
}
