import EventSchema
import Foundation

/// A real server for webhooks, which checks signatures with PyPI's `standardwebhooks`.
struct WebhookReceiver: Sendable {
    /// One request as the receiver saw it.
    struct Request: Sendable {
        let id: String
        let isVerified: Bool
        let answer: String
        let type: String
        let timestamp: String
        let alert: String
        let rule: String
        let status: String
        let seconds: Double
    }

    let port: UInt16
    let secretFile: String
    let process: ChildProcess

    /// Starts one and waits until it listens.
    ///
    /// - Parameter answers: Statuses such as `503`, `429:2` with Retry-After, or `hang`; the last one for ever.
    init(_ answers: [String], in directory: TestDirectory) async throws {
        port = try FreePort.next()
        secretFile = directory["secret-\(port)"]
        let secret = "whsec_" + Data((0..<32).map { UInt8($0 ^ 0x5A) }).base64EncodedString() + "\n"
        try secret.write(toFile: secretFile, atomically: true, encoding: .utf8)
        let script = Executable.repository + "/Tests/Tools/webhook_receiver.py"
        process = try ChildProcess(Executable.python, [script, "\(port)", secretFile] + answers)
        _ = try await process.report.wait(for: "a receiver that listens") { $0.values["receiving"] }
    }

    /// Everything that came so far.
    var requests: [Request] { Self.requests(process.report.value) }

    /// Waits until `found` finds something in what came.
    @discardableResult
    func wait<Found: Sendable>(
        for what: String,
        limit: Duration = .seconds(60),
        _ found: @escaping @Sendable ([Request]) -> Found?
    ) async throws -> Found {
        try await process.report.wait(for: what, limit: limit) { found(Self.requests($0)) }
    }

    /// A destination of the rules that posts here.
    func destination(_ name: String, exercises: Bool = true) -> String {
        """
          - name: \(name)
            kind: webhook
            url: http://127.0.0.1:\(port)/alerts
            secret_file: \(secretFile)
            exercises: \(exercises)

        """
    }

    private static func requests(_ report: ChildProcess.Report) -> [Request] {
        report.lines.compactMap { line in
            guard line.hasPrefix("request "),
                let object = try? CloudEvent.parse(Array(line.dropFirst(8).utf8))
            else { return nil }
            func text(_ name: String) -> String {
                switch object[name] {
                case .string(let text)?, .number(let text)?: text
                default: ""
                }
            }
            return Request(
                id: text("id"),
                isVerified: object["verified"] == .bool(true),
                answer: text("answer"),
                type: text("type"),
                timestamp: text("timestamp"),
                alert: text("alert"),
                rule: text("rule"),
                status: text("status"),
                seconds: Double(text("seconds")) ?? 0
            )
        }
    }
}
