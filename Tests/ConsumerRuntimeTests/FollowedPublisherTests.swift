import ConsumerRuntime
import ServiceRuntime
import Testing

@Suite struct FollowedPublisherTests {
    private func publishers(_ text: String) throws -> [FollowedPublisher] {
        try Settings(flags: ["publishers": text], environment: [:], file: nil, defaults: ["publishers": ""])
            .requiredPublishers("publishers")
    }

    /// Where nobody says whom to follow, the addresses are those that all programs honour.
    @Test func theAddressesOfAllProgramsAreHonoured() throws {
        func read(_ environment: [String: String]) throws -> [FollowedPublisher] {
            try Settings(
                flags: [:],
                environment: environment,
                file: nil,
                defaults: FollowedPublisher.defaults
            ).requiredPublishers("publishers")
        }
        #expect(try read([:]) == [#require(FollowedPublisher(FollowedPublisher.standard))])
        let addresses = ["SCENEWIRE_LIVE_ENDPOINT": "ipc:///a", "SCENEWIRE_REQUESTS_ENDPOINT": "ipc:///b"]
        #expect(try read(addresses) == [#require(FollowedPublisher("ipc:///a ipc:///b"))])
        let both = addresses.merging(["SCENEWIRE_PUBLISHERS": "ipc:///c ipc:///d"]) { $1 }
        #expect(try read(both) == [#require(FollowedPublisher("ipc:///c ipc:///d"))])
        for (name, value) in [
            ("SCENEWIRE_LIVE_ENDPOINT", "tcp://10.0.0.1:5556"),
            ("SCENEWIRE_REQUESTS_ENDPOINT", "tcp://127.0.0.1:*"),
        ] {
            #expect(throws: SettingsError.self) { try read([name: value]) }
        }
    }

    @Test func severalPublishersAreReadInTheirOrder() throws {
        let read = try publishers("tcp://127.0.0.1:5556 tcp://127.0.0.1:5557, ipc://live  ipc://requests")
        #expect(read.map(\.live) == ["tcp://127.0.0.1:5556", "ipc://live"])
        #expect(read.map(\.requests) == ["tcp://127.0.0.1:5557", "ipc://requests"])
    }

    /// It is the same publisher, so that it can be named only once.
    @Test func localhostIsThisMachine() throws {
        let read = try publishers("tcp://localhost:5556 tcp://LOCALHOST:5557")
        #expect(read == [FollowedPublisher(FollowedPublisher.standard)])
        let twice = "tcp://localhost:5556 tcp://localhost:5557, \(FollowedPublisher.standard)"
        #expect(throws: SettingsError.self) { try publishers(twice) }
    }

    @Test(arguments: [
        "", "tcp://127.0.0.1:5556", "tcp://127.0.0.1:5556 tcp://127.0.0.1:5557 tcp://127.0.0.1:5558",
        "tcp://10.0.0.1:5556 tcp://127.0.0.1:5557", "tcp://127.0.0.1:5556 nonsense",
        "tcp://127.0.0.1:5556 tcp://127.0.0.1:5557, tcp://127.0.0.1:5556 tcp://127.0.0.1:5558",
    ])
    func whatIsNoPublisherIsRefusedWithTheKeyAndTheForm(_ text: String) {
        let error = #expect(throws: SettingsError.self) { try publishers(text) }
        #expect(error.map { "\($0)" }?.contains("publishers") == true)
        #expect(error.map { "\($0)" }?.contains("LIVE REQUESTS") == true)
    }
}
