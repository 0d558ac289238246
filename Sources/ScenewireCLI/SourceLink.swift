import EventBus
import EventOutbox

/// Knows whether the publisher takes what is sent, and tells people when that changes.
actor SourceLink {
    private let outbox: Outbox
    private var trouble: String?
    private var hasSpoken = false

    init(outbox: Outbox) {
        self.outbox = outbox
    }

    /// Whether the publisher has taken the last that was sent.
    var isWorking: Bool { hasSpoken && trouble == nil }

    /// The publisher has taken something.
    func works() async {
        guard trouble != nil || !hasSpoken else { return }
        hasSpoken = true
        trouble = nil
        await TextOutput.standardError.say("the publisher answers", .faint)
        await note()
    }

    /// Something keeps entries from being sent.
    func fails(_ error: any Error) async {
        guard let text = Self.describe(error) else { return }
        await fails(because: text)
    }

    /// Something keeps entries from being sent, in one line.
    func fails(because text: String) async {
        guard text != trouble else { return }
        hasSpoken = true
        trouble = text
        await TextOutput.standardError.say("\(TerminalText.safe(text)); entries wait in the outbox", .alarm)
        await note()
    }

    private func note() async {
        // It is for people who ask; what a full disk does not take, standard error has said.
        try? await outbox.noteTrouble(trouble)
    }

    /// - Returns: `nil` when the agent itself has closed the connection.
    private static func describe(_ error: any Error) -> String? {
        switch error {
        // How long was waited differs from question to question; that nobody answers does not.
        case BusError.noReply(let endpoint, _): "no answer from \(endpoint)"
        case BusError.closed: nil
        default: "\(error)"
        }
    }
}
