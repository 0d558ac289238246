import Foundation

/// A ``Subscriber`` in a process of its own, so that its decoding is not done by the publishing client.
final class SubscriberProcess {
    private let process = Process()
    private let pipe = Pipe()
    private var reader: LineReader

    init(of publisher: PublisherProcess, count: Int, decodes: Bool) throws {
        process.executableURL = Bundle.main.executableURL
        process.arguments =
            ["subscribe", publisher.live, publisher.requests, String(count)] + (decodes ? ["--decodes"] : [])
        process.standardOutput = pipe
        try process.run()
        reader = LineReader(pipe.fileHandleForReading)
    }

    /// Blocks until the subscriber has heard everything so far and is live.
    func waitUntilLive() {
        while let line = reader.next(), line != "ready" {}
    }

    /// Blocks until the subscriber has taken everything.
    ///
    /// - Returns: The time from its first record to its last.
    func waitUntilDone() -> Duration {
        var last = Duration.zero
        while let line = reader.next() {
            if let seconds = Double(line) { last = .seconds(seconds) }
        }
        process.waitUntilExit()
        return last
    }
}

/// Reads a child's lines.
struct LineReader {
    private let handle: FileHandle
    private var buffer = Data()

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    /// Blocks until a line is there; `nil` at the end.
    mutating func next() -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer = Data(buffer[(end + 1)...])
                return line
            }
            let more = handle.availableData
            if more.isEmpty { return nil }
            buffer += more
        }
    }
}
