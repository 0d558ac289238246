import Synchronization
import Testing
import ZeroMQ

/// Stands between one feed and the request socket, and lets every reply arrive twice: at once, and again after
/// the next one.
final class RepeatingProxy: Sendable {
    private let isStopping = Mutex(false)
    private let wakeUp: WakeUp

    init() throws {
        wakeUp = try WakeUp()
    }

    /// Passes on until ``stop()``; to be run on a thread of its own.
    ///
    /// - Parameter onBound: Gets the address where the feed asks.
    func run(to publisher: String, onBound: (String) -> Void) throws {
        let front = try Socket(.router, options: SocketOptions(sendQueueMax: 100, receiveQueueMax: 100))
        let back = try Socket(.dealer, options: SocketOptions(sendQueueMax: 100, receiveQueueMax: 100))
        try front.bind(to: "tcp://127.0.0.1:*")
        try back.connect(to: publisher)
        onBound(front.lastEndpoint)
        var frame = Frame()
        var feed: [UInt8] = []
        var last: [[UInt8]]?
        while !isStopping.withLock(\.self) {
            let ready = try Poll.wait(
                for: front,
                back,
                secondSending: false,
                or: wakeUp,
                timeout: .seconds(1)
            )
            while ready.first, let request = try front.receiveMessage(frameCountMax: 3, using: &frame) {
                feed = request[0]
                try Self.send(Array(request.dropFirst()), on: back)
            }
            while ready.second, let reply = try back.receiveMessage(frameCountMax: 2, using: &frame) {
                for message in [reply, reply, last].compactMap(\.self) {
                    try Self.send([feed] + message, on: front)
                }
                last = reply
            }
        }
    }

    func stop() {
        isStopping.withLock { $0 = true }
        wakeUp.ring()
    }

    private static func send(_ frames: [[UInt8]], on socket: borrowing Socket) throws {
        for (number, frame) in frames.enumerated() {
            #expect(try socket.send(frame, more: number < frames.count - 1))
        }
    }
}
