import SystemPackage
import Testing

@testable import ServiceRuntime

@Suite struct SettingsFileTests {
    private func read(_ text: String) throws -> [String: String] {
        let file = try TemporaryFile(text)
        return try withExtendedLifetime(file) { try SettingsFile.read(file.path) }
    }

    private func fault(_ text: some Sequence<UInt8>) throws -> String {
        let file = try TemporaryFile(text)
        do throws(SettingsError) {
            let values = try SettingsFile.read(file.path)
            return "no error but \(values)"
        } catch {
            #expect(!error.description.contains("\n"))
            let prefix = "\(file.path): "
            #expect(error.description.hasPrefix(prefix))
            return String(error.description.dropFirst(prefix.count))
        }
    }

    @Test func readsNestedKeysAsPaths() throws {
        let values = try read(
            """
            # A comment.
            data: /var/lib/scenewire
            live:
              endpoint: tcp://127.0.0.1:5556
              deeper: { number: 5, on: true, "text": "a: b" }
            log.level: debug
            retention:
              consumers: [archiver, 'notifier']
            """
        )
        #expect(
            values == [
                "data": "/var/lib/scenewire", "live.endpoint": "tcp://127.0.0.1:5556",
                "live.deeper.number": "5", "live.deeper.on": "true", "live.deeper.text": "a: b",
                "log.level": "debug", "retention.consumers": "archiver,notifier",
            ]
        )
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "~\n", "{}\n"])
    func takesAnEmptyFileForNoSettings(_ text: String) throws {
        #expect(try read(text) == [:])
    }

    @Test(arguments: [
        ("a", "is not a mapping"), ("- a", "is not a mapping"), ("a: [", "is not YAML"),
        ("a: 'b", "is not YAML"),
        ("a: b: c", "in line 1"), ("a: 1\na: 2", "a set twice"), ("a.b: 1\na: { b: 2 }", "a.b is set twice"),
        ("a:\n", "a in line 1 has no value"), ("a: ~", "has no value"), ("a: [[1]]", "not a list of words"),
        ("a: ['b,c']", "not a list of words"), ("? [a]\n: b", "is not a word"), ("a: *b", "is not YAML"),
        ("a: 1\n---\nb: 2", "is not YAML"), ("\tb: 1", "is not YAML"), ("a: \u{1}", "is not YAML"),
    ])
    func refuses(_ text: String, _ part: String) throws {
        let fault = try fault(text.utf8)
        #expect(fault.contains(part), "\(fault)")
    }

    @Test func refusesWhatIsNotText() throws {
        #expect(try fault([0x61, 0x3A, 0x20, 0xFF]) == "is not UTF-8")
    }

    @Test func refusesWhatCannotBeRead() {
        #expect(throws: SettingsError.self) { try SettingsFile.read("/nonexistent/settings.yml") }
        #expect(throws: SettingsError.self) { try SettingsFile.read("/") }
    }

    @Test func readsUpToItsLimits() throws {
        let nested = { (depth: Int) in
            String(repeating: "{ a: ", count: depth) + "1" + String(repeating: " }", count: depth)
        }
        #expect(try read(nested(SettingsFile.depthMax)).count == 1)
        #expect(try fault(nested(SettingsFile.depthMax + 1).utf8).contains("sections deep"))

        let keys = { (count: Int) in (0..<count).map { "k\($0): 1\n" }.joined() }
        #expect(try read(keys(SettingsFile.keyCountMax)).count == SettingsFile.keyCountMax)
        #expect(try fault(keys(SettingsFile.keyCountMax + 1).utf8).contains("more than"))

        let padded = { (count: Int) in "a: 1\n#" + String(repeating: "x", count: count - 6) }
        #expect(try read(padded(SettingsFile.byteCountMax)) == ["a": "1"])
        #expect(try fault(padded(SettingsFile.byteCountMax + 1).utf8).contains("longer than"))
    }

    @Test func stopsAtAliasesThatMultiply() throws {
        var text = "a0: &a0 { x: 1, y: 2 }\n"
        for level in 1...7 {
            let parts = (0..<9).map { "k\($0): *a\(level - 1)" }.joined(separator: ", ")
            text += "a\(level): &a\(level) { \(parts) }\n"
        }
        #expect(try fault(text.utf8).contains("more than"))
    }

    /// Every truncation and every flipped bit ends in keys or in a refusal that names the file.
    @Test func readsAnyBytes() throws {
        let bytes = Array("live:\n  endpoint: [a, 'b']\n  on: { c: &x 1, d: *x }\n# é\n".utf8)
        var refusalCount = 0
        func check(_ damaged: some Sequence<UInt8>) throws {
            let file = try TemporaryFile(damaged)
            do throws(SettingsError) {
                let values = try SettingsFile.read(file.path)
                #expect(values.keys.allSatisfy { !$0.isEmpty })
            } catch {
                refusalCount += 1
                #expect(error.description.contains(file.path.string))
                #expect(!error.description.contains("\n"))
            }
        }
        for end in 0..<bytes.count { try check(bytes[..<end]) }
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                try check(damaged)
            }
        }
        #expect(refusalCount > 0)
    }
}
