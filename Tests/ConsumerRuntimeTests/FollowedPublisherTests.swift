import ConsumerRuntime
import ServiceRuntime
import Testing

@Suite struct FollowedPublisherTests {
    private func publishers(_ text: String) throws -> [FollowedPublisher] {
        try Settings(flags: ["publishers": text], environment: [:], file: nil, defaults: ["publishers": ""])
            .requiredPublishers("publishers")
    }

    @Test func severalPublishersAreReadInTheirOrder() throws {
        let read = try publishers("tcp://127.0.0.1:5556 tcp://127.0.0.1:5557, ipc://live  ipc://requests")
        #expect(read.map(\.live) == ["tcp://127.0.0.1:5556", "ipc://live"])
        #expect(read.map(\.requests) == ["tcp://127.0.0.1:5557", "ipc://requests"])
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
