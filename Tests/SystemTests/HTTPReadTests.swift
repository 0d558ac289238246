import EventSchema
import Glibc
import Testing

extension SystemTests {
    /// `GET /v1/events`, `GET /v1/events/ID` and `GET /v1/status` of the real publisher.
    @Suite(.timeLimit(.minutes(3))) struct HTTPReadTests {
        private func published(
            _ events: [JSONObject],
            _ body: (PublisherSite, HTTPSite) async throws -> Void
        ) async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let http = try HTTPSite(publisher)
            if !events.isEmpty {
                let answer = try await http.post(HTTPEvent.lines(events), as: HTTPEvent.linesType)
                #expect(answer.status == 201)
            }
            try await body(site, http)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        /// Follows `Link` to the end, and returns the sequence numbers of every page.
        private func pages(_ target: String, of http: HTTPSite) async throws -> [[UInt64]] {
            var (pages, target) = ([[UInt64]](), Optional(target))
            while let page = target {
                let answer = try await http.get(page)
                #expect(answer.status == 200)
                pages.append(try answer.objects().map { try #require($0.sequence) })
                target = answer.next
                if target == nil {
                    #expect(answer.headers["scenewire-scanned-through"] == answer.headers["scenewire-head"])
                }
            }
            return pages
        }

        @Test func isReadInPagesWithoutHoleOrDouble() async throws {
            try await published((1...25).map { HTTPEvent.draft($0) }) { _, http in
                #expect(try await pages("/v1/events", of: http) == [Array(1...25)])
                let pages = try await pages("/v1/events?after=3&limit=10", of: http)
                #expect(pages == [Array(4...13), Array(14...23), [24, 25]])
                #expect(try await self.pages("/v1/events?after=25", of: http) == [[]])
            }
        }

        @Test func aFilteredReadingIsProvablyComplete() async throws {
            let events = (1...20).map { number in
                HTTPEvent.draft(number, incident: number % 2 == 0 ? "even" : "odd") {
                    if number % 5 == 0 { $0["agency"] = .string("kcpd") }
                    if number % 4 == 0 { $0["type"] = .string("news.told") }
                }
            }
            try await published(events) { _, http in
                let filters: [(String, [UInt64])] = [
                    ("incident=even", [2, 4, 6, 8, 10, 12, 14, 16, 18, 20]),
                    ("agency=kcpd", [5, 10, 15, 20]), ("type=news.told", [4, 8, 12, 16, 20]),
                    ("agency=kcpd&incident=even&type=shots.fired", [10]), ("incident=eve", []),
                ]
                for (filter, expected) in filters {
                    #expect(try await pages("/v1/events?\(filter)", of: http) == [expected])
                    let small = try await pages("/v1/events?limit=1&\(filter)", of: http)
                    #expect(small.flatMap { $0 } == expected)
                }
            }
        }

        @Test func linesAndArrayHoldTheSameAsTheCommandLineShows() async throws {
            try await published((1...3).map { HTTPEvent.draft($0) }) { _, http in
                let array = try await http.get("/v1/events")
                #expect(array.headers["content-type"] == HTTPEvent.batchType)
                let lines = try await http.get(
                    "/v1/events",
                    headers: [("Accept", "text/html;q=0.9, application/x-ndjson;q=0.5")]
                )
                #expect(lines.headers["content-type"] == HTTPEvent.linesType)
                let documents = try EventBatch.documents(lines.body, format: .lines)
                #expect(try documents == array.objects())
                for (document, number) in zip(documents, 1...) {
                    #expect(
                        document.names.suffix(5) == [
                            "recordstream", "recordsequence", "recordepoch", "recordtime", "recordchecksum",
                        ]
                    )
                    let event = try CloudEvent.decode(RecordDocument.withoutRecord(document))
                    #expect(try event.bytes == HTTPEvent.event(HTTPEvent.draft(number)).bytes)
                }
                let neither = try await http.get("/v1/events", headers: [("Accept", "text/html")])
                #expect(neither.status == 406)
            }
        }

        @Test func aCursorGoesOnOnlyInItsOwnStream() async throws {
            try await published((1...3).map { HTTPEvent.draft($0) }) { _, http in
                let first = try await http.get("/v1/events?limit=2")
                let cursor = try #require(first.headers["scenewire-cursor"])
                #expect(cursor.hasPrefix("\(try #require(first.headers["scenewire-stream"])):2:"))
                #expect(try await pages("/v1/events?after=\(cursor)", of: http) == [[3]])
                let last = cursor.last == "0" ? "1" : "0"
                for foreign in [
                    String(cursor.dropLast()) + last, "4", "18446744073709551615",
                    "55e0e380-3975-4f6a-9eb6-6a483eb0e30e:1:00000000",
                ] {
                    let answer = try await http.get("/v1/events?after=\(foreign)")
                    #expect(answer.status == 409)
                    #expect(try answer.object().text("reason") == "diverged")
                    #expect(try answer.object().number("head") == 3)
                }
            }
        }

        @Test(arguments: [
            "after=", "after=-1", "after=1.0", "after=18446744073709551616", "after=a:b:c", "limit=0",
            "limit=10001", "limit=ten", "incident=", "incident=a%20b", "agency=EXPD", "type=x..y",
            "incidnet=a", "after=1&after=2", "type=%", "type=%FF",
        ])
        func aQuestionThatIsNoneIsRefused(_ query: String) async throws {
            try await published([]) { _, http in
                let answer = try await http.get("/v1/events?\(query)")
                #expect(answer.status == 400)
                let name = String(query.prefix { $0 != "=" })
                #expect(try answer.object().text("parameter") == name)
            }
        }

        @Test func oneRecordIsFoundByItsEvent() async throws {
            try await published((1...3).map { HTTPEvent.draft($0) }) { _, http in
                let answer = try await http.get("/v1/events/\(HTTPEvent.id(2))")
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"] == HTTPEvent.type)
                #expect(try answer.object().sequence == 2)
                let upper = try await http.get("/v1/events/\(HTTPEvent.id(2).description.uppercased())")
                #expect(upper.body == answer.body)
                #expect(try await http.get("/v1/events/\(HTTPEvent.id(9))").status == 404)
                for text in ["nine", "0", "-1", "18446744073709551616"] {
                    #expect(try await http.get("/v1/events/\(text)").status == 400, "\(text)")
                }
                #expect(try await http.get("/v1/events/999999").status == 404)
            }
        }

        @Test func whatRetentionRemovedIsSaid() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let first = try PreparedJournal(at: site.data, keptByteCount: 3 * 1_024 * 1_024).firstRetained
            #expect(first > 1)
            let publisher = try await site.start()
            let http = try HTTPSite(publisher)
            let answer = try await http.get("/v1/events?after=1&limit=2")
            #expect(answer.status == 410)
            let problem = try answer.object()
            #expect(problem.text("reason") == "removed")
            #expect(problem.number("firstRetained") == first)
            // Whoever has read that may go on behind the gap.
            let next = try #require(answer.next)
            // What was removed has no checksum any more, so that its number stands alone.
            #expect(next.contains("after=\(first - 1)&"), "\(next)")
            #expect(try await http.get(next).objects().map(\.sequence) == [first, first + 1])
            #expect(try await pages("/v1/events?after=\(first - 1)", of: http).first?.first == first)

            let gone = try await http.get("/v1/events/\(PreparedJournal.author.id(0))")
            #expect(gone.status == 410)
            #expect(try gone.object().number("sequence") == 1)
            let kept = try await http.get("/v1/events/\(PreparedJournal.author.id(Int(first) - 1))")
            #expect(try kept.object().sequence == first)
            try await publisher.killNow()
        }

        @Test func damageIsSaidWithItsPlace() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            _ = try PreparedJournal(at: site.data, damagedAtByte: 1_000_000)
            let publisher = try await site.start(["SCENEWIRE_JOURNAL_SCRUB_MEGABYTES_PER_SECOND": "0"])
            let http = try HTTPSite(publisher)
            var (target, last) = ("/v1/events", UInt64(0))
            var answer = try await http.get(target)
            while answer.status == 200, let next = answer.next {
                last = try answer.objects().last?.sequence ?? last
                target = next
                answer = try await http.get(target)
            }
            #expect(last > 0)
            #expect(answer.status == 500)
            let problem = try answer.object()
            #expect(problem.text("reason") == "damaged")
            #expect(problem.number("sequence") == last + 1)
            #expect(problem.text("detail")?.contains(".seg") == true)
            try await publisher.killNow()
        }

        @Test func theStatusIsTheCommandLines() async throws {
            try await published([HTTPEvent.draft(1)]) { site, http in
                let answer = try await http.get("/v1/status")
                #expect(answer.status == 200)
                let status = try answer.object()
                #expect(
                    status.names == [
                        "endpoint", "softwareVersion", "stream", "epoch", "head", "headPublishedAt",
                        "headAgeSeconds", "firstRetained", "clock", "isPlayed", "isReadOnly", "consumers",
                    ]
                )
                #expect(status.text("endpoint") == site.requests)
                #expect(status.number("head") == 1)
                #expect(status["isReadOnly"] == .bool(false))
            }
        }

        @Test func whatIsNotThereIsAProblem() async throws {
            try await published([]) { _, http in
                let unknown = try await http.get("/v1/nothing")
                #expect(unknown.status == 404)
                #expect(unknown.headers["content-type"] == "application/problem+json")
                for (method, target, allowed) in [
                    ("DELETE", "/v1/events", "GET, HEAD, POST"), ("POST", "/v1/stream", "GET, HEAD"),
                    ("OPTIONS", "/v1/events", "GET, HEAD, POST"), ("PUT", "/v1/events/1", "GET, HEAD"),
                    ("TRACE", "/v1/status", "GET, HEAD"),
                ] {
                    let answer = try await http.ask(method, target)
                    #expect(answer.status == 405)
                    #expect(answer.headers["allow"] == allowed)
                    #expect(answer.headers["access-control-allow-origin"] == nil)
                }
            }
        }
    }
}

extension HTTPAnswer {
    /// Where the reading goes on.
    var next: String? {
        guard let link = headers["link"], link.hasSuffix(">; rel=\"next\"") else { return nil }
        return String(link.dropFirst().prefix { $0 != ">" })
    }
}

extension JSONObject {
    /// A record's place in its stream.
    var sequence: UInt64? { text("recordsequence").flatMap { UInt64($0) } }
}
