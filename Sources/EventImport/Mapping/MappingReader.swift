import EventSchema
import YAMLValues
import Yams

/// Reads a mapping, and goes on after a fault, so that one look shows all of them.
struct MappingReader {
    private static let topKeys = [
        "version", "name", "input", "times", "tables", "event", "board", "checks", "events",
    ]
    private static let inputKeys = ["format", "encoding", "delimiter", "columns", "at", "element"]
    private static let version = "1"

    var values: YAMLValues
    var templates = TemplateReader(tables: [:], timeFormats: [])
    private var fieldPlaces: [String: String] = [:]

    init(values: YAMLValues) {
        self.values = values
    }

    /// - Throws: ``MappingFaults``, everything that is wrong.
    static func mapping(_ text: [UInt8], file: String) throws(MappingFaults) -> Mapping {
        var reader = MappingReader(values: YAMLValues(file: file))
        let mapping = reader.read(text)
        do {
            try reader.values.check()
        } catch {
            throw MappingFaults(lines: error.lines)
        }
        guard let mapping else { throw MappingFaults(lines: ["\(file): is no mapping"]) }
        return mapping
    }

    private mutating func read(_ text: [UInt8]) -> Mapping? {
        guard let root = values.document(text, byteCountMax: Mapping.byteCountMax),
            let keys = values.keys(root, "", allowed: Self.topKeys)
        else { return nil }
        for key in ["version", "name", "input", "events"] where keys[key] == nil {
            values.note(root, key, "missing")
        }
        if let node = keys["version"], values.word(node, "version") != Self.version {
            values.note(node, "version", "not known here; allowed: \(Self.version)")
        }
        let tables = tables(keys["tables"])
        let times = times(keys["times"], tables)
        templates = TemplateReader(tables: tables, timeFormats: Set(times.formats.keys))
        let board = keys["board"].map { self.board($0) } ?? nil
        let shared = attributes(keys["event"])
        let nodes = values.items(keys["events"], "events", countMax: Mapping.statementCountMax)
        if nodes.isEmpty, let node = keys["events"] { values.note(node, "events", "is empty") }
        var statements: [Statement] = []
        var amending: [(name: String, node: Node, path: String)] = []
        for (index, node) in nodes.enumerated() {
            if case .mapping(let mapping) = node, let amends = mapping["amends"],
                let name = amends.scalar?.string
            {
                amending.append((name, amends, "events[\(index)].amends"))
            }
            guard let statement = statement(node, "events[\(index)]", shared, hasBoard: keys["board"] != nil)
            else { continue }
            if statements.contains(where: { $0.name == statement.name }) {
                values.note(node, "events[\(index)]", "\(statement.name) is there already; give one a name")
            }
            statements.append(statement)
        }
        for (name, node, path) in amending where !statements.contains(where: { $0.name == name }) {
            let names = statements.map(\.name).joined(separator: ", ")
            values.note(node, path, "\(YAMLValues.quoted(name)) is no event here; there are: \(names)")
        }
        let checks = checks(keys["checks"], Set(times.formats.keys))
        let name = keys["name"].flatMap { feedName($0) }
        let format = keys["input"].flatMap { input($0) }
        if case .csv? = format?.format, case .polled? = board?.items {
            values.note(
                keys["board"],
                "board.items",
                "a record of csv holds no list; give board.changes, with item: $row"
            )
        }
        guard let name, let format else { return nil }
        return Mapping(
            name: name,
            format: format.format,
            encoding: format.encoding,
            fingerprint:
                "\(EventID.derived(from: "scenewire mapping", String(decoding: text, as: UTF8.self)))",
            times: times,
            board: board,
            checks: checks,
            statements: statements,
            fieldPlaces: fieldPlaces
        )
    }

    private mutating func feedName(_ node: Node) -> String? {
        guard let name = values.word(node, "name") else { return nil }
        let isName =
            name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        if isName { return name }
        values.note(node, "name", "\(YAMLValues.quoted(name)) is not allowed; allowed: [a-z0-9_-]{1,64}")
        return nil
    }

    // MARK: - Input

    private mutating func input(_ node: Node) -> (format: InputFormat, encoding: TextEncoding)? {
        guard let keys = values.keys(node, "input", allowed: Self.inputKeys) else { return nil }
        let own = ["csv": ["delimiter", "columns"], "json": ["at"], "xml": ["element"], "ndjson": []]
        if let format = keys["format"]?.scalar?.string, let own = own[format] {
            for (key, value) in keys.sorted(by: { $0.key < $1.key })
            where !["format", "encoding"].contains(key) && !own.contains(key) {
                values.note(value, "input.\(key)", "says nothing about \(format)")
            }
        }
        let encoding = choice(keys["encoding"], "input.encoding", TextEncoding.self) ?? .utf8
        guard let formatNode = keys["format"] else {
            values.note(node, "input.format", "missing; allowed: csv, ndjson, json, xml")
            return nil
        }
        let format: InputFormat
        switch values.word(formatNode, "input.format") {
        case "csv":
            let columns = keys["columns"].map { values.words($0, "input.columns") }
            if let columns, columns.isEmpty || Set(columns).count != columns.count {
                values.note(keys["columns"], "input.columns", "is empty, or has a name twice")
                return nil
            }
            format = .csv(delimiter: delimiter(keys["delimiter"]), columns: columns)
        case "ndjson": format = .lines
        case "json":
            let pointer = keys["at"].flatMap { values.word($0, "input.at") } ?? ""
            guard JSONArrayReader.isPointer(pointer) else {
                values.note(keys["at"], "input.at", "allowed: a JSON pointer, such as /features")
                return nil
            }
            format = .array(at: pointer)
        case "xml":
            guard let element = keys["element"].flatMap({ values.word($0, "input.element") }) else {
                values.note(node, "input.element", "missing; it names the element that is one record")
                return nil
            }
            format = .xml(element: element)
        case let word?:
            values.note(
                formatNode,
                "input.format",
                "\(YAMLValues.quoted(word)) is not allowed; allowed: csv, ndjson, json, xml"
            )
            return nil
        case nil: return nil
        }
        return (format, encoding)
    }

    private mutating func delimiter(_ node: Node?) -> UInt8 {
        guard let node else { return UInt8(ascii: ",") }
        let names: [String: UInt8] = ["tab": 0x09, "comma": 0x2C, "semicolon": 0x3B, "pipe": 0x7C]
        let word = values.word(node, "input.delimiter") ?? ""
        if let byte = names[word] { return byte }
        if word.utf8.count == 1, let byte = word.utf8.first, byte > 0x20, byte < 0x7F,
            byte != UInt8(ascii: "\"")
        {
            return byte
        }
        values.note(node, "input.delimiter", "allowed: one character, or tab, comma, semicolon, pipe")
        return UInt8(ascii: ",")
    }

    // MARK: - Tables and times

    private mutating func tables(_ node: Node?) -> [String: ValueTable] {
        guard let node else { return [:] }
        guard case .mapping(let mapping) = node else {
            values.note(node, "tables", "is not a mapping of names to tables")
            return [:]
        }
        var tables: [String: ValueTable] = [:]
        for (key, value) in mapping {
            guard let name = values.word(key, "tables") else { continue }
            guard case .mapping(let entries) = value else {
                values.note(value, "tables.\(name)", "is not a mapping of words to words")
                continue
            }
            var words: [String: JSONValue] = [:]
            for (word, meaning) in entries {
                guard let word = values.word(word, "tables.\(name)") else { continue }
                words[word] = values.scalar(meaning, "tables.\(name).\(word)")
            }
            let others = words.removeValue(forKey: "else")
            tables[name] = ValueTable(name: name, words: words, others: others)
        }
        return tables
    }

    private mutating func times(_ node: Node?, _ tables: [String: ValueTable]) -> TimeFormats {
        var times = TimeFormats()
        guard let node,
            let keys = values.keys(
                node,
                "times",
                allowed: ["zone", "formats", "months", "near", "ambiguous", "skipped"]
            )
        else { return times }
        times.zone = keys["zone"].flatMap { zone($0, "times.zone") }
        if let months = keys["months"] {
            times.months = values.words(months, "times.months")
            if times.months.count != 12 { values.note(months, "times.months", "has not 12 names") }
        }
        times.ambiguous = choice(keys["ambiguous"], "times.ambiguous", TimeFormats.Choice.self) ?? .earlier
        times.skipped = choice(keys["skipped"], "times.skipped", TimeFormats.Choice.self) ?? .later
        if case .mapping(let formats)? = keys["formats"] {
            for (key, value) in formats {
                guard let name = values.word(key, "times.formats") else { continue }
                times.formats[name] = timeFormat(value, "times.formats.\(name)")
            }
        } else if let node = keys["formats"] {
            values.note(node, "times.formats", "is not a mapping of names to patterns")
        }
        if let near = keys["near"] {
            let reader = TemplateReader(tables: tables, timeFormats: Set(times.formats.keys))
            times.near = template(near, "times.near", by: reader)
        }
        return times
    }

    private mutating func timeFormat(_ node: Node, _ path: String) -> TimeFormats.Format {
        var patterns = node
        var zone: ZoneRules?
        if case .mapping = node {
            guard let keys = values.keys(node, path, allowed: ["patterns", "zone"]) else {
                return TimeFormats.Format(patterns: [], zone: nil)
            }
            zone = keys["zone"].flatMap { self.zone($0, "\(path).zone") }
            patterns = keys["patterns"] ?? node
            if keys["patterns"] == nil {
                values.note(node, "\(path).patterns", "missing")
                return TimeFormats.Format(patterns: [], zone: zone)
            }
        }
        let texts = values.words(patterns, path)
        var read: [TimePattern] = []
        for text in texts {
            do {
                read.append(try TimePattern(text))
            } catch {
                values.note(patterns, path, "\(YAMLValues.quoted(text)) \(error.reason)")
            }
        }
        return TimeFormats.Format(patterns: read, zone: zone)
    }

    private mutating func zone(_ node: Node, _ path: String) -> ZoneRules? {
        guard let name = values.word(node, path) else { return nil }
        if let zone = ZoneRules(name) { return zone }
        values.note(
            node,
            path,
            "\(YAMLValues.quoted(name)) is no time zone; allowed: names such as America/New_York or UTC"
        )
        return nil
    }

    private mutating func checks(_ node: Node?, _ formats: Set<String>) -> [TimeOrderCheck] {
        values.items(node, "checks", countMax: 20).enumerated().compactMap { index, node in
            let path = "checks[\(index)]"
            guard let keys = values.keys(node, path, allowed: ["ascending", "time"]) else { return nil }
            guard let list = keys["ascending"] else {
                values.note(node, "\(path).ascending", "missing; it lists the fields in their order")
                return nil
            }
            let format = keys["time"].flatMap { values.word($0, "\(path).time") }
            if let format, !formats.contains(format) {
                values.note(
                    keys["time"],
                    "\(path).time",
                    "\(YAMLValues.quoted(format)) is no format of times here"
                )
            }
            return TimeOrderCheck(paths: paths(list, "\(path).ascending"), format: format)
        }
    }

    // MARK: - Pieces

    mutating func paths(_ node: Node, _ path: String) -> [FieldPath] {
        values.words(node, path).compactMap { text in
            if let found = FieldPath(text) {
                note([found], at: node, path)
                return found
            }
            values.note(node, path, "\(YAMLValues.quoted(text)) is no field")
            return nil
        }
    }

    /// Notes where the mapping names fields of the record, of the item, or of the item as it was.
    private mutating func note(_ paths: [FieldPath], at node: Node, _ key: String) {
        for path in paths where path.root.hasMembers {
            guard let name = path.names.first, fieldPlaces[name] == nil else { continue }
            fieldPlaces[name] = "\(values.place(of: node)): \(key)"
        }
    }

    mutating func path(_ node: Node, _ path: String) -> FieldPath? {
        guard let text = values.word(node, path) else { return nil }
        if let found = FieldPath(text) {
            note([found], at: node, path)
            return found
        }
        values.note(node, path, "\(YAMLValues.quoted(text)) is no field")
        return nil
    }

    mutating func template(_ node: Node, _ path: String, by reader: TemplateReader? = nil) -> Template? {
        guard let text = values.word(node, path) else { return nil }
        do {
            let template = try (reader ?? templates).template(text)
            note(template.paths, at: node, path)
            return template
        } catch {
            values.note(node, path, error.reason)
            return nil
        }
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: Node?,
        _ path: String,
        _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let node, let word = values.word(node, path) else { return nil }
        if let choice = Choice(rawValue: word) { return choice }
        let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        values.note(node, path, "\(YAMLValues.quoted(word)) is not allowed; allowed: \(allowed)")
        return nil
    }
}

extension YAMLValues {
    /// How many words a list may have.
    private static let wordCountMax = 1_000

    /// A list of words, or one word.
    mutating func words(_ node: Node, _ path: String) -> [String] {
        items(node, path, countMax: Self.wordCountMax).compactMap { word($0, path) }
    }

    /// A plain value: text, a number, true or false; text in quotes is text.
    mutating func scalar(_ node: Node, _ path: String) -> JSONValue? {
        guard let scalar = node.scalar else {
            note(node, path, "is not a plain value")
            return nil
        }
        guard scalar.style == .plain else { return .string(scalar.string) }
        if Self.isNull(node) { return .null }
        // Only JSON's own words and numbers: YAML's others, such as NO, 0123 and 1:30, are text that somebody wrote.
        let text = scalar.string
        if text == "true" || text == "false" { return .bool(text == "true") }
        let document = try? JSONObject.parse(Array("{\"value\":\(text)}".utf8), depthMax: 2)
        if let document, document.members.count == 1, case .number(let digits)? = document["value"] {
            return .number(digits)
        }
        return .string(scalar.string)
    }
}
