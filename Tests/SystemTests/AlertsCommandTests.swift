import EventSchema
import Glibc
import Testing

extension SystemTests {
    /// `scenewire alerts` and `scenewire rules` as an operator uses them.
    @Suite(.timeLimit(.minutes(2))) struct AlertsCommandTests {
        private func run(_ arguments: [String], exit: Int32 = 0) async throws -> String {
            let process = try ChildProcess(Executable.scenewire, arguments, environment: ["TZ": "UTC"])
            #expect(try await process.exit() == .status(exit), "\(process.report.value)")
            return process.report.value.lines.joined(separator: "\n")
        }

        @Test func alertsAreListedShownAcknowledgedAndRetried() async throws {
            let directory = try TestDirectory()
            let receiver = try await WebhookReceiver(["410", "200"], in: directory)
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let notifier = try await NotifierSite(
                directory,
                following: site,
                rules: NotifierSite.shotsRule,
                destinations: receiver.destination("drill")
            ).start()
            let http = try HTTPSite(notifier)
            let address = ["--notifier", "127.0.0.1:\(http.port)"]
            #expect(try await run(["alerts", "list"] + address).hasPrefix("scenewire: no alert fits; "))
            let events = HTTPEvent.lines([HTTPEvent.draft(1)])
            #expect(try await HTTPSite(publisher).post(events, as: HTTPEvent.linesType).status == 201)
            while try await http.alerts().isEmpty {}
            let id = try #require(try await http.alerts().first?.text("id"))

            let list = try await run(["alerts", "list", "--incident", "2025-0520-001"] + address)
            #expect(list.contains("Extreme") && list.contains("[Exercise] LATE "))
            #expect(list.hasSuffix("  #1 \(id.prefix(13))"))
            let other = try await run(["alerts", "list", "--incident", "other", "--state", "all"] + address)
            #expect(other == "scenewire: no alert fits")
            let json = try await run(["alerts", "list", "--format", "json"] + address)
            #expect(try CloudEvent.parse(Array(json.utf8)).text("id") == id)

            let dead = try await http.delivery(to: "drill", of: id, when: "dead")
            let delivery = try #require(dead.text("id"))
            #expect(
                try await run(["alerts", "show", id] + address).contains("\(delivery) drill raised dead")
            )
            for reference in ["1", "#1", String(id.prefix(13)), String(id.filter { $0 != "-" }.prefix(8))] {
                let shown = try await run(["alerts", "show", reference] + address)
                #expect(shown.hasPrefix("alert     #1 \(id)\n"), "\(reference): \(shown)")
            }
            _ = try await run(["alerts", "retry", String(delivery.prefix(13))] + address)
            _ = try await http.delivery(to: "drill", of: id, when: "delivered")

            let who = ["--by", "u17", "--role", "dispatcher", "--note", "On it."]
            #expect(
                try await run(["alerts", "ack", id] + who + address).contains("by u17, dispatcher On it.")
            )
            #expect(try await run(["alerts", "list"] + address).hasPrefix("scenewire: no alert fits; "))
            // The first one counts, and whoever comes later is told so.
            let later = ["--by", "u18", "--role", "dispatcher", "--note", "Me too."]
            let second = try ChildProcess(Executable.scenewire, ["alerts", "ack", "1"] + later + address)
            #expect(try await second.exit() == .status(0))
            let said = try await second.report.wait(for: "what it says") { report in
                report.lines.first { $0.contains("acknowledged already by u17, dispatcher, at ") }
            }
            #expect(said.contains(": On it.; the note is not on record"))

            let unknown = "\(HTTPEvent.id(99))"
            _ = try await run(["alerts", "show", unknown] + address, exit: 3)
            _ = try await run(["alerts", "show", "7"] + address, exit: 3)
            _ = try await run(["alerts", "retry", "ffffffff"] + address, exit: 3)
            _ = try await run(["alerts", "retry", "7"] + address, exit: 2)
            _ = try await run(["alerts", "ack", unknown] + who + address, exit: 3)
            _ = try await run(["alerts", "retry", unknown] + address, exit: 3)
            _ = try await run(["alerts", "ack", id, "--by", "u17", "--role", "king"] + address, exit: 1)
            _ = try await run(["alerts", "ack", id] + address, exit: 2)
            _ = try await run(["alerts", "list", "--notifier", "192.0.2.1:8082"], exit: 78)
            _ = try await run(["alerts", "list", "--notifier", "127.0.0.1:\(FreePort.next())"], exit: 69)
            for process in [notifier, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
        }

        @Test func rulesAreCheckedWithoutANotifier() async throws {
            let directory = try TestDirectory()
            let shipped = Executable.repository + "/deploy/rules.yml"
            let good = try await run(["rules", "check", shipped])
            #expect(good.hasSuffix("rules, 0 destinations and the log"))
            let bad = directory["bad.yml"]
            try """
            version: 1
            rules:
              - {id: R01, name: Shots, event: shots.heard, severity: Extreme, text: Shots, expires: soon}
            """.write(toFile: bad, atomically: true, encoding: .utf8)
            let text = try await run(["rules", "check", bad], exit: 78)
            #expect(text.contains("\(bad):3:35: rules[0].event"))
            #expect(text.contains("rules[0].expires"))
            #expect(text.contains("2 faults"))
            _ = try await run(["rules", "check", directory["absent.yml"]], exit: 3)
        }
    }
}
