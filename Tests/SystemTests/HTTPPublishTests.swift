import EventBus
import EventSchema
import Foundation
import Glibc
import SystemPackage
import Testing

extension SystemTests {
    /// `POST /v1/events` of the real publisher.
    @Suite(.timeLimit(.minutes(3))) struct HTTPPublishTests {
        private func published(
            arguments: [String] = [],
            _ body: (PublisherSite, HTTPSite) async throws -> Void
        ) async throws {
            let directory = try TestDirectory()
            var site = try PublisherSite(data: directory["journal"])
            site.arguments = arguments
            let publisher = try await site.start()
            try await body(site, try HTTPSite(publisher))
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        @Test func anEventHasAReceipt() async throws {
            try await published { site, http in
                let answer = try await http.post(HTTPEvent.text(HTTPEvent.draft(1)), as: HTTPEvent.type)
                #expect(answer.status == 201)
                #expect(answer.headers["content-type"] == "application/json")
                #expect(answer.headers["x-content-type-options"] == "nosniff")
                #expect(answer.headers["cache-control"] == "no-store")
                let result = try answer.object()
                #expect(result.names == ["id", "sequence", "publishedAt", "duplicate"])
                #expect(result.number("sequence") == 1)
                #expect(result["duplicate"] == .bool(false))
                #expect(result.text("id") == HTTPEvent.id(1).description)
                let published = try Timestamp(rfc3339: #require(result.text("publishedAt")))
                #expect(try await site.status().headPublishedAt == published.nanoseconds)
            }
        }

        @Test func theSameEventAgainHasItsFirstReceipt() async throws {
            try await published { site, http in
                let text = HTTPEvent.text(HTTPEvent.draft(1))
                let first = try await http.post(text, as: HTTPEvent.type).object()
                // A second later the author's entry time would differ, if the publisher made it up.
                try await site.connected { connection in
                    _ = try await connection.publish(Author(0).parcel([0]))
                }
                let again = try await http.post(text, as: HTTPEvent.type)
                #expect(again.status == 201)
                var expected = first
                expected["duplicate"] = .bool(true)
                #expect(try again.object() == expected)
                #expect(try await site.status().head == 2)
            }
        }

        @Test func otherContentUnderAnIdIsAConflict() async throws {
            try await published { site, http in
                _ = try await http.post(HTTPEvent.text(HTTPEvent.draft(1)), as: HTTPEvent.type)
                let other = HTTPEvent.draft(1) { $0["tlp"] = .string("RED") }
                let answer = try await http.post(HTTPEvent.text(other), as: HTTPEvent.type)
                #expect(answer.status == 409)
                #expect(answer.headers["content-type"] == "application/problem+json")
                let problem = try answer.object()
                #expect(problem.text("type") == "urn:scenewire:problem:conflict")
                #expect(problem.text("reason") == "conflict")
                #expect(problem.text("field") == "/id")
                #expect(problem.text("id") == HTTPEvent.id(1).description)
                #expect(problem.number("status") == 409)
                #expect(problem.text("detail")?.contains("as record 1") == true)
                let all = try await http.post(HTTPEvent.array([other, other]), as: HTTPEvent.batchType)
                #expect(all.status == 409)
                #expect(try await site.status().head == 1)
            }
        }

        @Test func aBatchHasAResultForEachEvent() async throws {
            try await published { _, http in
                let wrong = HTTPEvent.draft(2) { $0["severity"] = .string("Awful") }
                let batch = [HTTPEvent.draft(1), wrong, HTTPEvent.draft(3)]
                let some = try await http.post(HTTPEvent.array(batch), as: HTTPEvent.batchType)
                #expect(some.status == 200)
                let results = try some.objects()
                #expect(results.map { $0.number("sequence") } == [1, nil, 2])
                #expect(results.map { $0.number("element") } == [1, 2, 3])
                #expect(results[1].text("reason") == "invalid")
                #expect(results[1].text("field") == "/severity")
                #expect(results[1].text("allowed") == "Extreme, Severe, Moderate, Minor, Unknown")
                #expect(results[1].number("status") == 400)
                #expect(results[1].text("id") == HTTPEvent.id(2).description)

                let all = try await http.post(HTTPEvent.array([batch[0], batch[2]]), as: HTTPEvent.batchType)
                #expect(all.status == 201)
                #expect(try all.objects().map { $0["duplicate"] } == [.bool(true), .bool(true)])
                let none = try await http.post(HTTPEvent.array([wrong, wrong]), as: HTTPEvent.batchType)
                #expect(none.status == 400)
                let nothing = try await http.post("[]", as: HTTPEvent.batchType)
                #expect(nothing.status == 200)
                #expect(nothing.text == "[]\n")
            }
        }

        @Test func linesThatAreNoEventAreNamed() async throws {
            try await published { _, http in
                let text =
                    HTTPEvent.text(HTTPEvent.draft(1)) + "\n\n{\"type\":\n[]\n"
                    + HTTPEvent.text(HTTPEvent.draft(2))
                let answer = try await http.post(text, as: HTTPEvent.linesType)
                #expect(answer.status == 200)
                let results = try answer.objects()
                #expect(results.map { $0.number("line") } == [1, 3, 4, 5])
                #expect(results.map { $0.number("sequence") } == [1, nil, nil, 2])
                #expect(results[1].text("detail")?.contains("is not JSON") == true)
            }
        }

        @Test func anEventInBinaryModeIsTheSameEvent() async throws {
            try await published { site, http in
                let draft = HTTPEvent.draft(1) {
                    $0["authorid"] = .string("Zoë \"Z\" 100%")
                    $0["textreleasable"] = .bool(true)
                    $0["x1"] = .string("7")
                }
                let fields = [
                    ("ce-specversion", "1.0"), ("ce-id", HTTPEvent.id(1).description),
                    ("ce-type", "shots.fired"), ("ce-agency", "expd"), ("ce-subject", "2025-0520-001"),
                    ("ce-status", "Exercise"), ("CE-Source", "cp1"), ("ce-sourceepoch", "1"),
                    ("ce-sequence", "1"), ("ce-time", "2025-05-20T09:38:45-05:00"),
                    ("ce-authorid", "Zo%C3%AB%20%22Z%22%20100%25"),
                    ("ce-authorrole", "\"commandPostRecorder\""),
                    ("ce-tlp", "AMBER"), ("ce-textreleasable", "true"), ("ce-x1", "7"),
                ]
                let body = #"{"by": "unknown", "rounds": 1}"#
                let binary = try await http.post(body, as: "application/json; charset=utf-8", headers: fields)
                #expect(binary.status == 201)
                let structured = try await http.post(HTTPEvent.text(draft), as: HTTPEvent.type)
                #expect(structured.status == 201)
                #expect(try structured.object()["duplicate"] == .bool(true))
                #expect(try await site.status().head == 1)

                let twice = try await http.post(body, as: "application/json", headers: fields + [fields[1]])
                #expect(twice.status == 400)
                let broken = try await http.post(
                    body,
                    as: "application/json",
                    headers: fields + [("ce-x2", "%G0")]
                )
                #expect(broken.status == 400)
                #expect(try broken.object().text("field") == "/x2")
            }
        }

        /// The publisher keeps no trace of the way on which an event came.
        @Test func isRecordedByteForByteAsOverZeroMQ() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let http = try HTTPSite(publisher)
            let draft = HTTPEvent.draft(1) { $0["colour"] = .string("red") }
            let event = try HTTPEvent.event(draft)
            _ = try await http.post(HTTPEvent.text(draft), as: HTTPEvent.type)
            try await site.connected { connection in
                let results = try await connection.publish(EventParcel([event.bytes]))
                guard case .duplicate(let receipt)? = results.first else {
                    Issue.record("\(results)")
                    return
                }
                #expect(receipt.sequence.value == 1)
            }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            let image = try JournalImage(reading: site.data)
            #expect(image.entries.count == 1)
            #expect(image.entries.map { Array(image.bytes[$0.event]) } == [event.bytes])
        }

        @Test func whatARecordSaysOfItselfIsNotPublishedAgain() async throws {
            try await published { _, http in
                _ = try await http.post(HTTPEvent.text(HTTPEvent.draft(1)), as: HTTPEvent.type)
                let record = try await http.get("/v1/events/\(HTTPEvent.id(1))")
                let again = try await http.post(record.text, as: HTTPEvent.type)
                #expect(again.status == 201)
                #expect(try again.object()["duplicate"] == .bool(true))
            }
        }

        @Test func twentyWritersGetDenseReceipts() async throws {
            try await published { site, http in
                let (writerCount, eventCount) = (20, 50)
                let receipts = try await withThrowingTaskGroup(of: [UInt64].self) { group in
                    for writer in 0..<writerCount {
                        group.addTask {
                            let numbers = (1...eventCount).map { writer * eventCount + $0 }
                            return try await http.talk { peer in
                                try numbers.map { number in
                                    let body = HTTPEvent.text(HTTPEvent.draft(number))
                                    peer.send(
                                        http.request(
                                            "POST",
                                            "/v1/events",
                                            headers: [("Content-Type", HTTPEvent.type)],
                                            body: Array(body.utf8)
                                        )
                                    )
                                    let answer = try #require(try peer.answer())
                                    return try #require(try answer.object().number("sequence"))
                                }
                            }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for own in receipts { #expect(own == own.sorted()) }
                let count = UInt64(writerCount * eventCount)
                #expect(receipts.flatMap { $0 }.sorted() == Array(1...count))
                #expect(try await site.status().head == count)
            }
        }

        @Test(arguments: [
            (nil, "missing"), ("text/plain", "text/plain"), ("application/json", "without ce-"),
            ("application/cloudevents+json; charset=latin1", "latin1"), ("application", "application"),
            ("application/cloudevents+avro", "avro"), ("multipart/form-data; boundary=x", "multipart"),
        ])
        func whatIsNotTakenIsSaid(_ type: String?, _ detail: String) async throws {
            try await published { site, http in
                let answer = try await http.ask(
                    "POST",
                    "/v1/events",
                    headers: type.map { [("Content-Type", $0)] } ?? [],
                    body: Array(HTTPEvent.text(HTTPEvent.draft(1)).utf8)
                )
                #expect(answer.status == 415)
                #expect(try answer.object().text("detail")?.contains(detail) == true)
                #expect(answer.headers["accept-post"]?.contains(HTTPEvent.batchType) == true)
                #expect(try await site.status().head == 0)
            }
        }

        @Test func aBodyIsAtMostAMebibyte() async throws {
            try await published { site, http in
                let tooLong = String(repeating: " ", count: 1 << 20) + "[]"
                #expect(try await http.post(tooLong, as: HTTPEvent.batchType).status == 413)
                let fitting = "[]" + String(repeating: " ", count: (1 << 20) - 2)
                #expect(try await http.post(fitting, as: HTTPEvent.batchType).status == 200)
                // 10,001 events would be too many even if each were small; lines are answered one by one.
                let array = "[" + String(repeating: "{},", count: 10_000) + "{}]"
                #expect(try await http.post(array, as: HTTPEvent.batchType).status == 413)
                let many = try await http.post(
                    String(repeating: "{}\n", count: 10_001),
                    as: HTTPEvent.linesType
                )
                #expect(many.status == 200)
                #expect(many.text.split(separator: "\n").count == 10_001)
                let large = HTTPEvent.draft(1) {
                    $0["blob"] = .string(String(repeating: "x", count: 70_000))
                }
                let refused = try await http.post(HTTPEvent.text(large), as: HTTPEvent.type)
                #expect(refused.status == 400)
                #expect(try refused.object().text("detail")?.contains("65536") == true)
                #expect(try await site.status().head == 0)
            }
        }

        @Test(arguments: [
            ("", "/v1/events"), ("{", "/v1/events"), ("[]", "/v1/events"), ("{}", "/v1/events"),
            ("{}", "/v1/events?x=1"), ("{}", "/v1/events?playedAt=soon"),
            ("{}", "/v1/events?playedAt=2025-05-20T14:06:48Z"),
        ])
        func aRequestThatIsNoneIsRefused(_ body: String, _ target: String) async throws {
            try await published { _, http in
                let answer = try await http.post(body, as: HTTPEvent.type, to: target)
                #expect(answer.status == 400)
                #expect(answer.headers["content-type"] == "application/problem+json")
                #expect(try answer.object().number("status") == 400)
            }
        }

        @Test func aPlayedClockIsSetByThePlayer() async throws {
            try await published(arguments: ["--clock", "played"]) { _, http in
                let text = HTTPEvent.text(HTTPEvent.draft(1))
                let without = try await http.post(text, as: HTTPEvent.type)
                #expect(without.status == 400)
                #expect(try without.object().text("parameter") == "playedAt")
                let target = "/v1/events?playedAt=2025-05-20T14:06:48%2B00:00"
                let with = try await http.post(text, as: HTTPEvent.type, to: target)
                #expect(with.status == 201)
                #expect(try with.object().text("publishedAt") == "2025-05-20T14:06:48.000Z")
                let actual = HTTPEvent.draft(2) { $0["status"] = .string("Actual") }
                let refused = try await http.post(HTTPEvent.text(actual), as: HTTPEvent.type)
                #expect(refused.status == 400)
                #expect(try refused.object().text("reason") == "notActual")
            }
        }

        /// A command line client goes first for a body it may not send; the answer must not wait for it.
        @Test func keepsTheConnectionForTheNextRequest() async throws {
            try await published { _, http in
                let statuses = try await http.talk { peer in
                    try (1...3).map { number in
                        let body = number == 2 ? "no JSON" : HTTPEvent.text(HTTPEvent.draft(number))
                        peer.send(
                            http.request(
                                "POST",
                                "/v1/events",
                                headers: [("Content-Type", HTTPEvent.type)],
                                body: Array(body.utf8)
                            )
                        )
                        return try peer.answer()?.status
                    }
                }
                #expect(statuses == [201, 400, 201])
            }
        }

        @Test func countsWhatItAnswers() async throws {
            try await published { _, http in
                _ = try await http.post(HTTPEvent.text(HTTPEvent.draft(1)), as: HTTPEvent.type)
                _ = try await http.post("{}", as: HTTPEvent.type)
                _ = try await http.post("{}", as: "text/plain")
                _ = try await http.get("/v1/nothing")
                let metrics = try await http.get("/metrics").text
                for line in [
                    #"http_requests_total{route="POST /v1/events",status="201"} 1"#,
                    #"http_requests_total{route="POST /v1/events",status="400"} 1"#,
                    #"http_requests_total{route="POST /v1/events",status="415"} 1"#,
                    #"http_requests_total{route="other",status="404"} 1"#,
                    #"http_refusals_total{reason="mediaType"} 1"#,
                    #"refused_events_total{reason="invalid"} 1"#,
                    "http_streams 0",
                ] {
                    #expect(metrics.contains("scenewire_publisher_\(line)\n"), "\(line)")
                }
            }
        }
    }
}
