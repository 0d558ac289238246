import EventSchema

/// Reads templates as a mapping writes them.
struct TemplateReader {
    /// The mapping's tables by name.
    let tables: [String: ValueTable]
    /// The names of its time formats.
    let timeFormats: Set<String>

    /// - Throws: ``PatternProblem`` when the text is no template.
    func template(_ text: String) throws(PatternProblem) -> Template {
        var parts: [Template.Part] = []
        var literal = ""
        var rest = text[...]
        while let first = rest.first {
            rest = rest.dropFirst()
            switch first {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                literal.append(first)
                rest = rest.dropFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw Self.loneBrace }
                if !literal.isEmpty { parts.append(.text(literal)) }
                literal = ""
                parts.append(try place(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            case "}": throw Self.loneBrace
            default: literal.append(first)
            }
        }
        if !literal.isEmpty || parts.isEmpty { parts.append(.text(literal)) }
        return Template(parts: parts)
    }

    private static let loneBrace = PatternProblem(
        reason: "has a brace without its partner; a brace that is meant is written twice"
    )

    private func place(_ text: Substring) throws(PatternProblem) -> Template.Part {
        var pieces = Self.split(text)
        let name = pieces.removeFirst()
        guard let path = FieldPath(name) else {
            let words = FieldPath.Root.allCases.map(\.rawValue).filter { !$0.isEmpty }.joined(separator: ", ")
            throw PatternProblem(
                reason:
                    "{\(name)} is no field; allowed: a name, names with dots between them, a JSON pointer "
                    + "such as /location/gps, \(words)"
            )
        }
        var filters: [Filter] = []
        for piece in pieces { filters.append(try filter(piece)) }
        return .place(path, filters)
    }

    /// The parts between bars, without the spaces around them; a bar in quotes is text.
    private static func split(_ text: Substring) -> [String] {
        var pieces = [""]
        var isQuoted = false
        for character in text {
            if character == "'" { isQuoted.toggle() }
            if character == "|", !isQuoted {
                pieces.append("")
            } else {
                pieces[pieces.count - 1].append(character)
            }
        }
        return pieces.map { piece in
            let start = piece.firstIndex { $0 != " " } ?? piece.endIndex
            let end = piece.lastIndex { $0 != " " }.map { piece.index(after: $0) } ?? piece.endIndex
            return start < end ? String(piece[start..<end]) : ""
        }
    }

    private func filter(_ text: String) throws(PatternProblem) -> Filter {
        let name = String(text.prefix { $0 != " " })
        var argument: String? = String(text.dropFirst(name.count).drop { $0 == " " })
        if argument?.isEmpty == true { argument = nil }
        if let quoted = argument, quoted.count >= 2, quoted.first == "'", quoted.last == "'" {
            argument = String(quoted.dropFirst().dropLast())
        }
        func needed() throws(PatternProblem) -> String {
            guard let argument else {
                throw PatternProblem(reason: "| \(name) needs a word or text behind it")
            }
            return argument
        }
        switch name {
        case "time":
            if let argument, !timeFormats.contains(argument) {
                throw Self.unknown(argument, "format of times", timeFormats)
            }
            return .time(argument)
        case "number": return .number
        case "whole": return .whole
        case "lower": return .lower
        case "upper": return .upper
        case "trim": return .trim
        case "word": return .word
        case "id": return .identifier
        case "table":
            guard let table = tables[try needed()] else {
                throw Self.unknown(try needed(), "table", Set(tables.keys))
            }
            return .table(table)
        case "before": return .before(try needed())
        case "after": return .after(try needed())
        case "or": return .or(try needed())
        case "cut":
            guard let count = Int(try needed()), (1...4_000).contains(count) else {
                throw PatternProblem(reason: "| cut needs a number from 1 to 4000")
            }
            return .cut(count)
        default:
            throw PatternProblem(
                reason:
                    "\(name.debugDescription) is no filter; allowed: \(Filter.names.joined(separator: ", "))"
            )
        }
    }

    private static func unknown(_ word: String, _ what: String, _ known: Set<String>) -> PatternProblem {
        let list = known.isEmpty ? "none" : known.sorted().joined(separator: ", ")
        return PatternProblem(
            reason: "\(word.debugDescription) is no \(what) of this mapping; there are: \(list)"
        )
    }
}
