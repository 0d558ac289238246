import Glibc
import Logging

/// One log event as one line of text; nothing in it can start a second line.
struct LogLine {
    enum Format: Sendable {
        case logfmt
        case json
    }

    /// The longest line in bytes; a longer one is cut, so that one message cannot fill the buffer.
    static let byteCountMax = 16 * 1_024

    /// Fields that every line has; metadata of the same name steps aside.
    private static let reserved: Set = ["time", "level", "logger", "message", "msg"]

    let text: String

    init(
        _ event: LogEvent,
        label: String,
        metadata: Logger.Metadata,
        time: timespec,
        format: Format
    ) {
        let timestamp = Self.timestamp(time)
        var fields = metadata.map { key, value in
            (Self.reserved.contains(key) ? "metadata.\(key)" : key, value)
        }
        fields.sort { $0.0 < $1.0 }
        switch format {
        case .json:
            var line = "{\"time\":\"\(timestamp)\",\"level\":\"\(event.level.rawValue)\""
            line += ",\"logger\":\(JSONText.quoted(label))"
            line += ",\"message\":\(JSONText.quoted(Self.shortened("\(event.message)")))"
            for (key, value) in fields {
                let field = ",\(JSONText.quoted(key)):\(Self.json(value))"
                // Cut between fields, so that the line stays JSON.
                guard line.utf8.count + field.utf8.count < Self.byteCountMax else { break }
                line += field
            }
            text = line + "}\n"
        case .logfmt:
            var line = "time=\(timestamp) level=\(event.level.rawValue) logger=\(Self.logfmt(label))"
            line += " msg=\(Self.logfmt(Self.shortened("\(event.message)")))"
            for (key, value) in fields {
                let field = " \(Self.logfmtKey(key))=\(Self.logfmt("\(value)"))"
                guard line.utf8.count + field.utf8.count < Self.byteCountMax else { break }
                line += field
            }
            text = line + "\n"
        }
    }

    /// RFC 3339 in UTC with milliseconds.
    static func timestamp(_ time: timespec) -> String {
        var seconds = time.tv_sec
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = [
            padded(Int(parts.tm_year) + 1900, 4), padded(Int(parts.tm_mon) + 1), padded(Int(parts.tm_mday)),
        ]
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0)) }
        let milliseconds = padded(time.tv_nsec / 1_000_000, 3)
        return "\(date.joined(separator: "-"))T\(clock.joined(separator: ":")).\(milliseconds)Z"
    }

    /// Leaves room for escapes and fields.
    private static func shortened(_ message: String) -> String {
        let countMax = byteCountMax / 8
        guard message.utf8.count > countMax else { return message }
        return String(decoding: message.utf8.prefix(countMax), as: UTF8.self) + "…"
    }

    private static func json(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text):
            return JSONText.quoted(text)
        case .stringConvertible(let value):
            return JSONText.quoted("\(value)")
        case .array(let values):
            return "[\(values.map(json).joined(separator: ","))]"
        case .dictionary(let values):
            let fields = values.sorted { $0.key < $1.key }
            let texts = fields.map { "\(JSONText.quoted($0.key)):\(json($0.value))" }
            return "{\(texts.joined(separator: ","))}"
        }
    }

    private static func logfmt(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII ? scalar.value > 0x20 && !"\"=\\\u{7F}".unicodeScalars.contains(scalar) : false
            }
        return isPlain ? text : JSONText.quoted(text)
    }

    private static func logfmtKey(_ key: String) -> String {
        String(
            key.unicodeScalars.map { scalar in
                scalar.isASCII && scalar.value > 0x20 && scalar.value != 0x7F && scalar != "="
                    && scalar != "\""
                    ? Character(scalar) : "_"
            }
        )
    }
}
