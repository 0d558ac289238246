import AlertRules
import ArgumentParser
import ServiceRuntime
import YAMLValues

/// `scenewire rules test`: whether rules raise what files of tests say.
struct RulesTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Test alert rules against events and the alerts that must come of them.",
        discussion: """
            A file of tests names a file of rules and says for each test what happens, when, and which alerts are \
            raised and resolved by which time; every other alert is a failure. One line for each test, and below \
            one that failed how what came differs. docs/alerts.md teaches how tests are written.

            Examples:
              scenewire rules test deploy/rules.test.yml

            Exit codes: 0 everything came as expected, 1 a test failed or a file cannot be read, 2 wrong usage, \
            3 there is no such file, 65 something is wrong with a file of tests or of rules, 77 not permitted.
            """
    )

    @Argument(help: "Files of tests.")
    var files: [String]

    func run() async throws {
        var (failed, total) = (0, 0)
        var faulty: CommandFailure?
        for file in files {
            do {
                let (failures, count) = try await test(file)
                failed += failures
                total += count
            } catch let failure as CommandFailure where failure.processExit == .badInput {
                // The others are still worth knowing.
                if files.count > 1 { await TextOutput.standardError.say("\(file): \(failure)") }
                faulty = failure
            }
        }
        if let faulty { throw faulty }
        guard failed == 0 else {
            throw CommandFailure("\(failed) of \(total) test\(total == 1 ? "" : "s") failed", .failure)
        }
    }

    /// - Returns: How many tests failed, and how many there are.
    private func test(_ file: String) async throws -> (failed: Int, total: Int) {
        let bytes = try await RuleInput.bytes(of: file, byteCountMax: RuleTestFile.byteCountMax)
        let book: RuleBook
        let tests: [RuleTest]
        do {
            let rules = RuleTestFile.path(of: try RuleTestReader.rules(bytes, file: file), beside: file)
            book = try await RuleInput.book(rules, fault: .badInput)
            tests = try RuleTestReader.file(bytes, file: file, rules: book).tests
        } catch let faults as YAMLFaults {
            throw await RuleInput.failure(faults.lines, .badInput)
        }
        var failed = 0
        var untested = Set(book.rules.map(\.id))
        for test in tests {
            var run = RuleTestRun(test, rules: book)
            try run.run()
            untested.subtract(run.raised)
            if !run.differences.isEmpty { failed += 1 }
            try await write(test.name, run.differences)
        }
        let rest = untested.isEmpty ? "" : "; no test raises \(untested.sorted().joined(separator: ", "))"
        let count = "\(tests.count) test\(tests.count == 1 ? "" : "s")"
        try await TextOutput.standardOutput.write(
            TerminalText.safe("\(file): \(count), \(failed) failed\(rest)") + "\n"
        )
        return (failed, tests.count)
    }

    private func write(_ name: String, _ differences: [String]) async throws {
        let output = TextOutput.standardOutput
        let isFailed = !differences.isEmpty
        let word = output.palette.paint(isFailed ? "failed" : "ok", isFailed ? .alarm : .plain)
        let lines =
            ["\(word)\(isFailed ? "  " : "      ")\(TerminalText.safe(name))"]
            + differences.map { "        " + TerminalText.safe($0) }
        try await output.write(lines.joined(separator: "\n") + "\n")
    }
}
