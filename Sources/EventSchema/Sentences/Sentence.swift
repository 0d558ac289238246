/// A sentence in the making: what happened with its details, then free text behind a colon.
///
/// Parts that are empty or only white space vanish with the punctuation that would have joined them, so that
/// whoever writes a sentence names every field and asks for none first.
struct Sentence {
    /// What happened, in the software's words.
    let head: String
    /// What people wrote, in their own.
    private var texts: [String] = []

    /// - Parameters:
    ///   - head: What happened.
    ///   - details: What stands behind it, each after a comma.
    init(_ head: String, _ details: String...) {
        self.head = ([head] + details).filter { !$0.isBlank }.joined(separator: ", ")
    }

    /// The sentence with free text added at its end, in full.
    func saying(_ texts: String...) -> Sentence {
        var longer = self
        longer.texts += texts.filter { !$0.isBlank }
        return longer
    }

    /// The sentence with the envelope's narrative at its end, unless it says that already.
    func saying(narrative: String) -> Sentence {
        // Only the head is searched: it is short, and a search through long texts could be made to take long.
        texts.contains(narrative) || head.contains(narrative) ? self : saying(narrative)
    }

    /// The head, a colon and the texts, each of which ends as a sentence does before another follows.
    var text: String {
        [head, Self.joined(texts)].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    /// Texts of people one after the other, each of which ends as a sentence does before another follows.
    static func joined(_ texts: [String]) -> String {
        var all = ""
        for text in texts {
            if let last = all.last { all += ".!?…".contains(last) ? " " : ". " }
            all += text
        }
        return all
    }
}

extension String {
    /// Whether there is nothing in it to read.
    var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// The text behind another word, as `by 412`; nothing when there is no text.
    func after(_ word: String) -> String { isBlank ? "" : "\(word) \(self)" }

    /// The text with its first letter in upper case.
    var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
