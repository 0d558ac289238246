import Foundation
import Glibc
import Logging
import SystemPackage
import Testing

@testable import ServiceRuntime

@Suite struct LogLineTests {
    private let time = timespec(tv_sec: 1_772_366_399, tv_nsec: 7_999_999)

    private func line(
        _ message: Logger.Message,
        _ metadata: Logger.Metadata,
        _ format: LogLine.Format
    ) -> String {
        let event = LogEvent(
            level: .warning,
            message: message,
            metadata: nil,
            source: nil,
            file: "",
            function: "",
            line: 0
        )
        return LogLine(event, label: "scenewire.x", metadata: metadata, time: time, format: format).text
    }

    @Test func writesJSON() {
        let metadata: Logger.Metadata = [
            "b": "two", "a": .stringConvertible(1), "c": ["x", "y"], "d": ["k": "v", "j": "w"],
            "level": "high",
        ]
        #expect(
            line("Stored", metadata, .json)
                == #"{"time":"2026-03-01T11:59:59.007Z","level":"warning","logger":"scenewire.x","#
                + #""message":"Stored","a":"1","b":"two","c":["x","y"],"d":{"j":"w","k":"v"},"#
                + #""metadata.level":"high"}"# + "\n"
        )
    }

    @Test func writesLogfmt() {
        let metadata: Logger.Metadata = [
            "b": "two words", "a": "1", "e": "", "q": "x=\"y\"", "k =\n": "\u{e9}",
        ]
        #expect(
            line("Stored it", metadata, .logfmt)
                == #"time=2026-03-01T11:59:59.007Z level=warning logger=scenewire.x msg="Stored it" a=1"#
                + #" b="two words""# + " e=\"\" k___=\"\u{e9}\" q=\"x=\\\"y\\\"\"\n"
        )
    }

    /// Nothing that comes from outside starts a second line or a field that was not logged.
    @Test func staysOnOneLineWhateverIsLogged() throws {
        for value in UInt32(0)...0x2100 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(scalar)b"
            for format in [LogLine.Format.json, .logfmt] {
                let line = line("\(text)", ["\(text)": "\(text)"], format)
                #expect(
                    line.unicodeScalars.filter { $0.properties.isPatternWhitespace && $0 != " " } == ["\n"]
                )
                #expect(line.last == "\n")
            }
            let json = Data(line("\(text)", ["k": "\(text)"], .json).utf8)
            let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: String])
            #expect(object["message"] == text)
            #expect(object["k"] == text)
        }
    }

    @Test func cutsWhatIsTooLongAndStaysJSON() throws {
        let long = String(repeating: "\u{e9}\n", count: LogLine.byteCountMax)
        let text = line("\(long)", ["a": "kept", "b": "\(long)"], .json)
        #expect(text.utf8.count <= LogLine.byteCountMax + 1)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String]
        #expect(object?["a"] == "kept")
        #expect(line("\(long)", ["b": "\(long)"], .logfmt).utf8.count <= LogLine.byteCountMax + 1)
    }
}

@Suite(.timeLimit(.minutes(1))) struct LogWriterTests {
    /// Runs what blocks on a thread of its own.
    private func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    private func flush(_ writer: LogWriter) async {
        await onThread { writer.flush(within: .seconds(30)) }
    }

    /// Reads until the other end closes.
    private func contents(of descriptor: FileDescriptor) async -> [UInt8] {
        await onThread {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while let count = try? buffer.withUnsafeMutableBytes({ try descriptor.read(into: $0) }), count > 0
            {
                bytes += buffer[..<count]
            }
            return bytes
        }
    }

    @Test func writesLinesInTheirOrder() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let writer = LogWriter(to: writing)
        for number in 0..<1_000 { writer.write("\(number)\n") }
        await flush(writer)
        try writing.close()
        let expected = (0..<1_000).map { "\($0)\n" }.joined()
        #expect(await contents(of: reading) == Array(expected.utf8))
        #expect(writer.droppedCount == 0)
        try reading.close()
    }

    /// A reader that does not read costs lines, neither time nor memory.
    @Test func dropsWhatAFullPipeKeepsWaiting() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let writer = LogWriter(to: writing)
        let line = String(repeating: "x", count: 1_023) + "\n"
        let count = 3 * LogWriter.waitingByteCountMax / line.utf8.count
        for _ in 0..<count { writer.write(line) }
        let droppedCount = writer.droppedCount
        #expect(droppedCount > 0)
        async let bytes = contents(of: reading)
        await flush(writer)
        try writing.close()
        #expect(await bytes.count == (count - droppedCount) * line.utf8.count)
        try reading.close()
    }

    @Test func countsWhatAClosedPipeRefuses() async throws {
        signal(SIGPIPE, SIG_IGN)
        let (reading, writing) = try FileDescriptor.pipe()
        try reading.close()
        let writer = LogWriter(to: writing)
        writer.write("a\n")
        await flush(writer)
        #expect(writer.droppedCount == 1)
        try writing.close()
    }

    @Test func handsEventsOnWithTheirMetadata() async throws {
        let (reading, writing) = try FileDescriptor.pipe()
        let writer = LogWriter(to: writing)
        var logger = Logger(label: "x") { label in
            LineLogHandler(
                label: label,
                level: .notice,
                format: .logfmt,
                writer: writer,
                metadataProvider: Logger.MetadataProvider { ["provided": "p", "own": "hidden"] }
            )
        }
        logger[metadataKey: "base"] = "b"
        logger.info("Not written")
        logger.notice("Written", metadata: ["own": "o"])
        logger.error("Failed", error: SettingsError.missing(key: "data"))
        await flush(writer)
        try writing.close()
        let lines = String(decoding: await contents(of: reading), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasSuffix(" level=notice logger=x msg=Written base=b own=o provided=p") == true)
        #expect(lines.last?.contains("error=\"data: missing; ") == true)
        try reading.close()
    }

    @Test(arguments: [
        (LogSettings.Format.auto, true, LogLine.Format.logfmt), (.auto, false, .json),
        (.logfmt, false, .logfmt), (.json, true, .json),
    ])
    func choosesTheFormat(_ format: LogSettings.Format, _ isTerminal: Bool, _ expected: LogLine.Format) throws
    {
        let settings = try Settings(
            flags: ["log.format": format.rawValue],
            environment: [:],
            file: nil,
            defaults: LogSettings.defaults
        )
        #expect(try LogSettings(reading: settings).lineFormat(onTerminal: isTerminal) == expected)
    }
}
