import EventImport
import Testing

/// What is wrong with a mapping is told with its line and key, all of it at once.
@Suite struct MappingFaultTests {
    private func faults(_ text: String) -> [String] {
        do throws(MappingFaults) {
            _ = try Mapping(Array(text.utf8), file: "m.yml")
            return []
        } catch {
            return error.lines
        }
    }

    @Test(arguments: [
        (
            "input: {format: csv}", "input: {format: cvs}",
            "input.format: \"cvs\" is not allowed; allowed: csv, ndjson, json, xml"
        ),
        (
            "input: {format: csv}", "input: {format: csv, delimiter: long}",
            "input.delimiter: allowed: one character, or tab, comma, semicolon, pipe"
        ),
        (
            "zone: UTC", "zone: Mars/Base",
            "times.zone: \"Mars/Base\" is no time zone; allowed: names such as America/New_York or UTC"
        ),
        (
            "HH:mm", "QQ:mm",
            "has QQ; allowed: y yyyy yy M MM MMMM d dd H HH h hh m mm s ss S a X, and text in single quotes"
        ),
        (
            "incident.declared", "incident.declred",
            "events[0].event: \"incident.declred\" is no event type; the nearest is incident.declared"
        ),
        ("{id}\"", "{id\"", "events[0].key: has a brace without its partner"),
        ("| time cad", "| time cat", "\"cat\" is no format of times of this mapping; there are: cad"),
        ("| time cad", "| tim cad", "\"tim\" is no filter; allowed: time, number"),
        ("class:", "klass:", "events[0].data: \"klass\" is no field here; allowed: class, complexity"),
        (
            "label:", "lable:",
            "events[0].data.location: \"lable\" is no field here; allowed: label, longitude"
        ),
        ("key: \"{id}\"", "on: appeared", "events[0].on: appeared needs a board, which this mapping has not"),
        (
            "key: \"{id}\"", "keep: best",
            "events[0].keep: \"best\" is not allowed; allowed: first, earliest, latest"
        ),
        ("key: \"{id}\"", "key: \"{$nothing}\"", "{$nothing} is no field"),
        ("version: 1", "version: 2", "version: not known here; allowed: 1"),
        ("name: feed", "name: My Feed", "name: \"My Feed\" is not allowed; allowed: [a-z0-9_-]{1,64}"),
        ("version: 1", "version: [1", "is not YAML"),
        ("HH:mm", "HH:MM", "times.formats.cad: \"yyyy-MM-dd HH:MM\" has M twice; minutes are m"),
        (
            "status: Test", "status: Exercize",
            "event.status: \"Exercize\" is not allowed; allowed: Actual, Exercise"
        ),
        (
            "input: {format: csv}", "input: {format: csv, columns: [a, b, a]}",
            "input.columns: is empty, or has a name twice"
        ),
        (
            "input: {format: csv}", "input: {format: json, at: features}",
            "input.at: allowed: a JSON pointer, such as /features"
        ),
        ("input: {format: csv}", "input: {format: csv, element: x}", "input.element: says nothing about csv"),
        (
            "key: \"{id}\"", "key: call",
            "events[0].key: has no place, so that every record would be the same event"
        ),
        (
            "key: \"{id}\"", "key: \"{id}\"\n    amends: nothing",
            "events[0].amends: \"nothing\" is no event here; there are: incident.declared"
        ),
        (
            "events:", "board: {items: calls, id: \"{id}\", polled: \"{at}\", watch: kind}\nevents:",
            "board.items: a record of csv holds no list; give board.changes, with item: $row"
        ),
        ("version: 1", "verion: 1", "\"verion\" is no key here; allowed: version, name"),
    ])
    func isTold(_ right: String, _ wrong: String, _ fault: String) throws {
        let text = """
            version: 1
            name: feed
            input: {format: csv}
            times: {zone: UTC, formats: {cad: "yyyy-MM-dd HH:mm"}}
            event: {agency: pd, source: s, authorid: a, authorrole: automation, status: Test, tlp: GREEN, subject: "{id}"}
            events:
              - event: incident.declared
                key: "{id}"
                time: "{at | time cad}"
                data: {class: "{kind}", location: {label: "{place}"}}
            """
        #expect(faults(text) == [])
        let changed = text.replacing(right, with: wrong, maxReplacements: 1)
        try #require(changed != text)
        let told = faults(right == "{id}\"" ? text.replacing("key: \"{id}\"", with: "key: \"{id\"") : changed)
        #expect(told.contains { $0.contains(fault) }, "\(told)")
        #expect(told.allSatisfy { $0.hasPrefix("m.yml:") })
    }

    @Test(arguments: ["sf_fire_units", "clearwater_pd", "polisen_se", "nsw_rfs", "cap", "cot"])
    func theShippedMappingsAreRight(_ name: String) throws {
        let mapping = try MappingSamples.shipped(name)
        #expect(mapping.name == name.replacing("_", with: "-"))
    }

    @Test func anyBytesAreEitherAMappingOrFaults() throws {
        var random = SystemRandomNumberGenerator()
        let text = Array(MappingSamples.rows.utf8)
        for _ in 0..<300 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[max(0, place - 20)..<place], at: place)
                }
            }
            let mapping: Mapping
            do throws(MappingFaults) {
                mapping = try Mapping(bytes, file: "m.yml")
            } catch {
                #expect(!error.lines.isEmpty)
                continue
            }
            var engine = ImportEngine(mapping)
            _ = engine.take(
                try MappingSamples.row(2, #"{"id":"c","unit":1,"kind":["x"],"sent":{"a":null},"there":""}"#)
            )
            _ = engine.finish()
        }
    }
}
