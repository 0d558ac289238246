import EventBus
import EventSchema
import Foundation
import Glibc
import Testing
import ZeroMQ

extension SystemTests {
    /// Any bytes on the HTTP port get an error or are hung up on; nothing is recorded that was not sent whole.
    @Suite(.timeLimit(.minutes(5))) struct HTTPHostileTests {
        /// What strangers may make the publisher keep.
        private static let growthMax = 128 << 20

        /// - Parameter event: What the attack also sends whole, and what alone may be recorded, once.
        private func attacked(
            recording event: ValidEvent? = nil,
            _ attack: @escaping @Sendable (HTTPSite, inout SeededGenerator) throws -> Void,
            test: String = #function
        ) async throws {
            let random = SeededGenerator.announced(test)
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            let http = try HTTPSite(publisher)
            let before = try publisher.residentByteCount()
            try await SocketThread.run(label: "test.attack") {
                var random = random
                try attack(http, &random)
            }
            let peak = try publisher.residentByteCount(peak: true)
            print("\(test): resident MiB before \(before >> 20), at most \(peak >> 20)")
            #expect(peak - before < Self.growthMax)
            let records = try await http.get("/v1/events").objects()
            let recorded = try records.map { try CloudEvent.decode(RecordDocument.withoutRecord($0)).bytes }
            #expect(recorded == (event.map { [$0.bytes] } ?? []))
            let answer = try await http.post(HTTPEvent.text(HTTPEvent.draft(1)), as: HTTPEvent.type)
            #expect(answer.status == 201)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        @Test func everyTruncatedRequest() async throws {
            try await attacked { http, _ in
                let body = Array(HTTPEvent.text(HTTPEvent.draft(1)).utf8)
                let fields = [("Content-Type", HTTPEvent.linesType)]
                let whole = http.request("POST", "/v1/events", headers: fields, body: body)
                let chunkedHead = http.request(
                    "POST",
                    "/v1/events",
                    headers: fields + [("Transfer-Encoding", "chunked")]
                )
                let size = Array("\(String(body.count, radix: 16))\r\n".utf8)
                let chunked = chunkedHead + size + body + Array("\r\n0\r\n\r\n".utf8)
                for request in [whole, chunked] {
                    for end in request.indices {
                        var peer = try HTTPPeer(http.port)
                        peer.send(Array(request[..<end]))
                        // In every other case it waits for the answer that others would get.
                        guard end % 2 == 0 else { continue }
                        peer.endSending()
                        let answer = try peer.answer()
                        #expect(answer == nil || answer?.status == 400, "cut off at \(end)")
                    }
                }
            }
        }

        /// The body says everything twice, in its members and as the event's bytes, so that any damage to it
        /// shows; the whole request is taken, so that the damage alone keeps the others out.
        @Test func garbageAndDamagedRequests() async throws {
            let event = try HTTPEvent.event(HTTPEvent.draft(2))
            var document = try CloudEvent.document(of: event.bytes.span.bytes)
            document["protobuf"] = .string(Data(event.bytes).base64EncodedString())
            let body = Array(HTTPEvent.text(document).utf8)
            try await attacked(recording: event) { http, random in
                let request = http.request(
                    "POST",
                    "/v1/events",
                    headers: [("Content-Type", HTTPEvent.type)],
                    body: body
                )
                #expect(try Self.status(of: request, http) == 201)
                for _ in 0..<200 {
                    let peer = try HTTPPeer(http.port)
                    let count = Int.random(in: 0...4_000, using: &random)
                    peer.send(random.bytes(count))
                }
                let start = request.count - body.count
                let name = try #require(request[start...].firstRange(of: Array("protobuf".utf8)))
                var counts: [Int?: Int] = [:]
                for place in request.indices {
                    let bits = name.contains(place) ? Array(0..<8) : [Int.random(in: 0..<8, using: &random)]
                    for bit in bits {
                        var damaged = request
                        damaged[place] ^= 1 << UInt8(bit)
                        let status = try Self.status(of: damaged, http)
                        counts[status, default: 0] += 1
                        guard place >= start else { continue }
                        let read = (try? CloudEvent.decode(Array(damaged[start...])))?.bytes
                        // Under another name that an attribute may have, the bytes are one more attribute that
                        // nothing compares with the others: an event, but not the one that has this id.
                        let isOther = read != nil && read != event.bytes
                        #expect(!isOther || name.contains(place), "byte \(place), bit \(bit)")
                        let expected = isOther ? 409 : read == nil ? 400 : 201
                        #expect(status == expected, "byte \(place), bit \(bit)")
                    }
                }
                // Most damage is to the body, and refused there; some, such as to the case of a name, is none.
                #expect(counts[400, default: 0] > body.count / 2, "\(counts)")
                #expect(counts[409, default: 0] > name.count, "\(counts)")
            }
        }

        /// Sends all there is, and hears what becomes of it; `nil` when it is hung up on.
        private static func status(of request: [UInt8], _ http: HTTPSite) throws -> Int? {
            var peer = try HTTPPeer(http.port)
            peer.send(request)
            peer.endSending()
            return try peer.answer()?.status
        }

        @Test func headersWithoutEnd() async throws {
            try await attacked { http, _ in
                let field = Array("X-Filler: \(String(repeating: "x", count: 1_000))\r\n".utf8)
                for filler in [field, Array(String(repeating: "x", count: 1_000).utf8)] {
                    var peer = try HTTPPeer(http.port)
                    peer.send(Array("GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX-A: ".utf8))
                    let deadline = ContinuousClock.now + .seconds(20)
                    while .now < deadline, peer.send(filler) {}
                    #expect(.now < deadline)
                    let answer = try peer.answer()
                    #expect(answer == nil || answer?.status == 400)
                }
            }
        }

        @Test func aBodyWithoutEnd() async throws {
            try await attacked { http, _ in
                let peer = try HTTPPeer(http.port)
                let fields = [("Content-Type", HTTPEvent.linesType), ("Transfer-Encoding", "chunked")]
                peer.send(http.request("POST", "/v1/events", headers: fields))
                let chunk =
                    Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 65_536) + Array("\r\n".utf8)
                var sent = 0
                while sent < 256 << 20, peer.send(chunk) { sent += chunk.count }
                #expect(sent < 256 << 20)
            }
        }

        /// More connections than there may be, each with a head that never ends, do not hold up those who ask:
        /// the one that has been idle for longest gives way.
        @Test func connectionsThatSayNothingMakeRoom() async throws {
            try await attacked { http, _ in
                try Self.open(300, http) {
                    let start = ContinuousClock.now
                    var peer = try HTTPPeer(http.port)
                    peer.send(http.request("GET", "/readyz"))
                    #expect(try peer.answer()?.status == 200)
                    // A health check's patience; a head may take longer.
                    #expect(.now - start < .seconds(3))
                }
            }
        }

        private static func open(_ count: Int, _ http: HTTPSite, _ body: () throws -> Void) throws {
            guard count > 0 else { return try body() }
            let peer = try HTTPPeer(http.port)
            peer.send(Array("GET /v1/status HTTP/1.1\r\nHost: loc".utf8))
            try open(count - 1, http, body)
            peer.endSending()
        }

        @Test func aForeignPageReachesNothing() async throws {
            try await attacked { http, _ in
                let local = "127.0.0.1:\(http.port)"
                let cases: [([(String, String)], Int)] = [
                    ([], 200), ([("Host", "localhost:\(http.port)")], 200), ([("Host", "[::1]")], 200),
                    ([("Host", "LocalHost")], 200), ([("Origin", "http://\(local)")], 200),
                    ([("Sec-Fetch-Site", "same-origin")], 200),
                    ([("Host", "evil.example")], 421), ([("Host", "127.0.0.1.evil.example:8080")], 421),
                    ([("Host", "localhost.evil.example")], 421), ([("Host", "192.0.2.1")], 421),
                    ([("Host", "")], 421), ([("Host", "127.0.0.1:x")], 421),
                    ([("Host", local), ("Host", "evil.example")], 400),
                    ([("Origin", "http://evil.example")], 403), ([("Origin", "null")], 403),
                    ([("Origin", "https://\(local)")], 403), ([("Origin", "http://127.0.0.1:1")], 403),
                    ([("Origin", "http://\(local)"), ("Origin", "http://evil.example")], 403),
                    ([("Sec-Fetch-Site", "cross-site")], 403),
                ]
                for target in [
                    "/v1/status", "/v1/events", "/v1/stream?after=x", "//v1/events", "/v1/nothing",
                ] {
                    for (fields, status) in cases {
                        var peer = try HTTPPeer(http.port)
                        peer.send(http.request("GET", target, headers: fields))
                        let answer = try #require(try peer.answer())
                        if status == 200 {
                            #expect(![400, 403, 421].contains(answer.status) || target.hasSuffix("=x"))
                        } else {
                            #expect(answer.status == status, "\(target) \(fields)")
                        }
                        #expect(answer.headers["access-control-allow-origin"] == nil)
                    }
                }
                let body = Array(HTTPEvent.text(HTTPEvent.draft(1)).utf8)
                for (fields, status) in cases where status != 200 {
                    var peer = try HTTPPeer(http.port)
                    let type = [("Content-Type", HTTPEvent.type)]
                    peer.send(http.request("POST", "/v1/events", headers: type + fields, body: body))
                    #expect(try peer.answer()?.status == status)
                }
            }
        }
    }
}
