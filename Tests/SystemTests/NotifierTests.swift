import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// A notifier that follows real publishers and delivers to real servers.
    @Suite(.timeLimit(.minutes(5))) struct NotifierTests {
        private static let standoff = Executable.repository + "/Scenarios/a-hostage-standoff.ndjson"
        /// Rule and time of every alert of the stand-off, as `ScenarioAlertTests` has them.
        private static let raised = [
            "14:21:48 R17", "14:24:30 R06", "14:25:20 R05", "14:39:05 R01", "14:46:50 R22", "14:51:48 R09",
            "14:56:00 R18", "15:03:40 R22", "15:30:00 R10", "15:40:00 R10", "15:45:00 R10", "16:04:38 R01",
            "16:40:20 R12", "16:41:20 R03", "16:47:10 R13", "16:56:20 R12", "16:58:30 R21", "16:58:31 R21",
            "17:26:50 R22", "17:55:20 R12", "18:06:48 R16", "18:30:20 R08", "18:31:00 R15", "19:06:40 R03",
            "19:15:00 R10", "19:25:00 R10", "19:29:23 R25",
        ]
        private static let resolvedCount = 16

        private func playedSite(_ directory: TestDirectory) throws -> PublisherSite {
            var site = try PublisherSite(data: directory["journal"])
            site.arguments = ["--clock", "played"]
            return site
        }

        private func play(_ site: PublisherSite) throws -> ChildProcess {
            try ChildProcess(
                Executable.scenewire,
                ["play", Self.standoff, "--speed", "max", "--requests", site.requests]
            )
        }

        /// Rule and time, in order of time.
        private func lines(_ requests: [WebhookReceiver.Request], _ type: String) -> [String] {
            Set(
                requests.filter { $0.type == type }.map {
                    "\($0.timestamp.dropFirst(11).prefix(8)) \($0.rule) \($0.alert)"
                }
            )
            .sorted().map { String($0.prefix(12)) }
        }

        /// The ids of alerts in the bus's events of one type.
        private func published(_ type: String, count: Int, at site: PublisherSite) async throws
            -> [JSONObject]
        {
            let tail = try ChildProcess(
                Executable.scenewire,
                [
                    "tail", "--from", "1", "--type", type, "--format", "json", "--count", "\(count)",
                    "--live",
                    site.live, "--requests", site.requests,
                ]
            )
            #expect(try await tail.exit(limit: .seconds(60)) == .status(0), "\(tail.report.value)")
            return try tail.report.value.lines.filter { $0.hasPrefix("{") }
                .map { try CloudEvent.parse(Array($0.utf8)) }
        }

        @Test func anArchiverThatStoresNothingIsToldOf() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            _ = try await site.publish(0..<5, of: Author(0))
            let rule = """
                  - id: R24
                    name: Archive failure
                    clock: consumer behind
                    consumer: archiver
                    after: 1 s
                    severity: Severe
                    text: "The archiver has stored nothing more"

                """
            let place = try NotifierSite(directory, following: site, rules: rule, destinations: "")
            let notifier = try await place.start()
            let raised = try await published("alert.raised", count: 1, at: site)
            #expect(raised.map { $0["severity"] } == [.string("Severe")])
            let archiver = try ArchiverSite.start(directory["archive"], following: site)
            _ = try await published("alert.resolved", count: 1, at: site)
            for process in [notifier, archiver, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0), "\(process.report.value)")
            }
        }

        @Test func theStandoffsAlertsAreDeliveredAndPublished() async throws {
            let directory = try TestDirectory()
            let site = try playedSite(directory)
            let publisher = try await site.start()
            let receiver = try await WebhookReceiver(["200"], in: directory)
            let outside = try await WebhookReceiver(["200"], in: directory)
            let notifier = try await NotifierSite(
                directory,
                following: site,
                destinations: receiver.destination("drill")
                    + outside.destination("outside", exercises: false)
            ).start()
            let player = try play(site)
            #expect(try await player.exit() == .status(0))
            let total = Self.raised.count + Self.resolvedCount
            try await receiver.wait(for: "every delivery") { $0.count >= total ? true : nil }

            let requests = receiver.requests
            #expect(lines(requests, "alert.raised") == Self.raised)
            #expect(lines(requests, "alert.resolved").count == Self.resolvedCount)
            #expect(requests.count == total)
            #expect(requests.allSatisfy { $0.isVerified && $0.status == "Exercise" })
            #expect(Set(requests.map(\.id)).count == total)
            // What is not Actual leaves only through destinations that take exercises.
            #expect(outside.requests.isEmpty)

            let told = try await published("alert.raised", count: Self.raised.count, at: site)
            let raisedIDs = Set(requests.filter { $0.type == "alert.raised" }.map(\.alert))
            #expect(Set(told.compactMap { $0.text("id") }) == raisedIDs)
            #expect(told.allSatisfy { $0["status"] == .string("Exercise") })
            _ = try await published("alert.resolved", count: Self.resolvedCount, at: site)
            let delivered = try await published("alert.delivered", count: total * 2, at: site)
            #expect(delivered.count == total * 2)
            // Dense, in the source's one epoch.
            let all = try await published("alert.*", count: total * 3, at: site)
            #expect(all.compactMap(\.sourceSequence) == Array(1...UInt64(total * 3)))
            #expect(Set(all.map { $0["sourceepoch"] ?? .null }.map { "\($0)" }).count == 1)
            for process in [notifier, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
        }

        @Test func killsLoseNoAlertAndRepeatUnderTheSameKey() async throws {
            var random = SeededGenerator.announced()
            let directory = try TestDirectory()
            let site = try playedSite(directory)
            let publisher = try await site.start()
            let receiver = try await WebhookReceiver(["200"], in: directory)
            let place = try NotifierSite(
                directory,
                following: site,
                destinations: receiver.destination("drill")
            )
            let total = Self.raised.count + Self.resolvedCount
            let moments = (0..<6).map { _ in Int.random(in: 1..<total, using: &random) }.sorted()
            var notifier = try await place.start()
            let player = try play(site)
            for moment in moments {
                try await receiver.wait(for: "\(moment) deliveries") { requests in
                    Set(requests.map(\.id)).count >= moment ? true : nil
                }
                try await notifier.killNow()
                notifier = try place.launch()
            }
            #expect(try await player.exit() == .status(0))
            try await receiver.wait(for: "every delivery") { Set($0.map(\.id)).count >= total ? true : nil }
            _ = try await published("alert.delivered", count: total * 2, at: site)
            // The order among destinations is free, so the last request may still be on its way to be stored.
            notifier.send(SIGTERM)
            #expect(try await notifier.exit() == .status(0))

            let requests = receiver.requests
            #expect(lines(requests, "alert.raised") == Self.raised)
            let keys = Dictionary(grouping: requests) { "\($0.type) \($0.alert)" }
            #expect(keys.count == total)
            #expect(keys.values.allSatisfy { Set($0.map(\.id)).count == 1 })
            let all = try await published("alert.*", count: total * 3, at: site)
            #expect(all.compactMap(\.sourceSequence) == Array(1...UInt64(total * 3)))
            try await publisher.killNow()
        }

        @Test func whatWasThereBeforeTheStartAlertsNobody() async throws {
            let directory = try TestDirectory()
            let site = try playedSite(directory)
            let publisher = try await site.start()
            #expect(try await play(site).exit() == .status(0))
            let receiver = try await WebhookReceiver(["200"], in: directory)
            let notifier = try await NotifierSite(
                directory,
                following: site,
                destinations: receiver.destination("drill")
            ).start()
            // A feed is live once everything has come, which may be before the last of it is stored.
            let http = try HTTPSite(notifier)
            let deadline = ContinuousClock.now + .seconds(60)
            var alerts = try await http.alerts()
            while alerts.count < Self.raised.count, ContinuousClock.now < deadline {
                alerts = try await http.alerts()
            }
            #expect(alerts.count == Self.raised.count)
            #expect(alerts.allSatisfy { $0["isHistory"] == .bool(true) })
            let list = try ChildProcess(
                Executable.scenewire,
                ["alerts", "list", "--state", "all", "--notifier", "127.0.0.1:\(http.port)"]
            )
            #expect(try await list.exit() == .status(0))
            let lines = list.report.value.lines
            #expect(lines.count { $0.contains("[history, told to nobody] ") } == Self.raised.count)
            let head = try await site.status().head
            notifier.send(SIGTERM)
            #expect(try await notifier.exit() == .status(0))
            #expect(receiver.requests.isEmpty)
            #expect(!notifier.report.value.lines.contains { $0.contains("msg=Alert ") })
            #expect(try await site.status().head == head)
            try await publisher.killNow()
        }

        @Test func aStreamThatWentBackIsLeftAloneAndTheOthersStillAlert() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let other = try PublisherSite(data: directory["other"])
            let backup = directory["backup"]
            var publisher = try await site.start()
            let otherPublisher = try await other.start()
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            try FileManager.default.copyItem(atPath: site.data, toPath: backup)

            let place = try NotifierSite(
                directory,
                following: site,
                other,
                rules: NotifierSite.shotsRule,
                destinations: ""
            )
            publisher = try await site.start()
            var notifier = try await place.start()
            try await shoot(1, at: publisher)
            try await alert(in: notifier)
            for process in [notifier, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }

            publisher = try await site.keeping(backup).start()
            notifier = try place.launch()
            _ = try await notifier.report.wait(for: "an alarm") { report in
                report.exit != nil || report.lines.contains { $0.contains("journal fork") } ? true : nil
            }
            _ = try await notifier.report.wait(for: "the other stream") { report in
                report.exit != nil || report.lines.contains { $0.contains("feed.state=live") } ? true : nil
            }
            try await shoot(2, at: otherPublisher)
            try await alert(in: notifier)
            #expect(try await HTTPSite(notifier).get("/readyz").status == 503)
            for process in [notifier, publisher, otherPublisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
        }

        private func shoot(_ number: Int, at publisher: ChildProcess) async throws {
            let answer = try await HTTPSite(publisher).post(
                HTTPEvent.lines([HTTPEvent.draft(number)]),
                as: HTTPEvent.linesType
            )
            #expect(answer.status == 201)
        }

        /// Waits until the notifier's log tells of an alert.
        private func alert(in notifier: ChildProcess) async throws {
            let isTold = try await notifier.report.wait(for: "an alert") { report -> Bool? in
                if report.lines.contains(where: { $0.contains("msg=Alert ") }) { return true }
                return report.exit != nil ? false : nil
            }
            #expect(isTold)
        }

        @Test func wrongRulesStopTheStartWithEveryFault() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let place = try NotifierSite(
                directory,
                following: site,
                rules: NotifierSite.shotsRule.replacing("shots.fired", with: "shots.heard")
                    + "    expires: soon\n",
                destinations: ""
            )
            let notifier = try place.launch()
            #expect(try await notifier.exit() == .status(78))
            let text = notifier.report.value.lines.joined(separator: "\n")
            #expect(text.contains("rules-first.yml:5:12: rules[0].event"))
            #expect(text.contains("rules[0].expires"))
        }
    }
}

extension JSONObject {
    fileprivate var sourceSequence: UInt64? {
        switch self["sequence"] {
        case .string(let text)?, .number(let text)?: UInt64(text)
        default: nil
        }
    }
}
