import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// Debian's Alertmanager takes alerts and lets go of them.
    @Suite(.timeLimit(.minutes(3))) struct AlertmanagerTests {
        private static let program = "/usr/bin/prometheus-alertmanager"
        /// Clocks of a scene that begins an hour before now: one alert that ends by itself, one that does not.
        private static let rules =
            NotifierSite.shotsRule + """
                  - id: R09
                    name: No first contact
                    clock: no contact
                    after: 45 min
                    severity: Moderate
                    text: "No contact with the subject"

                """

        private func start(_ directory: TestDirectory) async throws -> (process: ChildProcess, http: HTTPSite)
        {
            let port = try FreePort.next()
            let settings = directory["alertmanager.yml"]
            try "route: {receiver: none}\nreceivers: [{name: none}]\n"
                .write(toFile: settings, atomically: true, encoding: .utf8)
            let process = try ChildProcess(
                Self.program,
                [
                    "--config.file", settings, "--storage.path", directory["alertmanager"],
                    "--web.listen-address", "127.0.0.1:\(port)", "--cluster.listen-address", "",
                ]
            )
            _ = try await process.report.wait(for: "an Alertmanager that listens") { report -> Bool? in
                report.exit != nil || report.lines.contains { $0.contains("Listening on") } ? true : nil
            }
            #expect(process.report.value.exit == nil, "\(process.report.value)")
            return (process, HTTPSite(port: port))
        }

        /// The alerts that it holds for firing, by rule.
        private func firing(_ manager: HTTPSite) async throws -> [String] {
            let answer = try await manager.get("/api/v2/alerts")
            #expect(answer.status == 200)
            return try answer.objects().compactMap { alert in
                guard case .object(let labels)? = alert["labels"] else { return nil }
                return labels.text("rule")
            }.sorted()
        }

        private func wait(until expected: [String], _ manager: HTTPSite) async throws {
            let deadline = ContinuousClock.now + .seconds(30)
            var last: [String] = []
            repeat {
                last = try await firing(manager)
                if last == expected { return }
            } while ContinuousClock.now < deadline
            throw WaitedTooLong(what: "\(expected)", limit: .seconds(30), last: "\(last)")
        }

        @Test func takesAlertsAndResolvesThem() async throws {
            let directory = try TestDirectory()
            let (manager, managerHTTP) = try await start(directory)
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let notifier = try await NotifierSite(
                directory,
                following: site,
                rules: Self.rules,
                destinations: """
                      - name: manager
                        kind: alertmanager
                        url: http://127.0.0.1:\(managerHTTP.port)
                        exercises: true

                    """
            ).start()
            let (now, http) = (Timestamp.now, try HTTPSite(publisher))
            func event(_ number: Int, _ type: String, minutesAgo: Int64, _ data: String) throws -> JSONObject
            {
                let data = try CloudEvent.parse(Array(data.utf8))
                return HTTPEvent.draft(number) {
                    $0["type"] = .string(type)
                    let time = Timestamp(nanoseconds: now.nanoseconds - minutesAgo * 60_000_000_000)
                    $0["time"] = .string(time.rfc3339)
                    $0["data"] = .object(data)
                }
            }
            let begin = [
                try event(
                    1,
                    "incident.declared",
                    minutesAgo: 60,
                    #"{"class":"BARICADE","location":{"label":"LOC-T"}}"#
                ),
                try event(2, "shots.fired", minutesAgo: 50, #"{"by":"unknown","rounds":1}"#),
            ]
            #expect(try await http.post(HTTPEvent.lines(begin), as: HTTPEvent.linesType).status == 201)
            try await wait(until: ["R01", "R09"], managerHTTP)

            // What ends by itself ends with what ends it; the other one when somebody has taken care of it.
            let end = [
                try event(
                    3,
                    "negotiation.contact.established",
                    minutesAgo: 0,
                    #"{"channel":"existingPhone","party":{"ref":"S1"}}"#
                )
            ]
            let answer = try await http.post(HTTPEvent.lines(end), as: HTTPEvent.linesType)
            #expect(answer.status == 201, "\(answer.text)")
            try await wait(until: ["R01"], managerHTTP)
            let notifierHTTP = try HTTPSite(notifier)
            let shots = try #require(
                try await notifierHTTP.alerts("open").first { $0.text("rule") == "R01" }?.text("id")
            )
            let word = try await notifierHTTP.post(
                #"{"by": "u17", "role": "dispatcher"}"#,
                as: "application/json",
                to: "/api/v1/alerts/\(shots)/acknowledge"
            )
            #expect(word.status == 200)
            try await wait(until: [], managerHTTP)
            for process in [notifier, publisher, manager] {
                process.send(SIGTERM)
                #expect(try await process.exit() == .status(0))
            }
        }
    }
}
