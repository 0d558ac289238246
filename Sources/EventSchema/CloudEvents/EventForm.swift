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
            guard isVarying[place] ? value != .null : value == given.members[place].value else {
                return false
            }
        }
        return true
    }

    private func hasSameNames(_ document: JSONObject) -> Bool {
        document.members.count == given.members.count
            && given.members.indices.allSatisfy { document.members[$0].name == given.members[$0].name }
    }

    private mutating func learn(_ document: JSONObject, _ whole: JSONObject) {
        if hasSameNames(document) {
            for place in isVarying.indices where document.members[place].value != given.members[place].value {
                isVarying[place] = true
            }
        } else {
            isVarying = [Bool](repeating: false, count: document.members.count)
        }
        (given, self.whole, plan) = (document, whole, .notMade)
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
