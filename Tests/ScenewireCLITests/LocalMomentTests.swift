import EventSchema
import Testing

@testable import ScenewireCLI

/// Times as a clock on the wall tells them.
@Suite(.timeLimit(.minutes(2))) struct LocalMomentTests {
    private static let noon = Timestamp(nanoseconds: 1_747_742_400_000_000_000)

    @Test(arguments: [
        ("2025-05-20 14:05", "2025-05-20 14:05:00.000"), ("2025-05-20 14:05:30", "2025-05-20 14:05:30.000"),
        ("2024-02-29", "2024-02-29 00:00:00.000"), ("2025-12-31 9:05", "2025-12-31 09:05:00.000"),
    ])
    func isInThisMachinesZone(_ text: String, _ expected: String) throws {
        let time = try #require(Moment(argument: text)).time(from: Self.noon)
        #expect(LocalTime.text(of: time).hasPrefix(expected))
    }

    @Test func aTimeAloneIsOnTheDayThatItCountsFrom() throws {
        func text(_ moment: String) throws -> String {
            LocalTime.text(of: try #require(Moment(argument: moment)).time(from: Self.noon))
        }
        let today = LocalTime.text(of: Self.noon).prefix(10)
        #expect(try text("14:05").hasPrefix("\(today) 14:05:00"))
        #expect(try text("today 14:05") == text("14:05"))
        #expect(try text("tomorrow 0:00").prefix(10) > today)
        #expect(try text("yesterday").prefix(10) < today)
        #expect(try text("yesterday").dropFirst(10).hasPrefix(" 00:00:00"))
    }

    /// A deadline at 00:20 that is set at 23:19 is not one that ran out a day ago.
    @Test func aTimeAloneIsTheNextWhereWhatIsToComeIsMeant() throws {
        func value(_ message: String, _ field: String, _ text: String) throws -> Timestamp {
            let field = FlagHelp.field(message, field)
            let json = try FlagValue.json(text, for: field, at: Self.noon)
            guard case .string(let time) = json else { throw FlagProblem("\(json)") }
            return try Timestamp(rfc3339: time)
        }
        let day: Int64 = 86_400_000_000_000
        let now = LocalTime.text(of: Self.noon)
        let sameTime = String(now.dropFirst(11).prefix(8))
        let (past, next) = (Self.noon.nanoseconds, Self.noon.nanoseconds + day)
        #expect(try value("DeadlineSet", "due", sameTime).nanoseconds == next)
        #expect(try value("DeadlineSet", "due", "today \(sameTime)").nanoseconds == past)
        #expect(try value("Event", "observedAt", sameTime).nanoseconds == past)
        #expect(try value("IncidentClosed", "endedAt", sameTime).nanoseconds == past)
        let said = try #require(Moment(argument: sameTime)).said("--due", from: Self.noon, isAhead: true)
        #expect(said?.hasPrefix("--due is ") == true && said?.contains(", in ") == true)
    }

    /// Whoever adds a time to the schema says which of the two it is.
    @Test func everyTimeOfTheSchemaIsEitherPastOrAhead() {
        let times = SchemaTable.messages.flatMap(\.fields).filter { $0.kind == .timestamp }
        let past = Set(times.filter { !FlagValue.looksAhead($0) }.map(\.jsonName))
        #expect(
            past == ["observedAt", "recordedAt", "callReceivedAt", "endedAt", "periodFrom", "periodTo"]
        )
        #expect(Set(times.filter(FlagValue.looksAhead).map(\.jsonName)).count == 7)
    }

    /// Beyond what a timestamp can say there is nothing to go to.
    @Test func theEndOfTimeIsNotLeft() throws {
        let end = Timestamp(nanoseconds: .max)
        #expect(try #require(Moment(argument: "tomorrow 12:00")).time(from: end) == end)
        let beginning = Timestamp(nanoseconds: .min)
        #expect(try #require(Moment(argument: "yesterday 12:00")).time(from: beginning) == beginning)
    }

    @Test(arguments: [
        "", "24:00", "14:60", "14:05:60", "1405", "14:5", "yesterday 25:00", "2025-02-29", "2025-13-01",
        "2025-05-20 14:05 15:05", "14:05 today", "2025-5-20", "1899-01-01", "2200-01-01", "-1:00",
        "2025-05-20T14:05:30", "１４:05",
    ])
    func refusesAnythingElse(_ text: String) { #expect(LocalMoment(text) == nil) }

    /// Files are read on other machines too.
    @Test func filesSayTheirZone() { #expect(Moment("14:05") == nil && Moment("yesterday") == nil) }

    @Test func whatWasMeantIsSaidBack() throws {
        let later = try #require(Moment(argument: "23:59:59"))
        let said = try #require(later.said("--since", from: Self.noon, isPast: true))
        #expect(said.hasPrefix("--since is \(LocalTime.text(of: later.time(from: Self.noon))), in "))
        #expect(said.hasSuffix("; \"yesterday …\" is the day before"))
        let earlier = try #require(Moment(argument: "yesterday 14:05"))
        #expect(earlier.said("--since", from: Self.noon, isPast: true)?.hasSuffix(" ago") == true)
        #expect(Moment(argument: "-5m")?.said("--since", from: Self.noon) == nil)
    }

    @Test func aTimeOfAnEventIsSaidBackWithItsZone() async throws {
        let arguments = [
            "publish", "note", "Quiet.", "--status", "Exercise", "--tlp", "AMBER", "--agency", "expd",
            "--incident", "EX-1", "--source", "cp1", "--author-id", "u1", "--author-role", "dispatcher",
            "--dry-run", "--observed-at",
        ]
        let environment = ["TZ": "America/Chicago"]
        let given = try await CommandProcess.scenewire(
            arguments + ["2025-05-20 14:05"],
            environment: environment
        )
        #expect(given.output.contains("\"time\":\"2025-05-20T19:05:00"), "\(given)")
        #expect(given.errors.contains("--observed-at is 2025-05-20 14:05:00.000-05:00, "), "\(given)")
        let ahead = try await CommandProcess.scenewire(
            arguments + ["tomorrow 14:05"],
            environment: environment
        )
        #expect(ahead.errors.contains("which is ") && ahead.errors.contains(" from now"), "\(ahead)")
        let wrong = try await CommandProcess.scenewire(arguments + ["25:00"])
        #expect(wrong.exitCode == 2 && wrong.errors.contains("\"yesterday 14:05\""), "\(wrong)")
    }
}
