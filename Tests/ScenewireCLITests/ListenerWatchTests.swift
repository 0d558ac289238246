import EventBus
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ScenewireCLI

@Suite(.timeLimit(.minutes(1))) struct ListenerWatchTests {
    private let path = NSTemporaryDirectory() + "scenewire-\(UUID().uuidString.prefix(8))"
    private var endpoint: String { "ipc://\(path)" }

    @Test func tellsNobodyFromWhatCannotBeKnown() async throws {
        #expect(await ListenerWatch.look(endpoint) == .nobody)
        try Data().write(to: URL(filePath: path))
        defer { unlink(path) }
        #expect(await ListenerWatch.look(endpoint) == .nobody)
        #expect(await ListenerWatch.look("\(endpoint)/requests") == .unknown(.notDirectory))
        let tooLong = String(repeating: "x", count: 200)
        #expect(await ListenerWatch.look("ipc:///\(tooLong)") == .unknown(.fileNameTooLong))
        #expect(await ListenerWatch.look("tcp://localhost") == .unknown(.invalidArgument))
    }

    /// Whoever is frozen takes no connection any more; commands end all the same, when their time is over.
    @Test func aFrozenListenerHoldsNobodyUp() async throws {
        let listener = try FrozenListener(path)
        defer { listener.close() }
        let start = ContinuousClock.now
        #expect(await ListenerWatch.look(endpoint) == .taken)
        await #expect(throws: BusError.self) {
            try await PublisherDesk.open(endpoint, timeout: .seconds(3)) { _ = try await $0.status() }
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}

/// A local socket whose queue of connections is full.
private struct FrozenListener {
    private let descriptors: [Int32]
    private let path: String

    init(_ path: String) throws {
        self.path = path
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
        func call(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
            withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        let listener = socket(AF_UNIX, kind, 0)
        guard call({ bind(listener, $0, $1) }) == 0, listen(listener, 0) == 0 else {
            throw Errno(rawValue: errno)
        }
        var descriptors = [listener]
        while descriptors.count < 16 {
            descriptors.append(socket(AF_UNIX, kind, 0))
            if call({ connect(descriptors[descriptors.count - 1], $0, $1) }) != 0, errno == EAGAIN { break }
        }
        self.descriptors = descriptors
    }

    func close() {
        for descriptor in descriptors { Glibc.close(descriptor) }
        unlink(path)
    }
}
