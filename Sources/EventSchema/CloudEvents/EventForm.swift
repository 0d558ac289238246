/// Makes events of documents that have the same members each time, most of them with the same values, as the records
/// of one feed give.
///
/// What stayed the same so far is looked up, completed and encoded once. The events and the problems are those of
/// ``EventDraft``, whatever comes.
public struct EventForm: Sendable {
    /// The last document that was made from scratch, as it was given and whole.
    private var given = JSONObject()
    private var whole = JSONObject()
    /// By their places in the documents, whether members have had other values.
    private var isVarying: [Bool] = []
    private var plan = Plan.notMade

    private enum Plan {
        case notMade
        /// Such documents are always made from scratch.
        case impossible
        case made(EncodingPlan)
    }

    /// A form that has seen no document.
    public init() {}

    /// Completes and checks a document.
    ///
    /// - Parameter now: When it is entered, where it does not say so.
    /// - Throws: ``EventProblem`` for the first thing that is wrong.
    public mutating func event(
        of document: consuming JSONObject,
        at now: Timestamp
    ) throws(EventProblem) -> (event: ValidEvent, document: JSONObject) {
        guard fits(document), let plan = knownPlan() else { return try eventFromScratch(document, now) }
        let event = try ValidEvent(checking: plan.bytes(of: document))
        for (name, value) in whole.members[document.members.count...] { document.append(name, value) }
        return (event, document)
    }

    private mutating func eventFromScratch(
        _ document: JSONObject,
        _ now: Timestamp
    ) throws(EventProblem) -> (event: ValidEvent, document: JSONObject) {
        var draft = EventDraft(document)
        draft.complete(at: now)
        let event = try draft.event()
        learn(document, draft.document)
        return (event, draft.document)
    }

    /// Whether only values differ that have differed before.
    private func fits(_ document: JSONObject) -> Bool {
        guard hasSameNames(document) else { return false }
        for place in given.members.indices {
            let value = document.members[place].value
            guard isVarying[place] ? value != .null : value.isWrittenAs(given.members[place].value) else {
                return false
            }
        }
        return true
    }

    private func hasSameNames(_ document: JSONObject) -> Bool {
        document.members.count == given.members.count
            && given.members.indices.allSatisfy {
                document.members[$0].name.hasSameBytes(as: given.members[$0].name)
            }
    }

    private mutating func learn(_ document: JSONObject, _ whole: JSONObject) {
        var isNew = !hasSameNames(document)
        if isNew {
            isVarying = [Bool](repeating: false, count: document.members.count)
        } else {
            for place in isVarying.indices where !isVarying[place] {
                isVarying[place] = !document.members[place].value.isWrittenAs(given.members[place].value)
                if isVarying[place] { isNew = true }
            }
        }
        (given, self.whole) = (document, whole)
        // What is impossible once stays so, and is not tried with every document.
        if case .impossible = plan, !isNew { return }
        plan = .notMade
    }

    private mutating func knownPlan() -> EncodingPlan? {
        if case .notMade = plan {
            plan =
                canComplete
                ? EncodingPlan(whole, varying: isVarying).map(Plan.made) ?? .impossible : .impossible
        }
        guard case .made(let known) = plan else { return nil }
        return known
    }

    /// Whether what completes the document depends on nothing that varies.
    private var canComplete: Bool {
        let isSeverityVarying = zip(given.members, isVarying).contains { $0.name == "severity" && $1 }
        let needed = ["id", "recordedtime"] + (isSeverityVarying ? ["urgency"] : [])
        return needed.allSatisfy { given[$0] ?? .null != .null }
            && !given.members.contains { $0.value == .null }
    }
}

extension JSONValue {
    /// Whether both give the same bytes: texts that Swift calls equal may have others, and so may members in another
    /// order.
    fileprivate func isWrittenAs(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.string(let own), .string(let other)), (.number(let own), .number(let other)):
            own.hasSameBytes(as: other)
        case (.array(let own), .array(let other)):
            own.count == other.count && zip(own, other).allSatisfy { $0.isWrittenAs($1) }
        case (.object(let own), .object(let other)):
            own.members.count == other.members.count
                && zip(own.members, other.members).allSatisfy {
                    $0.name.hasSameBytes(as: $1.name) && $0.value.isWrittenAs($1.value)
                }
        default: self == other
        }
    }
}
