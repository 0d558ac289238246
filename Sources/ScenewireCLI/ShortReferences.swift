import EventSchema

/// Puts the whole ids where people named other events shortly, or by their sequence numbers.
///
/// The publisher is asked only then; what it found is said, so that a wrong one can be seen.
struct ShortReferences {
    /// Ids that name no event of the stream: the event's own, and a stream's.
    private static let othersIDs: Set = ["id", "stream"]

    private let options: PublishingOptions

    init(_ options: PublishingOptions) {
        self.options = options
    }

    /// - Throws: ``CommandFailure`` for what is no reference, means no record, or more than one.
    func resolved(_ inputs: [FlagInput]) async throws -> [FlagInput] {
        var inputs = inputs
        for index in inputs.indices where inputs[index].field.kind == .id {
            guard !Self.othersIDs.contains(inputs[index].member) else { continue }
            switch inputs[index].value {
            case .text(let text?): inputs[index].value = .text(try await whole(text, inputs[index].name))
            case .texts(let texts):
                var ids: [String] = []
                for text in texts { ids.append(try await whole(text, inputs[index].name)) }
                inputs[index].value = .texts(ids)
            case .text(nil), .truth: continue
            }
        }
        return inputs
    }

    private func whole(_ text: String, _ flag: String) async throws -> String {
        guard EventID(text) == nil else { return text }
        let shown = TerminalText.safe(text, lengthMax: 80)
        guard let reference = RecordReference(argument: text) else {
            throw CommandFailure("\(flag) is \"\(shown)\"; allowed is \(RecordReference.allowed)", .usage)
        }
        let endpoint = try PublisherEndpoints(requests: options.publisher.requests).requests
        let found: (id: EventID, words: String)
        do {
            found = try await PublisherDesk.open(endpoint) { try await $0.find(reference, $0.status()) }
        } catch let failure as CommandFailure {
            throw CommandFailure("\(flag) \(shown): \(failure)", failure.processExit, advice: failure.advice)
        }
        await TextOutput.standardError.say("\(flag) \(shown) is \(found.id): \(found.words)")
        return found.id.description
    }
}
