import Glibc
import Synchronization
import Testing
import ZeroMQ

/// Sockets belong to one thread, so every test runs its body on a thread of its own.
@Suite(.timeLimit(.minutes(1))) struct SocketTests {
    private static let options = SocketOptions(sendQueueMax: 16, receiveQueueMax: 16)

    @Test func libraryIsNewEnough() {
        let version = Context.libraryVersion.split(separator: ".").compactMap { Int($0) }
        #expect(version.lexicographicallyPrecedes([4, 3, 4]) == false)
    }

    @Test func requestAndReplyTravelWhole() async throws {
        let answer = try await SocketThread.run(label: "test") {
            let router = try Socket(.router, options: Self.options)
            try router.bind(to: "tcp://127.0.0.1:*")
            let dealer = try Socket(.dealer, options: Self.options)
            try dealer.connect(to: router.lastEndpoint)
            let bell = try WakeUp()
            var frame = Frame()

            while try !dealer.send([1, 2], more: true) {
                _ = try Poll.wait(for: dealer, sending: true, or: bell, timeout: .seconds(10))
            }
            _ = try dealer.send([])
            _ = try Poll.wait(for: router, or: bell, timeout: .seconds(10))
            let request = try router.receiveMessage(frameCountMax: 3, using: &frame) ?? []
            #expect(request.dropFirst() == [[1, 2], []])
            _ = try router.send(request[0], more: true)
            _ = try router.send([3])
            _ = try Poll.wait(for: dealer, or: bell, timeout: .seconds(10))
            return try dealer.receiveMessage(frameCountMax: 1, using: &frame)
        }
        #expect(answer == [[3]])
    }

    @Test(arguments: ["tcp://127.0.0.1:*", "ipc://*"])
    func whetherAPeerIsGoneIsKnown(_ endpoint: String) async throws {
        try await SocketThread.run(label: "test") {
            let router = try Socket(.router, options: Self.options)
            try router.bind(to: endpoint)
            var first: PeerConnection?
            do {
                let dealer = try Socket(.dealer, options: Self.options)
                try dealer.connect(to: router.lastEndpoint)
                first = try Self.connection(of: dealer, at: router)
                #expect(first?.isOpen == true)
                #expect(AcceptedConnections.all(at: [router.lastEndpoint]) == [first].compactMap { $0 })
                first?.hangUp()
                // It comes back by itself.
                let second = try Self.connection(of: dealer, at: router)
                #expect(first?.isOpen == false)
                #expect(second != first)
                first = second
            }
            let (deadline, bell) = (ContinuousClock.now + .seconds(10), try WakeUp())
            while first?.isOpen == true, .now < deadline {
                try Poll.wait(for: bell, timeout: .milliseconds(1))
            }
            #expect(first?.isOpen == false)
        }
    }

    /// Sends until a message arrives, and says over which connection it came.
    private static func connection(
        of dealer: borrowing Socket,
        at router: borrowing Socket
    ) throws -> PeerConnection? {
        let (deadline, bell) = (ContinuousClock.now + .seconds(10), try WakeUp())
        var frame = Frame()
        while .now < deadline {
            _ = try dealer.send([1])
            _ = try Poll.wait(for: router, or: bell, timeout: .milliseconds(20))
            guard try router.receiveMessage(frameCountMax: 2, using: &frame) != nil else { continue }
            let connection = frame.connection
            while try router.receiveMessage(frameCountMax: 2, using: &frame) != nil {}
            if connection?.isOpen == true { return connection }
        }
        return nil
    }

    @Test func aFramesBytesAreLetGoOfOnce() async throws {
        try await SocketThread.run(label: "test") {
            let count = Counter()
            let router = try Socket(.router, options: Self.options)
            try router.bind(to: "tcp://127.0.0.1:*")
            let dealer = try Socket(.dealer, options: Self.options)
            // Nobody is there.
            #expect(try !dealer.send([1], released: { count.increment() }))
            #expect(count.value == 1)
            try dealer.connect(to: router.lastEndpoint)
            let (deadline, bell) = (ContinuousClock.now + .seconds(10), try WakeUp())
            var frame = Frame()
            var attemptCount = 2
            while try !dealer.send([UInt8](repeating: 7, count: 100_000), released: { count.increment() }) {
                attemptCount += 1
                _ = try Poll.wait(for: dealer, sending: true, or: bell, timeout: .seconds(1))
            }
            _ = try Poll.wait(for: router, or: bell, timeout: .seconds(10))
            #expect(try router.receiveMessage(frameCountMax: 2, using: &frame)?.last?.count == 100_000)
            while count.value < attemptCount, .now < deadline {
                try Poll.wait(for: bell, timeout: .milliseconds(1))
            }
            #expect(count.value == attemptCount)
        }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        var value: Int { count.withLock { $0 } }

        func increment() { count.withLock { $0 += 1 } }
    }

    /// libzmq itself would remove the file, or take another server's clients over.
    @Test func whatIsNotOursAtAPathIsLeftAlone() async throws {
        try await SocketThread.run(label: "test") {
            let path = "\(P_tmpdir)/scenewire-\(UInt64.random(in: 0...UInt64.max)).ipc"
            defer { unlink(path) }
            let file = creat(path, 0o600)
            close(file)
            let socket = try Socket(.router, options: Self.options)
            let refused = #expect(throws: ZeroMQError.self) { try socket.bind(to: "ipc://\(path)") }
            #expect(refused?.code == ENOTSOCK)
            #expect(access(path, F_OK) == 0)
            unlink(path)
            do {
                let served = try Socket(.router, options: Self.options)
                try served.bind(to: "ipc://\(path)")
                let second = #expect(throws: ZeroMQError.self) { try socket.bind(to: "ipc://\(path)") }
                #expect(second?.isAddressInUse == true)
            }
            try socket.bindAgain(to: "ipc://\(path)")
            #expect(access(path, F_OK) == 0)
        }
    }

    @Test func aSocketThatNobodyServesIsReplaced() async throws {
        try await SocketThread.run(label: "test") {
            let path = "\(P_tmpdir)/scenewire-\(UInt64.random(in: 0...UInt64.max)).ipc"
            defer { unlink(path) }
            // What a process leaves that was killed.
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let left = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            let status = withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.bind(left, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            #expect(status == 0)
            close(left)
            let socket = try Socket(.router, options: Self.options)
            try socket.bind(to: "ipc://\(path)")
        }
    }

    @Test func messageWithTooManyFramesIsDroppedWhole() async throws {
        let received = try await SocketThread.run(label: "test") {
            let router = try Socket(.router, options: Self.options)
            try router.bind(to: "tcp://127.0.0.1:*")
            let dealer = try Socket(.dealer, options: Self.options)
            try dealer.connect(to: router.lastEndpoint)
            let bell = try WakeUp()
            var frame = Frame()
            while try !dealer.send([1], more: true) {
                _ = try Poll.wait(for: dealer, sending: true, or: bell, timeout: .seconds(10))
            }
            for more in [true, true, false] { _ = try dealer.send([2], more: more) }
            _ = try dealer.send([9])
            var messages: [[[UInt8]]] = []
            while messages.count < 2 {
                _ = try Poll.wait(for: router, or: bell, timeout: .seconds(10))
                while let message = try router.receiveMessage(frameCountMax: 3, using: &frame) {
                    messages.append(message)
                }
            }
            return messages
        }
        #expect(received[0].isEmpty)
        #expect(received[1].last == [9])
    }

    @Test func nothingWaitingIsAValue() async throws {
        let message = try await SocketThread.run(label: "test") {
            let router = try Socket(.router, options: Self.options)
            var frame = Frame()
            return try router.receiveMessage(frameCountMax: 1, using: &frame)
        }
        #expect(message == nil)
    }

    @Test func addressInUseNamesTheEndpoint() async throws {
        await #expect {
            try await SocketThread.run(label: "test") {
                let first = try Socket(.xpub, options: Self.options)
                try first.bind(to: "tcp://127.0.0.1:*")
                let second = try Socket(.xpub, options: Self.options)
                try second.bind(to: first.lastEndpoint)
            }
        } throws: { error in
            let error = error as? ZeroMQError
            return error?.isAddressInUse == true && error?.endpoint.hasPrefix("tcp://127.0.0.1:") == true
        }
    }

    @Test func bellEndsAWaitAndIsHeardOnce() async throws {
        let bell = try WakeUp()
        let rungFromElsewhere = Task { bell.ring() }
        try await SocketThread.run(label: "test") {
            try Poll.wait(for: bell, timeout: .seconds(30))
            let start = ContinuousClock.now
            try Poll.wait(for: bell, timeout: .milliseconds(20))
            #expect(ContinuousClock.now - start >= .milliseconds(20))
        }
        await rungFromElsewhere.value
    }

    @Test func subscriptionReachesThePublisher() async throws {
        let seen = try await SocketThread.run(label: "test") {
            let publisher = try Socket(.xpub, options: Self.options)
            try publisher.bind(to: "tcp://127.0.0.1:*")
            let subscriber = try Socket(.sub, options: SocketOptions(sendQueueMax: 0, receiveQueueMax: 16))
            try subscriber.subscribe(to: Array("a/".utf8))
            try subscriber.connect(to: publisher.lastEndpoint)
            let bell = try WakeUp()
            var frame = Frame()
            _ = try Poll.wait(for: publisher, or: bell, timeout: .seconds(10))
            return try publisher.receiveMessage(frameCountMax: 1, using: &frame)
        }
        #expect(seen == [[1] + Array("a/".utf8)])
    }
}
