import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// What destinations do to deliveries, and deliveries to destinations.
    @Suite(.timeLimit(.minutes(5))) struct DeliveryTests {
        /// A publisher, a notifier with one rule, and shots that are published into it.
        private struct Scene {
            let directory: TestDirectory
            let site: PublisherSite
            let publisher: ChildProcess
            let place: NotifierSite
            let notifier: ChildProcess
            let http: HTTPSite

            init(_ directory: TestDirectory, rule: String = "", destinations: String) async throws {
                self.directory = directory
                site = try PublisherSite(data: directory["journal"])
                publisher = try await site.start()
                place = try NotifierSite(
                    directory,
                    following: site,
                    rules: NotifierSite.shotsRule + rule,
                    destinations: destinations
                )
                notifier = try await place.start()
                http = try HTTPSite(notifier)
            }

            /// Publishes shots, and returns the ids of their alerts in order.
            func shoot(_ numbers: ClosedRange<Int> = 1...1) async throws -> [String] {
                let before = try await http.alerts().count
                let events = numbers.map { HTTPEvent.draft($0) }
                let answer = try await HTTPSite(publisher).post(
                    HTTPEvent.lines(events),
                    as: HTTPEvent.linesType
                )
                #expect(answer.status == 201)
                while true {
                    let alerts = try await http.alerts()
                    guard alerts.count < before + numbers.count else {
                        return alerts.prefix(numbers.count).reversed().compactMap { $0.text("id") }
                    }
                }
            }

            /// The bus's first events of a type.
            func published(_ type: String, count: Int = 1) async throws -> [JSONObject] {
                let tail = try ChildProcess(
                    Executable.scenewire,
                    [
                        "tail", "--from", "1", "--type", type, "--format", "json", "--count", "\(count)",
                        "--live", site.live, "--requests", site.requests,
                    ]
                )
                #expect(try await tail.exit(limit: .seconds(60)) == .status(0), "\(tail.report.value)")
                return try tail.report.value.lines.filter { $0.hasPrefix("{") }
                    .map { try CloudEvent.parse(Array($0.utf8)) }
            }

            func stop() async throws {
                for process in [notifier, publisher] {
                    process.send(SIGTERM)
                    #expect(try await process.exit() == .status(0))
                }
            }
        }

        @Test func aFailureIsTriedAgainUnderTheSameKeyAndRetryAfterIsHonoured() async throws {
            let directory = try TestDirectory()
            let receiver = try await WebhookReceiver(["503", "429:3", "200"], in: directory)
            let scene = try await Scene(directory, destinations: receiver.destination("drill"))
            let alert = try #require(try await scene.shoot().first)
            let delivery = try await scene.http.delivery(to: "drill", of: alert, when: "delivered")
            #expect(delivery.number("attempts") == 3)
            let requests = receiver.requests
            #expect(requests.map(\.answer) == ["503", "429:3", "200"])
            #expect(Set(requests.map(\.id)) == [delivery.text("id")])
            #expect(requests.allSatisfy { $0.isVerified })
            // One second less a tenth of it at random, then what the receiver asked for.
            #expect(requests[1].seconds - requests[0].seconds >= 0.85)
            #expect(requests[2].seconds - requests[1].seconds >= 2.95)
            let events = try await scene.published("alert.delivered", count: 2)
            let event = try #require(events.first { "\($0)".contains("drill") })
            #expect("\(event)".contains("attempts"))
            try await scene.stop()
        }

        @Test func aReceiverThatIsGoneMakesADeadLetterThatAnOperatorCanRetry() async throws {
            let directory = try TestDirectory()
            let receiver = try await WebhookReceiver(["410", "200"], in: directory)
            let scene = try await Scene(directory, destinations: receiver.destination("drill"))
            let alert = try #require(try await scene.shoot().first)
            let dead = try await scene.http.delivery(to: "drill", of: alert, when: "dead")
            #expect(dead.text("answer") == "HTTP 410")
            #expect(dead.number("attempts") == 1)
            let failed = try await scene.published("alert.failed")
            #expect("\(failed)".contains("HTTP 410"))
            let metrics = try await scene.http.get("/metrics").text
            #expect(metrics.contains("scenewire_notifier_dead_letters_total{destination=\"drill\"} 1"))

            let id = try #require(dead.text("id"))
            let answer = try await scene.http.post(
                "",
                as: "application/json",
                to: "/api/v1/deliveries/\(id)/retry"
            )
            #expect(answer.status == 200)
            let delivery = try await scene.http.delivery(to: "drill", of: alert, when: "delivered")
            #expect(delivery.number("attempts") == 1)
            #expect(Set(receiver.requests.map(\.id)) == [id])
            let unknown = "/api/v1/deliveries/\(HTTPEvent.id(99))/retry"
            #expect(try await scene.http.post("", as: "application/json", to: unknown).status == 404)
            try await scene.stop()
        }

        @Test func aDestinationThatHangsDelaysNoOther() async throws {
            let directory = try TestDirectory()
            let receiver = try await WebhookReceiver(["200"], in: directory)
            let hanging = try await WebhookReceiver(["hang"], in: directory)
            let scene = try await Scene(
                directory,
                destinations: hanging.destination("hanging") + receiver.destination("drill")
            )
            let alerts = try await scene.shoot(1...20)
            try await receiver.wait(for: "20 deliveries", limit: .seconds(5)) { requests in
                Set(requests.map(\.alert)).count == alerts.count ? true : nil
            }
            // No more than what was under way and the next: a request may take five seconds.
            #expect(hanging.requests.count <= 3)
            try await scene.stop()
        }

        @Test func anAcknowledgementStopsRetriesAndIsToldToTheBus() async throws {
            let directory = try TestDirectory()
            let receiver = try await WebhookReceiver(["503"], in: directory)
            let scene = try await Scene(directory, destinations: receiver.destination("drill"))
            let alert = try #require(try await scene.shoot().first)
            try await receiver.wait(for: "an attempt") { $0.isEmpty ? nil : true }
            let target = "/api/v1/alerts/\(alert)/acknowledge"
            let body = #"{"by": "u17", "role": "dispatcher", "note": "On it."}"#
            let answer = try await scene.http.post(body, as: "application/json", to: target)
            #expect(answer.status == 200)
            #expect(try answer.object().text("state") == "acknowledged")
            let delivery = try await scene.http.delivery(to: "drill", of: alert, when: "cancelled")
            #expect(delivery.text("answer") == "acknowledged before")
            let event = try #require(try await scene.published("alert.acknowledged").first)
            #expect("\(event)".contains("On it."))
            #expect(event.text("authorid") == "u17")
            // A second person's word changes nothing any more.
            #expect(try await scene.http.post(body, as: "application/json", to: target).status == 200)
            #expect(try await scene.http.alert(alert).objects("steps").count == 2)
            #expect(try await scene.http.alerts("open").isEmpty)
            #expect(try await scene.http.alerts("acknowledged").count == 1)
            // Who names one need not know what has become of it; who asks for a state gets that.
            for (question, count) in [
                ("number=1", 1), ("id=\(alert.prefix(8))", 1), ("number=1&state=open", 0), ("", 0),
            ] {
                let answer = try await scene.http.get("/api/v1/alerts?\(question)")
                #expect(try answer.object().objects("alerts").count == count, "\(question)")
            }

            let wrong = [(#"{"by": "u17"}"#, 400), (#"{"by": "u17", "role": "king"}"#, 400), ("[", 400)]
            for (body, status) in wrong {
                let answer = try await scene.http.post(body, as: "application/json", to: target)
                #expect(answer.status == status)
            }
            let unknown = "/api/v1/alerts/\(HTTPEvent.id(99))/acknowledge"
            #expect(try await scene.http.post(body, as: "application/json", to: unknown).status == 404)
            try await scene.stop()
        }

        @Test func anAcknowledgementInTheStreamCounts() async throws {
            let directory = try TestDirectory()
            let scene = try await Scene(directory, destinations: "")
            let alert = try #require(try await scene.shoot().first)
            let word = HTTPEvent.draft(2) {
                $0["type"] = .string("alert.acknowledged")
                $0["data"] = .object([
                    "alert": .string(alert), "action": .string("ack"),
                    "by": .object(["id": .string("u9"), "role": .string("incidentCommander")]),
                ])
            }
            let answer = try await HTTPSite(scene.publisher).post(
                HTTPEvent.lines([word]),
                as: HTTPEvent.linesType
            )
            #expect(answer.status == 201, "\(answer.text)")
            while try await scene.http.alerts("acknowledged").isEmpty {}
            let steps = try await scene.http.alert(alert).objects("steps")
            #expect(steps.last?.text("by") == "u9")
            try await scene.stop()
        }

        @Test func whatHappensWhileThePublisherIsGoneIsPublishedAfterwards() async throws {
            let directory = try TestDirectory()
            let scene = try await Scene(directory, destinations: "")
            let alert = try #require(try await scene.shoot().first)
            _ = try await scene.published("alert.delivered")
            try await scene.publisher.killNow()
            let answer = try await scene.http.post(
                #"{"by": "u17", "role": "dispatcher"}"#,
                as: "application/json",
                to: "/api/v1/alerts/\(alert)/acknowledge"
            )
            #expect(answer.status == 200)
            let publisher = try await scene.site.start()
            let event = try #require(try await scene.published("alert.acknowledged").first)
            #expect("\(event)".contains(alert))
            for process in [scene.notifier, publisher] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
        }

        @Test func aRefusedEventBlocksNoneBehindIt() async throws {
            let directory = try TestDirectory()
            let scene = try await Scene(directory, destinations: "")
            var place = try NotifierSite(
                directory,
                following: scene.site,
                rules: NotifierSite.shotsRule,
                destinations: "",
                name: "second"
            )
            place.source = "second"
            let second = try await place.start()
            _ = try await scene.shoot()
            // Both raise the alert, which is recorded once; that each has delivered it is recorded twice.
            let delivered = try await scene.published("alert.delivered", count: 2)
            #expect(Set(delivered.compactMap { $0.text("source") }) == ["notifier", "second"])
            let raised = try await scene.published("alert.raised")
            #expect(raised.count == 1)
            let refusal = "scenewire_notifier_events_refused_total 1"
            let first = try await scene.http.get("/metrics").text.contains(refusal)
            let other = try await HTTPSite(second).get("/metrics").text.contains(refusal)
            #expect(first != other)
            second.send(SIGTERM)
            #expect(try await second.exit() == .status(0))
            try await scene.stop()
        }

        @Test func pendingDeliveriesGoOnAfterARestart() async throws {
            let directory = try TestDirectory()
            let receiver = try await WebhookReceiver(["503", "503", "200"], in: directory)
            let scene = try await Scene(directory, destinations: receiver.destination("drill"))
            let alert = try #require(try await scene.shoot().first)
            try await receiver.wait(for: "an attempt") { $0.isEmpty ? nil : true }
            try await scene.notifier.killNow()
            let again = try await scene.place.start()
            let delivery = try await HTTPSite(again).delivery(to: "drill", of: alert, when: "delivered")
            #expect(Set(receiver.requests.map(\.id)) == [delivery.text("id")])
            again.send(SIGTERM)
            #expect(try await again.exit() == .status(0))
            try await scene.publisher.killNow()
        }

        @Test func aDeliveryExpiresWithItsRulesTime() async throws {
            let directory = try TestDirectory()
            let receiver = try await WebhookReceiver(["503"], in: directory)
            let scene = try await Scene(
                directory,
                rule: "    expires: 2 s\n",
                destinations: receiver.destination("drill")
            )
            let alert = try #require(try await scene.shoot().first)
            let delivery = try await scene.http.delivery(to: "drill", of: alert, when: "dead")
            #expect(delivery.text("answer")?.hasPrefix("expired after ") == true)
            try await scene.stop()
        }

        @Test func aCommandGetsTheAlertOnItsInput() async throws {
            let directory = try TestDirectory()
            let copy = directory["told.json"]
            let scene = try await Scene(
                directory,
                destinations: """
                      - name: copy
                        kind: command
                        command: [/usr/bin/tee, "\(copy)"]
                        exercises: true
                      - name: failing
                        kind: command
                        command: [/bin/false]
                        exercises: true
                      - name: sleeping
                        kind: command
                        command: [/bin/sleep, "60"]
                        time_limit: 1 s
                        exercises: true

                    """
            )
            let alert = try #require(try await scene.shoot().first)
            _ = try await scene.http.delivery(to: "copy", of: alert, when: "delivered")
            let message = try CloudEvent.parse(Array(Data(contentsOf: URL(filePath: copy))))
            #expect(message.text("type") == "alert.raised")
            #expect("\(message)".contains(alert))
            for (name, reason) in [("failing", "exit code 1"), ("sleeping", "no answer within")] {
                let deadline = ContinuousClock.now + .seconds(20)
                while true {
                    let delivery = try await scene.http.delivery(to: name, of: alert, when: "pending")
                    if delivery.text("answer")?.hasPrefix(reason) == true { break }
                    try #require(ContinuousClock.now < deadline, "\(delivery)")
                }
            }
            try await scene.stop()
        }
    }
}
