import HTTPTypes
import Testing

@testable import ServiceHTTP

@Suite struct OriginCheckTests {
    private func problem(_ host: String?, _ fields: HTTPFields = [:]) -> HTTPProblem.Kind? {
        let request = HTTPRequest(
            method: .get,
            scheme: "http",
            authority: host,
            path: "/v1/events",
            headerFields: fields
        )
        do throws(HTTPProblem) {
            try OriginCheck.check(request)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test(arguments: [
        "localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "127.8.9.10:65535", "[::1]", "[::1]:8080",
    ])
    func thisMachineIsAddressed(_ host: String) {
        #expect(problem(host) == nil)
        #expect(problem(host, [.origin: "http://\(host)"]) == nil)
    }

    @Test(arguments: [
        "", ":8080", "example.org", "localhost.example.org", "127.0.0.1.example.org", "0.0.0.0",
        "192.0.2.1:8080",
        "[::]", "[::2]", "[::1", "[::1]x", "::1", "localhost:", "localhost:port", "localhost:65536",
        "localhost:80:80", "user@localhost", "2130706433", "0x7f.1",
    ])
    func anotherHostIsAddressed(_ host: String) {
        #expect(problem(host) == .misdirected)
    }

    @Test func oneHostIsAddressed() throws {
        #expect(problem(nil) == .malformed)
        let name = try #require(HTTPField.Name("Host"))
        #expect(problem("localhost", [name: "localhost"]) == .malformed)
    }

    @Test(arguments: [
        "", "null", "http://example.org", "https://localhost:8080", "http://localhost",
        "http://localhost:8081",
        "http://127.0.0.1:8080", "http://localhost:8080/", "http://localhost:8080.example.org",
        "localhost:8080",
    ])
    func aForeignPageIsRefused(_ origin: String) {
        #expect(problem("localhost:8080", [.origin: origin]) == .forbidden)
    }

    @Test func theDefaultPortNeedNotBeSaid() {
        #expect(problem("localhost", [.origin: "http://localhost:80"]) == nil)
        #expect(problem("localhost:80", [.origin: "http://LOCALHOST"]) == nil)
    }

    @Test(arguments: [("same-origin", true), ("none", true), ("cross-site", false), ("same-site", false)])
    func whereABrowserComesFromIsHeard(_ site: String, _ isAllowed: Bool) throws {
        let name = try #require(HTTPField.Name("Sec-Fetch-Site"))
        #expect(problem("localhost", [name: site]) == (isAllowed ? nil : .forbidden))
    }
}
