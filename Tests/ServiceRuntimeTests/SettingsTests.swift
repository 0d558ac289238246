import Foundation
import ServiceRuntime
import SystemPackage
import Testing

@Suite struct SettingsTests {
    private enum Color: String, CaseIterable {
        case red
        case blue
    }

    /// Settings with one key, from whichever sources are given.
    private func settings(
        flag: String? = nil,
        environment: String? = nil,
        file: String? = nil,
        standard: String? = nil,
        key: String = "live.some"
    ) throws -> Settings {
        let yaml = try file.map { try TemporaryFile("live: { some: \($0) }\n") }
        return try withExtendedLifetime(yaml) {
            try Settings(
                flags: [key: flag],
                environment: environment.map { [SettingOrigin.environmentName(of: key): $0] } ?? [:],
                file: yaml?.path,
                defaults: standard.map { [key: $0] } ?? [:],
                keysWithoutDefault: [key]
            )
        }
    }

    /// The error's one line.
    private func fault(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch let error as SettingsError {
            #expect(error.processExit == .badConfiguration)
            #expect(!error.description.contains("\n"))
            return error.description
        } catch {
            return "another error: \(error)"
        }
    }

    @Test func putsFlagsOverEnvironmentOverFileOverDefaults() throws {
        let all = try settings(flag: "1", environment: "2", file: "3", standard: "4")
        #expect(try all.requiredText("live.some") == "1")
        #expect(all.origin(of: "live.some") == .flag)
        let three = try settings(environment: "2", file: "3", standard: "4")
        #expect(try three.requiredText("live.some") == "2")
        #expect(three.origin(of: "live.some") == .environment(name: "SCENEWIRE_LIVE_SOME"))
        let two = try settings(file: "3", standard: "4")
        #expect(try two.requiredText("live.some") == "3")
        #expect("\(two.origin(of: "live.some"))".hasPrefix("file "))
        let one = try settings(standard: "4")
        #expect(try one.requiredText("live.some") == "4")
        #expect(one.origin(of: "live.some") == .standard)
    }

    @Test func takesFromAProfileWhatNothingElseGives() throws {
        let config = FileManager.default.temporaryDirectory.path + "/scenewire-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: config) }
        let directory = config + "/scenewire/profiles"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try "live: tcp://localhost:7001\nagency: expd\n".write(
            toFile: directory + "/post.yml",
            atomically: true,
            encoding: .utf8
        )
        let place = ["XDG_CONFIG_HOME": config]
        #expect(try Profile.chosen(flag: nil, place) == nil)
        let profile = try #require(try Profile.chosen(flag: "post", place))
        #expect(try Profile.chosen(flag: nil, place.merging(["SCENEWIRE_PROFILE": "post"]) { $1 }) == profile)
        for flag in ["tcp://localhost:7002", nil] {
            let settings = try Settings(
                flags: ["live.endpoint": flag],
                environment: [:],
                file: nil,
                profile: profile,
                defaults: ["live.endpoint": "tcp://localhost:5556"]
            )
            #expect(try settings.requiredText("live.endpoint") == flag ?? "tcp://localhost:7001")
            let origin = flag == nil ? SettingOrigin.profile(name: "post") : .flag
            #expect(settings.origin(of: "live.endpoint") == origin)
            #expect(settings.profileInUse == (flag == nil ? "post" : nil))
        }
        let message = fault { _ = try Profile.chosen(flag: "pst", place) }
        #expect(
            message.hasSuffix("no such profile; there are: post; make it with `scenewire init --profile pst`")
        )
    }

    @Test func namesAMissingKeyAndWhereToSetIt() throws {
        let none = try settings()
        #expect(
            fault { _ = try none.requiredText("live.some") }
                == "live.some: missing; give its flag, SCENEWIRE_LIVE_SOME, or live.some in the file of --config; "
                + "see --help"
        )
    }

    @Test(arguments: [
        ("data", "SCENEWIRE_DATA"), ("live.endpoint", "SCENEWIRE_LIVE_ENDPOINT"),
        ("live.highWaterMark", "SCENEWIRE_LIVE_HIGH_WATER_MARK"), ("a.b2C", "SCENEWIRE_A_B2C"),
    ])
    func namesEnvironmentVariables(_ key: String, _ name: String) {
        #expect(SettingOrigin.environmentName(of: key) == name)
    }

    @Test func tellsEnvironmentVariablesThatNameNothing() throws {
        let settings = try Settings(
            flags: [:],
            environment: [
                "SCENEWIRE_DTAA": "x", "SCENEWIRE_DATA": "y", "SCENEWIREX": "", "PATH": "z",
                // Settings of other programs.
                "SCENEWIRE_AUTHOR_ID": "u17", "SCENEWIRE_ARCHIVE": "a", "SCENEWIRE_RULES": "r",
                "SCENEWIRE_RETENTION_DAYS": "1",
            ],
            file: nil,
            defaults: ["data": ""]
        )
        #expect(settings.unknownEnvironmentNames == ["SCENEWIRE_DTAA"])
    }

    @Test func readsTheFileThatTheEnvironmentNames() throws {
        let file = try TemporaryFile("data: here\n")
        let settings = try Settings(
            flags: [:],
            environment: [Settings.fileEnvironmentName: file.path.string],
            file: nil,
            defaults: ["data": "there"]
        )
        #expect(try settings.requiredText("data") == "here")
        #expect(settings.unknownEnvironmentNames == [])
    }

    @Test func readsWholeNumbersWithinTheirRange() throws {
        for text in ["1", "9"] {
            #expect(try settings(flag: text).requiredInt("live.some", in: 1...9) == Int(text))
        }
        for text in ["0", "10", "", "a", "1.0", "1e0", "0x1", " 1", "99999999999999999999"] {
            let settings = try settings(environment: text)
            #expect(
                fault { _ = try settings.requiredInt("live.some", in: 1...9) }
                    == "live.some: \"\(text)\" (environment SCENEWIRE_LIVE_SOME) is not allowed; "
                    + "allowed: a whole number from 1 to 9"
            )
        }
    }

    @Test(arguments: [
        ("waitMilliseconds", Duration.milliseconds(3)), ("live.waitSeconds", .seconds(3)),
        ("seconds", .seconds(3)),
        ("waitMinutes", .seconds(180)), ("waitHours", .seconds(10_800)), ("waitDays", .seconds(259_200)),
    ])
    func readsDurationsInTheUnitOfTheKey(_ key: String, _ duration: Duration) throws {
        #expect(try settings(flag: "3", key: key).requiredDuration(key, in: 0...9) == duration)
    }

    @Test func readsSwitches() throws {
        #expect(try settings(flag: "true").requiredBool("live.some"))
        #expect(try !settings(file: "false").requiredBool("live.some"))
        for text in ["yes", "1", "True", ""] {
            let settings = try settings(flag: text)
            #expect(
                fault { _ = try settings.requiredBool("live.some") }
                    == "live.some: \"\(text)\" (flag) is not allowed; allowed: true, false"
            )
        }
    }

    @Test func readsWords() throws {
        #expect(try settings(flag: "blue").requiredWord("live.some", as: Color.self) == .blue)
        let settings = try settings(standard: "Blue")
        #expect(
            fault { _ = try settings.requiredWord("live.some", as: Color.self) }
                == "live.some: \"Blue\" (default) is not allowed; allowed: red, blue"
        )
    }

    @Test func readsTextsWithinTheirLength() throws {
        #expect(try settings(flag: "abc").requiredText("live.some", byteCountMax: 3) == "abc")
        #expect(try settings(flag: "a/b").requiredPath("live.some") == FilePath("a/b"))
        for text in ["", "abcd", "a\0b"] {
            let settings = try settings(flag: text)
            #expect(
                fault { _ = try settings.requiredText("live.some", byteCountMax: 3) }.hasPrefix("live.some: ")
            )
        }
    }

    @Test func readsLists() throws {
        #expect(try settings(flag: "a, b,c").requiredList("live.some", countMax: 3) == ["a", "b", "c"])
        #expect(try settings(file: "[a, b]").requiredList("live.some") == ["a", "b"])
        #expect(try settings(flag: "").requiredList("live.some") == [])
        for text in ["a,,b", ",", "a,b,c,d"] {
            let settings = try settings(flag: text)
            #expect(
                fault { _ = try settings.requiredList("live.some", countMax: 3) }.hasPrefix("live.some: ")
            )
        }
    }

    @Test func refusesAddressesBeyondThisMachine() throws {
        #expect(
            try settings(flag: "127.0.0.1:0").requiredLocalAddress("live.some")
                == HostPort(host: "127.0.0.1", port: 0)
        )
        #expect(try settings(flag: "tcp://[::1]:1").requiredLocalEndpoint("live.some") == "tcp://[::1]:1")
        for text in ["0.0.0.0:80", "localhost.example.org:80"] {
            let settings = try settings(flag: text)
            #expect(fault { _ = try settings.requiredLocalAddress("live.some") }.contains("without keys"))
        }
        let remote = try settings(flag: "tcp://*:1")
        #expect(fault { _ = try remote.requiredLocalEndpoint("live.some") }.contains("without keys"))
        let malformed = try settings(flag: "nonsense")
        #expect(fault { _ = try malformed.requiredLocalEndpoint("live.some") }.contains("ipc://PATH"))
        #expect(fault { _ = try malformed.requiredLocalAddress("live.some") }.contains("127.0.0.1:PORT"))
    }

    @Test func takesLocalhostForThisMachine() throws {
        let address = HostPort(host: "127.0.0.1", port: 80)
        for text in ["localhost:80", "LOCALHOST:80"] {
            #expect(try settings(flag: text).requiredLocalAddress("live.some") == address)
        }
        for (text, expected) in [
            ("tcp://localhost:1", "tcp://127.0.0.1:1"), ("tcp://localhost:*", "tcp://127.0.0.1:*"),
        ] {
            #expect(try settings(flag: text).requiredLocalEndpoint("live.some") == expected)
        }
        let source = try settings(flag: "tcp://localhost:0;192.0.2.1:1")
        #expect(fault { _ = try source.requiredLocalEndpoint("live.some") }.contains("ipc://PATH"))
    }

    @Test func showsAValueOnOneLineAndNotAllOfIt() throws {
        let settings = try settings(flag: "a\n" + String(repeating: "b", count: 10_000))
        let text = fault { _ = try settings.requiredBool("live.some") }
        #expect(text.contains("\\n"))
        #expect(text.utf8.count < 200)
    }

    @Test func refusesAKeyThatNothingReads() throws {
        let file = try TemporaryFile("live: { endpont: x }\n")
        #expect(
            fault {
                _ = try Settings(
                    flags: [:],
                    environment: [:],
                    file: file.path,
                    defaults: ["live.endpoint": "", "live.batch": "", "data": ""]
                )
            } == "\"live.endpont\" in \(file.path) is not a setting; allowed: live.batch, live.endpoint"
        )
    }

    @Test func refusesAFlagForAKeyThatNothingReads() async {
        await #expect(processExitsWith: .failure) {
            _ = try Settings(flags: ["data": nil], environment: [:], file: nil, defaults: [:])
        }
    }
}
