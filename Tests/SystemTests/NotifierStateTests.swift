import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// What a notifier stores of its state, and what it makes of that when it starts again.
    @Suite(.timeLimit(.minutes(3))) struct NotifierStateTests {
        private let directory: TestDirectory
        private let site: PublisherSite
        private let receiver: WebhookReceiver
        private let place: NotifierSite

        init() async throws {
            directory = try TestDirectory()
            var site = try PublisherSite(data: directory["journal"])
            site.arguments = ["--clock", "played"]
            self.site = site
            receiver = try await WebhookReceiver(["200"], in: directory)
            place = try NotifierSite(directory, following: site, destinations: receiver.destination("drill"))
        }

        private func post(
            _ number: Int,
            _ type: String,
            _ data: JSONObject,
            at time: String,
            to publisher: ChildProcess,
            _ change: (inout JSONObject) -> Void = { _ in }
        ) async throws {
            let draft = HTTPEvent.draft(number) { document in
                document["type"] = .string(type)
                document["time"] = .string(time)
                document["data"] = .object(data)
                change(&document)
            }
            let answer = try await HTTPSite(publisher).post(
                HTTPEvent.text(draft),
                as: HTTPEvent.type,
                to: "/v1/events?playedAt=\(time)"
            )
            #expect(answer.status == 201, "\(answer)")
        }

        /// An incident with shots that is closed, and a note on another one two months later.
        private func tell(to publisher: ChildProcess) async throws {
            let day = "2025-05-20T"
            try await post(
                1,
                "incident.declared",
                ["class": .string("BARICADE"), "location": .object(["label": .string("LOC-T")])],
                at: day + "14:00:00Z",
                to: publisher
            )
            try await post(2, "shots.fired", ["by": .string("unknown")], at: day + "14:01:00Z", to: publisher)
            let end = day + "14:02:00Z"
            try await post(
                3,
                "incident.closed",
                ["outcome": .string("surrenderNegotiated"), "endedAt": .string(end)],
                at: end,
                to: publisher
            )
            try await post(
                4,
                "log.entry",
                ["text": .string("a note")],
                at: "2025-07-20T14:00:00Z",
                to: publisher
            ) { $0["subject"] = .string("2025-0720-001") }
        }

        private func requests(_ type: String, _ rule: String) -> [WebhookReceiver.Request] {
            receiver.requests.filter { $0.type == type && $0.rule == rule }
        }

        private func stop(_ process: ChildProcess) async throws {
            process.send(SIGTERM)
            #expect(try await process.exit() == .status(0), "\(process.report.value)")
        }

        @Test func aRestartGoesOnAndAnAmendmentOfWhatIsLongOverIsTold() async throws {
            let publisher = try await site.start()
            var notifier = try await place.start()
            try await tell(to: publisher)
            try await receiver.wait(for: "the shots") { requests in
                requests.contains { $0.rule == "R01" } ? true : nil
            }
            try await stop(notifier)
            let head = try await site.status().head

            notifier = try await place.start()
            let lines = notifier.report.value.lines
            let restored = try #require(lines.first { $0.contains("Went on from the stored state") })
            // The note on the other incident; the first is closed, and nothing was entered for a month.
            #expect(restored.contains("state.facts=1 state.sealed=1"), "\(restored)")
            let following = try #require(lines.first { $0.contains("msg=Following") })
            #expect(!following.contains("feed.cursor=0 "), "\(following)")
            // With nothing new to store it says how far it is all the same, to a new publisher too.
            try await site.wait(until: "notifier", hasStored: try await site.status().head)
            try await post(
                5,
                "record.retracted",
                ["reason": .string("notAsReported")],
                at: "2025-07-21T14:00:00Z",
                to: publisher
            ) { $0["amends"] = .string(HTTPEvent.id(2).description) }
            try await receiver.wait(for: "the amendment") { requests in
                requests.contains { $0.rule == "R22" } ? true : nil
            }
            #expect(try await site.status().head > head)
            // A delivery may come again, under the same key.
            #expect(Set(requests("alert.raised", "R01").map(\.id)).count == 1)
            #expect(Set(requests("alert.raised", "R22").map(\.id)).count == 1)
            try await stop(notifier)
            try await stop(publisher)
        }

        @Test func aPublisherThatIsSilentSinceBeforeTheStartIsToldOf() async throws {
            let rule = """
                  - id: R27
                    name: Publisher silent
                    clock: publisher silent
                    after: 1 s
                    severity: Severe
                    text: "Nothing is heard of the publisher"

                """
            let place = try NotifierSite(
                directory,
                following: site,
                rules: rule,
                destinations: receiver.destination("drill"),
                name: "silence"
            )
            var publisher = try await site.start()
            var notifier = try await place.start()
            try await tell(to: publisher)
            try await site.wait(until: "notifier", hasStored: try await site.status().head)
            try await stop(notifier)
            try await stop(publisher)
            #expect(receiver.requests.isEmpty)

            notifier = try place.launch()
            try await receiver.wait(for: "the silence") { requests in
                requests.contains { $0.rule == "R27" && $0.type == "alert.raised" } ? true : nil
            }
            publisher = try await site.start()
            try await receiver.wait(for: "its end") { requests in
                requests.contains { $0.rule == "R27" && $0.type == "alert.resolved" } ? true : nil
            }
            try await stop(notifier)
            try await stop(publisher)
        }

        @Test func aKillCostsWhatCameSinceTheStateWasStored() async throws {
            let publisher = try await site.start()
            var notifier = try await place.start()
            try await tell(to: publisher)
            try await receiver.wait(for: "the shots") { requests in
                requests.contains { $0.rule == "R01" } ? true : nil
            }
            try await stop(notifier)
            notifier = try await place.start()
            try await post(
                5,
                "shots.fired",
                ["by": .string("subject")],
                at: "2025-07-21T14:00:00Z",
                to: publisher
            )
            try await receiver.wait(for: "more shots") { requests in
                Set(requests.filter { $0.rule == "R01" }.map(\.alert)).count == 2 ? true : nil
            }
            try await notifier.killNow()
            notifier = try await place.start()
            try await post(
                6,
                "shots.fired",
                ["by": .string("subject")],
                at: "2025-07-21T15:00:00Z",
                to: publisher
            )
            try await receiver.wait(for: "still more shots") { requests in
                Set(requests.filter { $0.rule == "R01" }.map(\.alert)).count == 3 ? true : nil
            }
            try await stop(notifier)
            // A kill may repeat a delivery, never under another name.
            let raised = receiver.requests.filter { $0.type == "alert.raised" && $0.rule == "R01" }
            #expect(Set(raised.map(\.id)).count == 3)
            try await stop(publisher)
        }

        @Test func otherRulesJudgeTheStreamsAgainWithoutTellingAnyoneTwice() async throws {
            let publisher = try await site.start()
            var notifier = try await place.start()
            try await tell(to: publisher)
            try await receiver.wait(for: "the shots") { requests in
                requests.contains { $0.rule == "R01" } ? true : nil
            }
            try await stop(notifier)
            let count = receiver.requests.count
            let rules = try String(contentsOfFile: place.rules, encoding: .utf8)
            try (rules + "# changed\n").write(toFile: place.rules, atomically: true, encoding: .utf8)
            notifier = try await place.start()
            let lines = notifier.report.value.lines
            #expect(lines.contains { $0.contains("the rules have changed") })
            #expect(lines.contains { $0.contains("feed.cursor=0 ") })
            try await site.wait(until: "notifier", hasStored: try await site.status().head)
            try await post(
                5,
                "shots.fired",
                ["by": .string("subject")],
                at: "2025-07-21T14:00:00Z",
                to: publisher
            )
            try await receiver.wait(for: "more shots") { $0.count > count ? true : nil }
            try await stop(notifier)
            #expect(requests("alert.raised", "R01").count == 2)
            try await stop(publisher)
        }
    }
}
