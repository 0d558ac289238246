/// Words, numbers, times and lists as a sentence says them; what is absent becomes empty text.
extension EventSentence {
    /// The most elements of a list that a sentence names; the others are counted.
    private static let namedMax = 4

    /// Words that camel case would say wrongly.
    private static let irregular = [
        "swatTeam": "SWAT team", "k9": "K9", "k9Bite": "K9 bite", "k9Deployed": "K9 deployed", "uas": "UAS",
        "ambulanceALS": "ALS ambulance", "ambulanceBLS": "BLS ambulance", "redCross": "Red Cross",
        "impact40mm": "40 mm impact", "nooneNewlyHurt": "no one newly hurt",
        "INCREA": "increasing", "STABLE": "stable", "DECREA": "decreasing",
    ]
    private static let known = Set(SchemaTable.vocabularies.flatMap(\.words))

    /// A vocabulary's word in plain English, as `existing phone` for `existingPhone`; a word that the schema
    /// does not know stays as it is.
    static func plain(_ word: String) -> String {
        known.contains(word) ? irregular[word] ?? split(word) : word
    }

    /// The parts of a camel-case name between spaces, in lower case but for capitals that stand together.
    static func split(_ name: String) -> String {
        guard name != name.uppercased() else { return name }
        var words: [String] = []
        var isAfterCapital = false
        for character in name {
            let isCapital = character.isUppercase
            if words.isEmpty || isCapital && !isAfterCapital { words.append("") }
            words[words.count - 1].append(character)
            isAfterCapital = isCapital
        }
        return words.map { $0.count > 1 && $0 == $0.uppercased() ? $0 : $0.lowercased() }
            .joined(separator: " ")
    }

    /// A number of things, as `1 shot` or `2 shots`.
    static func count(_ number: UInt32, _ noun: String) -> String {
        "\(number) \(number == 1 ? noun : plural(noun))"
    }

    private static func plural(_ noun: String) -> String {
        switch noun {
        case "person": "people"
        case "witness": "witnesses"
        default: noun.hasSuffix("s") ? noun : noun + "s"
        }
    }

    /// The parts that are there, with spaces between them.
    static func phrase(_ parts: String...) -> String {
        parts.filter { !$0.isBlank }.joined(separator: " ")
    }

    /// The elements with commas between them, the first few by name: `412, 415, 416, 417 and 2 more`.
    static func list(_ elements: [String]) -> String {
        let elements = elements.filter { !$0.isBlank }
        let named = elements.prefix(namedMax).joined(separator: ", ")
        return elements.count > namedMax ? "\(named) and \(elements.count - namedMax) more" : named
    }

    /// All elements, for free text, of which nothing may be lost.
    static func labelled(_ label: String, _ texts: [String]) -> String {
        let texts = texts.filter { !$0.isBlank }
        return texts.isEmpty ? "" : "\(label): \(texts.joined(separator: "; "))"
    }

    /// A length of time, as `33:35` or `3:32:00`.
    static func duration(seconds: UInt32) -> String {
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        let end = twoDigits(seconds % 60)
        return hours > 0 ? "\(hours):\(twoDigits(minutes)):\(end)" : "\(minutes):\(end)"
    }

    /// A length of time as people read it: `840 ms`, `2.4 s` or `1:05`.
    static func duration(milliseconds: UInt32) -> String {
        switch milliseconds {
        case ..<1_000: "\(milliseconds) ms"
        case ..<60_000: "\(milliseconds / 1_000).\(milliseconds / 100 % 10) s"
        default: duration(seconds: milliseconds / 1_000)
        }
    }

    private static func twoDigits(_ number: UInt32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
