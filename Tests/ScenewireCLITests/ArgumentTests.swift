import ArgumentParser
import ServiceRuntime
import Testing

@testable import ScenewireCLI

@Suite struct ArgumentTests {
    @Test(arguments: [
        ["publish"], ["publish", "--json", "-", "--timeout", "0"],
        ["publish", "--json", "-", "--format", "xml"],
        ["publish", "--json", "-", "--default", "source"], ["publish", "--json", "-", "--played-at", "noon"],
        ["tail", "--from", "0"], ["tail", "--from", "-1"], ["tail", "--count", "0"],
        ["tail", "--incident", "a/b"], ["tail", "--agency", "KCPD"], ["tail", "--agency", "a/b"],
        ["tail", "--agency", "kcpd", "--incident", "a/b"], ["tail", "--format", "xml"],
        ["status", "extra"], ["journal", "verify"], ["journal", "dump", "dir", "--from", "0"],
        ["journal", "dump", "dir", "--count", "0"], ["nonsense"],
    ])
    func areRefused(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Scenewire.parseAsRoot(arguments) }
    }

    @Test(arguments: [
        (["tail", "--since", "-1h"], ["tail", "--since=-1h"]), (["-h"], ["-h"]),
        (["tail", "-1h"], ["tail", "-1h"]),
        (["play", "f", "--from=-1h", "-2h"], ["play", "f", "--from=-1h", "-2h"]),
        (["publish", "note", "--since", "--", "-1h"], ["publish", "note", "--since", "--", "-1h"]),
        (["publish", "note", "-1 hostage"], ["publish", "note", "--", "-1 hostage"]),
        (
            ["publish", "note", "- three out", "--tlp", "RED"],
            ["publish", "note", "--tlp", "RED", "--", "- three out"]
        ),
        (["note", "--narrative", "-1 hostage"], ["note", "--narrative=-1 hostage"]),
        (["note", "-hurt badly", "--", "-x"], ["note", "--", "-hurt badly", "-x"]),
        (["note", "--", "-1 hostage"], ["note", "--", "-1 hostage"]),
        (["note", "--narrative a"], ["note", "--narrative a"]), (["note", "-- a"], ["note", "--", "-- a"]),
    ])
    func tieSignedValuesToTheirFlags(_ given: [String], _ tied: [String]) {
        #expect(Scenewire.withSignedValues(given) == tied)
    }

    /// Letters behind a minus sign are never taken for a request for help.
    @Test(arguments: [
        (["publish", "note", "-hostages"], "-hostages"), (["publish", "note", "-1h"], "-1h"),
        (["publish", "-h"], nil), (["help", "publish", "-1h"], nil), (["publish", "--help", "-1h"], nil),
        (["publish", "note", "--", "-1h"], nil), (["publish", "note"], nil),
    ])
    func tellHelpFromText(_ arguments: [String], _ mistaken: String?) {
        #expect(Scenewire.mistakenForHelp(arguments) == mistaken)
    }

    @Test func giveEveryCommandItsDefaults() throws {
        let publish = try #require(try Scenewire.parseAsRoot(["publish", "--json", "-"]) as? PublishCommand)
        #expect(publish.publishing.timeout == nil)
        #expect(publish.publishing.results == .text)
        let tail = try #require(try Scenewire.parseAsRoot(["tail"]) as? TailCommand)
        #expect(tail.choice.from == nil)
        #expect(tail.writing.format == nil)
        #expect(try Scenewire.parseAsRoot(["status"]) is StatusCommand)
        #expect(try Scenewire.parseAsRoot(["journal", "fork", "dir"]) is JournalForkCommand)
    }

    @Test func makeAttributesOfDefaults() throws {
        let arguments = ["publish", "--json", "-", "--default", "source=cp1=b", "--default", "sourceepoch=2"]
        let publish = try #require(try Scenewire.parseAsRoot(arguments) as? PublishCommand)
        let object = AttributeDefault.object(publish.defaults)
        #expect(object == ["source": .string("cp1=b"), "sourceepoch": .number("2")])
    }
}

@Suite struct PublisherEndpointsTests {
    @Test func comeFromFlagsBeforeTheEnvironment() throws {
        let environment = [
            "SCENEWIRE_LIVE_ENDPOINT": "tcp://127.0.0.1:1",
            "SCENEWIRE_REQUESTS_ENDPOINT": "ipc:///run/requests",
        ]
        let endpoints = try PublisherEndpoints(live: "tcp://[::1]:2", requests: nil, environment: environment)
        #expect(endpoints.live == "tcp://[::1]:2")
        #expect(endpoints.requests == "ipc:///run/requests")
    }

    @Test func takeLocalhostForThisMachine() throws {
        let endpoints = try PublisherEndpoints(live: nil, requests: "tcp://localhost:7", environment: [:])
        #expect(endpoints.requests == "tcp://127.0.0.1:7")
    }

    @Test func areAPublishersOwnByDefault() throws {
        let endpoints = try PublisherEndpoints(live: nil, requests: nil, environment: [:])
        #expect(endpoints.live == "tcp://127.0.0.1:5556")
        #expect(endpoints.requests == "tcp://127.0.0.1:5557")
    }

    @Test(arguments: [
        "tcp://0.0.0.0:5557", "tcp://10.0.0.1:5557", "tcp://localhost:0", "tcp://127.0.0.1:*",
        "tcp://127.0.0.1:0", "tcp://127.0.0.1", "127.0.0.1:5557", "udp://127.0.0.1:1", "",
    ])
    func areRefusedBeyondThisMachine(_ endpoint: String) {
        #expect(throws: SettingsError.self) {
            try PublisherEndpoints(live: nil, requests: endpoint, environment: [:])
        }
        #expect(throws: SettingsError.self) {
            try PublisherEndpoints(live: endpoint, requests: nil, environment: [:])
        }
    }
}
