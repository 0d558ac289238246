import SystemPackage

/// The scenario and the alert rules of a demonstration.
struct DemoFiles: Equatable, Sendable {
    /// Where the scenario is, below the directory that holds both.
    static let scenarioPath = "Scenarios/a-hostage-standoff.ndjson"
    /// Where the rules are, below the same directory.
    static let rulesPath = "deploy/rules.yml"

    let scenario: FilePath
    let rules: FilePath

    init(scenario: FilePath, rules: FilePath) {
        self.scenario = scenario
        self.rules = rules
    }

    /// The files that come with the program: in a checkout above its build, or installed beside it.
    ///
    /// - Parameter programs: The program's directory, without links on the way.
    /// - Returns: `nil` when no directory has both.
    init?(near programs: FilePath) {
        var directory = programs
        repeat {
            if let files = Self(below: directory) {
                self = files
                return
            }
        } while directory.removeLastComponent()
        guard let files = Self(below: LocalFile.shared(programs)) else { return nil }
        self = files
    }

    private init?(below directory: FilePath) {
        scenario = directory.appending(Self.scenarioPath)
        rules = directory.appending(Self.rulesPath)
        guard LocalFile.exists(scenario), LocalFile.exists(rules) else { return nil }
    }
}
