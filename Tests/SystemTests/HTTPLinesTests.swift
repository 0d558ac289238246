import EventSchema
import Foundation
import Glibc
import Testing

extension SystemTests {
    /// `POST /v1/events` with more lines than are answered together.
    @Suite(.timeLimit(.minutes(5))) struct HTTPLinesTests {
        private func published(_ body: (PublisherSite, HTTPSite, ChildProcess) async throws -> Void)
            async throws
        {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            try await body(site, try HTTPSite(publisher), publisher)
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
        }

        private static func results(_ answer: HTTPAnswer) throws -> [JSONObject] {
            #expect(answer.headers["content-type"] == HTTPEvent.linesType)
            return try EventBatch.documents(answer.body, format: .lines)
        }

        /// The scenario that is shipped is longer than a body that is answered together.
        @Test func theLongScenarioIsRecorded() async throws {
            let path = Executable.repository + "/Scenarios/a-hostage-standoff.ndjson"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let count = text.split(separator: "\n").count
            try await published { site, http, _ in
                let answer = try await http.post(text, as: HTTPEvent.linesType)
                #expect(answer.status == 200)
                let results = try Self.results(answer)
                #expect(results.map { $0.number("line") } == (1...UInt64(count)).map { $0 })
                #expect(results.map { $0.number("sequence") } == (1...UInt64(count)).map { $0 })
                #expect(try await site.status().head == UInt64(count))
                let again = try Self.results(try await http.post(text, as: HTTPEvent.linesType))
                #expect(again.allSatisfy { $0["duplicate"] == .bool(true) })
            }
        }

        /// A result comes while the rest of the body is still to be sent.
        @Test func aLineHasItsResultAsSoonAsItIsRecorded() async throws {
            try await published { _, http, _ in
                let statuses = try await http.talk(limitSeconds: 20) { peer in
                    let fields = [
                        ("Content-Type", HTTPEvent.linesType), ("Accept", HTTPEvent.linesType),
                        ("Transfer-Encoding", "chunked"),
                    ]
                    peer.send(http.request("POST", "/v1/events", headers: fields))
                    var results: [JSONObject] = []
                    for (number, line) in ["", "no JSON", HTTPEvent.text(HTTPEvent.draft(2))].enumerated() {
                        let text = line.isEmpty ? HTTPEvent.text(HTTPEvent.draft(1)) : line
                        let chunk = "\(String(text.utf8.count + 1, radix: 16))\r\n\(text)\n\r\n"
                        peer.send(Array(chunk.utf8))
                        if number == 0 { #expect(try peer.head()?.status == 200) }
                        results.append(try CloudEvent.parse(try #require(try peer.chunk())))
                    }
                    peer.send(Array("0\r\n\r\n".utf8))
                    let end = try peer.chunk()
                    #expect(end == [])
                    return results.map { [$0.number("line"), $0.number("sequence"), $0.number("status")] }
                }
                #expect(statuses == [[1, 1, nil], [2, nil, 400], [3, 2, nil]])
            }
        }

        /// 64 MiB go through a publisher that keeps a few.
        @Test func anyNumberOfLinesTakesTheSameMemory() async throws {
            try await published { site, http, publisher in
                let before = try publisher.residentByteCount()
                let count = 3_000
                let filler = String(repeating: "x", count: 20_000)
                let sequences = try await http.talk { peer in
                    let fields = [("Content-Type", HTTPEvent.linesType), ("Transfer-Encoding", "chunked")]
                    peer.send(http.request("POST", "/v1/events", headers: fields))
                    for number in 1...count {
                        let line = HTTPEvent.text(HTTPEvent.draft(number) { $0["filler"] = .string(filler) })
                        let chunk = "\(String(line.utf8.count + 1, radix: 16))\r\n\(line)\n\r\n"
                        let isTaken = peer.send(Array(chunk.utf8))
                        #expect(isTaken)
                    }
                    peer.send(Array("0\r\n\r\n".utf8))
                    let answer = try #require(try peer.answer())
                    return try Self.results(answer).map { $0.number("sequence") }
                }
                #expect(sequences == (1...UInt64(count)).map { $0 })
                let peak = try publisher.residentByteCount(peak: true)
                print("lines: resident MiB before \(before >> 20), at most \(peak >> 20)")
                #expect(peak - before < 40 << 20)
                #expect(try await site.status().head == UInt64(count))
            }
        }

        @Test func aLineThatIsTooLongIsRefusedAndTheOthersGoOn() async throws {
            try await published { site, http, _ in
                let long = String(repeating: " ", count: 600_000)
                let lines = [
                    HTTPEvent.text(HTTPEvent.draft(1)), long, HTTPEvent.text(HTTPEvent.draft(2)), long,
                ]
                let answer = try await http.post(
                    lines.joined(separator: "\n"),
                    as: HTTPEvent.linesType,
                    headers: [("Accept", HTTPEvent.linesType)]
                )
                let results = try Self.results(answer)
                #expect(results.map { $0.number("line") } == [1, 2, 3, 4])
                #expect(results.map { $0.text("reason") } == [nil, "invalid", nil, "invalid"])
                #expect(try await site.status().head == 2)
            }
        }

        /// The last line of a body that breaks off is not taken for a whole one, and the lines before it stay.
        @Test func aBodyThatBreaksOffKeepsItsWholeLines() async throws {
            try await published { site, http, _ in
                let whole = HTTPEvent.text(HTTPEvent.draft(1)) + "\n"
                let cut = HTTPEvent.text(HTTPEvent.draft(2))
                let first = try await http.talk { peer in
                    let fields = [
                        ("Content-Type", HTTPEvent.linesType), ("Accept", HTTPEvent.linesType),
                        ("Content-Length", "100000"),
                    ]
                    peer.send(http.request("POST", "/v1/events", headers: fields) + Array((whole + cut).utf8))
                    _ = try peer.head()
                    let first = try CloudEvent.parse(try #require(try peer.chunk()))
                    peer.endSending()
                    // No end of the chunks: the answer breaks off too.
                    let end = try peer.chunk()
                    #expect(end == nil)
                    return first.number("line")
                }
                #expect(first == 1)
                #expect(try await site.status().head == 1)
            }
        }
    }
}
