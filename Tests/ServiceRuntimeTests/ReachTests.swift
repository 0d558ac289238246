import ServiceRuntime
import Testing

@Suite struct ReachTests {
    @Test(arguments: [
        ("tcp://127.0.0.1:5556", Reach.local), ("tcp://127.255.0.9:1", .local), ("tcp://[::1]:5556", .local),
        ("tcp://[0:0:0:0:0:0:0:1]:5556", .local), ("tcp://127.0.0.1:*", .local),
        ("tcp://127.0.0.1:0", .local),
        ("ipc:///run/scenewire/live", .local), ("ipc://@scenewire", .local), ("inproc://live", .local),
        ("tcp://localhost:5556", .beyond), ("tcp://lo:5556", .beyond), ("tcp://*:5556", .beyond),
        ("tcp://0.0.0.0:5556", .beyond), ("tcp://[::]:5556", .beyond), ("tcp://10.0.0.1:5556", .beyond),
        ("tcp://128.0.0.1:5556", .beyond), ("tcp://127.1:5556", .beyond), ("tcp://127.0.0.01:1", .beyond),
        ("tcp://2130706433:5556", .beyond), ("tcp://127.0.0.1.example.org:5556", .beyond),
        ("tcp://[::ffff:127.0.0.1]:5556", .beyond), ("tcp://[fe80::1%lo]:5556", .beyond),
        ("tcp://127.0.0.1:0;10.0.0.1:5556", .malformed), ("tcp://10.0.0.1:0;127.0.0.1:5556", .malformed),
        ("tcp://::1:5556", .malformed), ("tcp://127.0.0.1", .malformed), ("tcp://127.0.0.1:", .malformed),
        ("tcp://127.0.0.1:65536", .malformed), ("tcp://127.0.0.1:-1", .malformed),
        ("tcp://127.0.0.1:+1", .malformed), ("tcp://:5556", .malformed), ("tcp://", .malformed),
        ("tcp://127.0.0.1/24:5556", .malformed), ("tcp://127.0.0.1 :5556", .malformed),
        ("tcp://[]:5556", .malformed), ("ipc://", .malformed), ("inproc://", .malformed),
        ("ipc:///run/a\0b", .malformed), ("TCP://127.0.0.1:5556", .malformed), ("127.0.0.1:5556", .malformed),
        ("udp://127.0.0.1:5556", .malformed), ("pgm://127.0.0.1:5556", .malformed), ("", .malformed),
    ])
    func judgesEndpoints(_ endpoint: String, _ reach: Reach) {
        #expect(Reach(endpoint: endpoint) == reach)
    }

    @Test(arguments: [
        ("127.0.0.1", Reach.local), ("::1", .local), ("127.0.0.1\0", .malformed), ("", .malformed),
        ("localhost", .beyond), ("*", .beyond), ("::", .beyond), ("192.0.2.1", .beyond),
    ])
    func judgesHosts(_ host: String, _ reach: Reach) {
        #expect(Reach(host: host) == reach)
    }

    /// No damaged loopback address passes for local unless it is another one.
    @Test func isNotFooledByDamage() {
        for endpoint in ["tcp://127.0.0.1:5556", "tcp://[::1]:5556"] {
            let bytes = Array(endpoint.utf8)
            for index in bytes.indices {
                for bit in 0..<8 {
                    var damaged = bytes
                    damaged[index] ^= 1 << UInt8(bit)
                    let text = String(decoding: damaged, as: UTF8.self)
                    guard Reach(endpoint: text) == .local else { continue }
                    #expect(text.hasPrefix("tcp://127.") || text.hasPrefix("tcp://[::1]:"), "\(text)")
                }
            }
            for end in 0..<bytes.count
            where Reach(endpoint: String(decoding: bytes[..<end], as: UTF8.self)) == .local {
                // Only the port became shorter.
                #expect(end > bytes.count - 4)
            }
        }
    }
}

@Suite struct HostPortTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", UInt16(8080)), ("[::1]:0", "::1", 0), ("host:65535", "host", 65_535),
    ])
    func readsWhatItWrites(_ text: String, _ host: String, _ port: UInt16) throws {
        let address = try #require(HostPort(text))
        #expect(address == HostPort(host: host, port: port))
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", ":", ":1", "a", "a:", "a:65536", "a:-1", "a:+1", "a: 1", "::1:1", "[::1:1", "[]:1", "a b:1",
        "a/b:1",
    ])
    func refuses(_ text: String) {
        #expect(HostPort(text) == nil)
    }
}
