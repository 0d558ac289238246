import EventSchema
import Glibc
import Testing

extension SystemTests {
    /// HTTP as clients speak it that are neither browsers nor curl.
    @Suite(.timeLimit(.minutes(3))) struct HTTPProtocolTests {
        private func served(_ body: (PublisherSite, HTTPSite) async throws -> Void) async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            try await body(site, try HTTPSite(publisher))
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        /// The body is sent only after the leave, as clients do that wait for it.
        @Test func givesLeaveToSendTheBody() async throws {
            try await served { site, http in
                let statuses = try await http.talk(limitSeconds: 10) { peer in
                    var statuses: [Int] = []
                    // Twice on one connection, the second time right behind another request.
                    for number in 1...2 {
                        let body = Array(HTTPEvent.text(HTTPEvent.draft(number)).utf8)
                        let head = http.request(
                            "POST",
                            "/v1/events",
                            headers: [
                                ("Content-Type", HTTPEvent.type), ("Content-Length", "\(body.count)"),
                                ("Expect", number == 1 ? "100-continue" : "100-Continue"),
                            ]
                        )
                        peer.send((number == 1 ? [] : http.request("GET", "/livez")) + head)
                        if number == 2 { statuses.append(try #require(try peer.answer()).status) }
                        statuses.append(try #require(try peer.head()).status)
                        peer.send(body)
                        statuses.append(try #require(try peer.answer()).status)
                    }
                    return statuses
                }
                #expect(statuses == [100, 201, 200, 100, 201])
                #expect(try await site.status().head == 2)
            }
        }

        @Test func aBodyThatDoesNotWaitNeedsNoLeave() async throws {
            try await served { site, http in
                let answer = try await http.talk { peer in
                    let fields = [("Content-Type", HTTPEvent.type), ("Expect", "something")]
                    let body = Array(HTTPEvent.text(HTTPEvent.draft(1)).utf8)
                    peer.send(http.request("POST", "/v1/events", headers: fields, body: body))
                    return try peer.answer()
                }
                #expect(answer?.status == 201)
            }
        }

        /// An answer to HTTP/1.0 has no chunks, and ends where the connection does.
        @Test(arguments: ["", "Connection: keep-alive\r\n"])
        func anOldClientIsAnsweredAndTheConnectionClosed(field: String) async throws {
            try await served { _, http in
                let closed = try await http.talk(limitSeconds: 10) { peer in
                    peer.send(Array("GET /livez HTTP/1.0\r\n\(field)\r\n".utf8))
                    let answer = try #require(try peer.answer())
                    #expect(answer.status == 200)
                    #expect(answer.text == "live\n")
                    #expect(answer.headers["connection"] == "close")
                    return try peer.isHungUpOn()
                }
                #expect(closed)
            }
        }

        @Test func anOldClientFollowsWithoutChunks() async throws {
            try await served { _, http in
                _ = try await http.post(HTTPEvent.text(HTTPEvent.draft(1)), as: HTTPEvent.type)
                let (headers, lines) = try await http.talk(limitSeconds: 10) { peer in
                    peer.send(Array("GET /v1/stream?after=0 HTTP/1.0\r\nHost: localhost\r\n\r\n".utf8))
                    let head = try #require(try peer.head())
                    let lines = try (0..<3).compactMap { _ in try peer.line() }
                    return (head.headers, lines)
                }
                #expect(headers["transfer-encoding"] == nil)
                #expect(lines.first == "retry: 1000")
                #expect(lines.last?.hasPrefix("id: ") == true)
            }
        }

        @Test(arguments: [
            ("application/json", "application/json"), ("application/*", HTTPEvent.batchType),
            ("application/json, application/*+json", HTTPEvent.batchType),
            ("application/*+json", HTTPEvent.batchType), ("*/*", HTTPEvent.batchType),
            ("application/x-ndjson, application/json;q=0.5", HTTPEvent.linesType),
            ("text/html, application/json;q=0.1", "application/json"),
        ])
        func answersInWhatIsAccepted(accept: String, type: String) async throws {
            try await served { _, http in
                _ = try await http.post(HTTPEvent.text(HTTPEvent.draft(1)), as: HTTPEvent.type)
                let answer = try await http.get("/v1/events", headers: [("Accept", accept)])
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"] == type)
                let one = try await http.get(
                    "/v1/events/\(HTTPEvent.id(1))",
                    headers: [("Accept", accept)]
                )
                #expect(one.status == 200)
                #expect(try one.object().text("id") == HTTPEvent.id(1).description)
                #expect(
                    try await http.get("/v1/events", headers: [("Accept", "text/html")]).status == 406
                )
            }
        }

        /// Some clients cannot set header fields, and some send an empty one.
        @Test(arguments: [
            ("lastEventId=1", nil, 2), ("lastEventId=1&after=0", nil, 2), ("after=1", "", 2),
            ("lastEventId=2&after=0", "1", 2), ("lastEventId=&after=2", nil, 3), ("after=0", "2", 3),
        ])
        func goesOnAfterTheLastEvent(query: String, field: String?, first: UInt64) async throws {
            try await served { _, http in
                let events = HTTPEvent.lines((1...3).map { HTTPEvent.draft($0) })
                #expect(try await http.post(events, as: HTTPEvent.linesType).status == 201)
                let data = try await http.talk(limitSeconds: 10) { peer in
                    let fields = field.map { [("Last-Event-ID", $0)] } ?? []
                    peer.send(http.request("GET", "/v1/stream?\(query)", headers: fields))
                    #expect(try peer.head()?.status == 200)
                    while let line = try peer.line() {
                        if line.hasPrefix("data: ") { return line.dropFirst(6).description }
                    }
                    return ""
                }
                #expect(
                    try CloudEvent.parse(Array(data.utf8)).text("recordsequence")?.hasSuffix("\(first)")
                        == true
                )
            }
        }

        @Test func aWrongLastEventIsRefused() async throws {
            try await served { _, http in
                let answer = try await http.get("/v1/stream?lastEventId=x")
                #expect(answer.status == 400)
                #expect(try answer.object().text("parameter") == "lastEventId")
            }
        }

        /// A byte order mark before lines, an array, a document and data is passed over.
        @Test func passesOverAByteOrderMark() async throws {
            try await served { site, http in
                let mark = "\u{FEFF}"
                let lines = mark + HTTPEvent.lines([HTTPEvent.draft(1), HTTPEvent.draft(2)])
                let list = try await http.post(lines, as: HTTPEvent.linesType)
                #expect(list.status == 201)
                let streamed = try await http.post(
                    mark + "\n" + lines,
                    as: HTTPEvent.linesType,
                    headers: [("Accept", HTTPEvent.linesType)]
                )
                #expect(streamed.text.split(separator: "\n").count == 2)
                #expect(!streamed.text.contains("\"reason\""))
                let array = mark + HTTPEvent.array([HTTPEvent.draft(3)])
                #expect(try await http.post(array, as: HTTPEvent.batchType).status == 201)
                let one = mark + HTTPEvent.text(HTTPEvent.draft(4))
                #expect(try await http.post(one, as: HTTPEvent.type).status == 201)
                #expect(try await site.status().head == 4)
            }
        }
    }
}
