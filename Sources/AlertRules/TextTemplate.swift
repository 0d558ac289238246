/// A text with places for values: `{incident}`, `{data.by}`.
struct TextTemplate: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case text(String)
        case place(String)
    }

    let parts: [Part]

    /// - Returns: `nil` when a brace has no partner.
    init?(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else { return nil }
            if brace > rest.startIndex { parts.append(.text(String(rest[..<brace]))) }
            let name = rest[rest.index(after: brace)..<end]
            guard !name.contains("{") else { return nil }
            parts.append(.place(String(name)))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    /// The names of its places.
    var places: [String] {
        parts.compactMap { if case .place(let name) = $0 { name } else { nil } }
    }

    /// The text with its values, in one line; a value that is absent or empty is a question mark.
    func filled(lengthMax: Int, _ value: (String) -> String?) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let words): text += words
            case .place(let name):
                // An event may neither have an empty text nor an empty key.
                let filling = value(name) ?? ""
                text += filling.isEmpty ? "?" : filling
            }
        }
        // Most texts are plain, and every letter's category is slow to find.
        if text.utf8.count <= lengthMax, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        // Control characters could drive a terminal or forge lines of a log.
        let line = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: line.prefix(lengthMax))
        return String(shown)
    }
}
