import ArgumentParser
import EventBus
import EventSchema
import FileLocking
import ServiceRuntime
import ZeroMQ

/// `scenewire publish TYPE`: makes one event from flags and publishes it.
///
/// The generated commands differ in their payloads' flags alone.
protocol EventCommand: AsyncParsableCommand {
    /// The event type.
    static var type: String { get }
    /// The flags for the envelope.
    var envelope: EnvelopeOptions { get }
    /// How it is published.
    var publishing: EventPublishing { get }
    /// What was given for the payload.
    var inputs: [FlagInput] { get }
    /// The narrative, where it stands without a flag.
    var narrative: String? { get }
}

extension EventCommand {
    func run() async throws {
        let named = try await ShortReferences(publishing.options).resolved(envelope.inputs + inputs)
        let draft = try FlagDraft(type: Self.type, inputs: named, narrative: narrative)
        // An outbox gives its numbers only to what it stores.
        let outbox = try await publishing.dryRun ? nil : publishing.options.openOutbox()
        let typed = Timestamp.now
        let event = try draft.event(
            at: typed,
            defaults: outbox?.defaults(under: [:]) ?? [:],
            environment: { Environment[$0] }
        )
        for line in named.compactMap({ $0.saidTime(at: typed) }) { await TextOutput.standardError.say(line) }
        guard publishing.dryRun else {
            if let profile = Environment.profile {
                let (line, isActual) = ProfileLine.text(profile, event)
                await TextOutput.standardError.say(line, isActual ? .alarm : .plain)
            }
            try await warn(about: event, outbox)
            return try await publish(event, to: outbox)
        }
        for warning in EventWarnings.thorough(event, at: now) { await note(warning) }
        let document = try CloudEvent.encode(event.bytes)
        try await TextOutput.standardOutput.write(document + [UInt8(ascii: "\n")])
    }

    /// Gives the event its number, unless it has one or an outbox will, and publishes it.
    private func publish(_ event: ValidEvent, to outbox: OutboxDestination?) async throws {
        let isNumbered = envelope.inputs.contains { input in
            ["id", "sourceepoch", "sequence"].contains(input.member) && !input.isInData && input.isGiven
        }
        guard outbox == nil, !isNumbered, let number = try await nextNumber(of: event.source) else {
            return try await offer(event, to: outbox)
        }
        // A number without a receipt stays with its event, which may be recorded, or is offered again.
        defer { number.release() }
        do {
            try await offer(event.numbered(epoch: number.epoch, sequence: number.sequence), to: nil)
        } catch let error as EventsNotRecorded {
            try await SocketThread.run(label: "scenewire.numbers") { try number.giveBack() }
            throw error
        }
    }

    private func offer(_ event: ValidEvent, to outbox: OutboxDestination?) async throws {
        let reader = InputReader([.event(event, .document)])
        try await publishing.options.publish(from: reader, to: outbox, madeFrom: event)
    }

    /// - Returns: `nil` where no numbers can be kept; then each event is a numbering of its own.
    private func nextNumber(of source: String) async throws -> SourceNumber? {
        guard let directory = SourceNumbers.directory(Environment.all) else { return nil }
        let numbers = SourceNumbers(source, in: directory)
        do {
            return try await SocketThread.run(label: "scenewire.numbers") { try numbers.next() }
        } catch FileError.locked {
            throw CommandFailure(
                "another command holds the numbers of \(source) in \(directory)",
                .unavailable
            )
        } catch {
            await TextOutput.standardError.say(
                "the numbers of \(source) cannot be kept, so this event begins its own: \(error)",
                .attention
            )
            return nil
        }
    }

    /// - Throws: ``CommandFailure`` for what looks like a mistake, unless it is meant so.
    private func warn(about event: ValidEvent, _ outbox: OutboxDestination?) async throws {
        var warnings = EventWarnings.thorough(event, at: now)
        guard !publishing.force else {
            for warning in warnings where outbox != nil || !warning.isInReceipt { await note(warning) }
            return await sayPlaces(of: event)
        }
        var mentions = StreamWarnings.Mentions()
        mentions.add(event)
        warnings += await publishing.options.streamWarnings(outbox).about(mentions)
        guard warnings.isEmpty else { throw CommandFailure.mistake(warnings) }
        await sayPlaces(of: event)
    }

    /// Says positions back, since two numbers in the wrong order are a place as well.
    private func sayPlaces(of event: ValidEvent) async {
        for place in EventWarnings.places(event) {
            guard let text = place.text else { continue }
            await TextOutput.standardError.say(
                "\(place.pointer.split(separator: "/").dropFirst().joined(separator: "/")): \(text)"
            )
        }
    }

    private func note(_ warning: EventWarning) async {
        let hint = warning.hints.first.map { " (\($0))" } ?? ""
        await TextOutput.standardError.say("note: \(TerminalText.safe(warning.text + hint))")
    }

    /// This machine's time, or the player's where that is later.
    private var now: Timestamp { max(publishing.options.playedAt?.time ?? .now, .now) }
}

/// How one event from flags is published.
struct EventPublishing: ParsableArguments {
    @Flag(help: "Show the event as a CloudEvents document instead of publishing it.")
    var dryRun = false

    @Flag(help: "Record the event although it looks like a mistake.")
    var force = false

    @OptionGroup var options: PublishingOptions
}

/// An event as flags tell it, before it is checked.
struct FlagDraft {
    let type: String
    private var inputs: [FlagInput]

    /// - Parameter narrative: What stands without a flag, if that is the narrative.
    /// - Throws: ``CommandFailure`` when the narrative is given twice.
    init(type: String, inputs: [FlagInput], narrative: String?) throws {
        self.type = type
        self.inputs = inputs
        guard let narrative, let place = inputs.firstIndex(where: { $0.name == "--narrative" }) else {
            return
        }
        guard !inputs[place].isGiven else {
            throw CommandFailure("the narrative is given twice, with --narrative and without it", .usage)
        }
        self.inputs[place].value = .text(narrative)
    }

    /// - Parameters:
    ///   - now: What left-out times are, and what distances count from.
    ///   - defaults: Attributes for what no flag and no variable tells.
    ///   - environment: Gives a variable's value.
    /// - Throws: ``CommandFailure`` that names the flag, what is wrong with it and what is allowed.
    func event(
        at now: Timestamp,
        defaults: JSONObject = [:],
        environment: (String) -> String?
    ) throws -> ValidEvent {
        var document: JSONObject = ["type": .string(type)]
        var data = JSONObject()
        do throws(FlagProblem) {
            for input in inputs {
                guard let value = try filled(input, environment).json(at: now) else { continue }
                if input.isInData { data[input.member] = value } else { document[input.member] = value }
            }
        } catch {
            throw CommandFailure(error.description, .usage)
        }
        document["data"] = .object(data)
        var draft = EventDraft(document)
        var defaults = defaults
        defaults["time"] = .string(now.rfc3339)
        draft.complete(at: now, defaults: defaults)
        if draft.document["sourceepoch"] == nil, draft.document["sequence"] == nil {
            // Where nothing gives a number, each run is a life of its own. An event with an id and a time is the
            // same event each time.
            let recorded: Timestamp? =
                if case .string(let text)? = draft.document["recordedtime"] {
                    try? Timestamp(rfc3339: text)
                } else { nil }
            let second = max(1, (recorded ?? now).nanoseconds / 1_000_000_000)
            draft.document["sourceepoch"] = .number("\(UInt32(clamping: second))")
            draft.document["sequence"] = .number("1")
        }
        if let failure = MissingValues.failure(draft.document, inputs, type) { throw failure }
        do throws(EventProblem) {
            return try draft.event()
        } catch {
            throw CommandFailure(explanation(of: error), .usage)
        }
    }

    private func filled(_ input: FlagInput, _ environment: (String) -> String?) -> FlagInput {
        guard !input.isGiven, let name = input.environmentName, let text = environment(name), !text.isEmpty
        else { return input }
        var filled = input
        filled.value = .text(text)
        return filled
    }

    /// The problem in terms of flags.
    private func explanation(of problem: EventProblem) -> String {
        let parts = problem.pointer.split(separator: "/").map(String.init)
        let isInData = parts.first == "data" && parts.count > 1
        let member = isInData ? parts[1] : parts.first
        guard let input = inputs.first(where: { $0.isInData == isInData && $0.member == member }) else {
            return problem.description
        }
        let place = parts.dropFirst(isInData ? 2 : 1).map { "/\($0)" }.joined()
        let rest = problem.description.dropFirst(problem.pointer.count)
        let variable = input.environmentName.map { "; \($0) may hold it" } ?? ""
        return "\(input.name)\(place)\(rest)" + (problem.fault == .missing ? variable : "")
    }
}
