import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// A full disk over HTTP.
    @Suite(.timeLimit(.minutes(3))) struct HTTPDiskFullTests {
        @Test func aFullDiskIsSaidAndHeals() async throws {
            let directory = try TestDirectory()
            try await SmallFileSystem.mounted(.tmpfs, megabytes: 32, in: directory) { system in
                let site = try PublisherSite(data: system.path + "/journal")
                let publisher = try await site.start()
                let http = try HTTPSite(publisher)
                let ballast = system.path + "/ballast"
                try await SocketThread.run(label: "test.ballast") {
                    try system.fill(with: ballast)
                }
                var number = 0
                var answer: HTTPAnswer
                repeat {
                    number += 100
                    let events = (number - 99...number).map { Self.large($0) }
                    answer = try await http.post(HTTPEvent.lines(events), as: HTTPEvent.linesType)
                } while answer.status == 201
                #expect(answer.status == 503)
                #expect(answer.headers["retry-after"] == "10")
                #expect(try answer.objects().allSatisfy { $0.text("reason") == "readOnly" })
                // What is left of the segment still holds a few.
                var single: HTTPAnswer
                repeat {
                    number += 1
                    single = try await http.post(HTTPEvent.text(Self.large(number)), as: HTTPEvent.type)
                } while single.status == 201
                #expect(single.status == 503)
                #expect(single.headers["content-type"] == "application/problem+json")
                #expect(single.headers["retry-after"] == "10")
                #expect(try await http.get("/v1/status").object()["isReadOnly"] == .bool(true))
                // Reading goes on.
                #expect(try await http.get("/v1/events?limit=1").status == 200)

                try FileManager.default.removeItem(atPath: ballast)
                // Room for the next segment is made in the background.
                let deadline = ContinuousClock.now + .seconds(30)
                repeat {
                    single = try await http.post(HTTPEvent.text(Self.large(number)), as: HTTPEvent.type)
                } while single.status == 503 && .now < deadline
                #expect(single.status == 201)
                #expect(try await http.get("/v1/status").object()["isReadOnly"] == .bool(false))
                publisher.send(SIGTERM)
                #expect(try await publisher.exit() == .status(0))
            }
        }

        private static func large(_ number: Int) -> JSONObject {
            HTTPEvent.draft(number) {
                let narrative = String(repeating: "x", count: 7_000)
                $0["data"] = .object(["by": .string("unknown"), "narrative": .string(narrative)])
            }
        }
    }
}
