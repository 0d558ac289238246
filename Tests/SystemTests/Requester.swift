import EventBus
import EventSchema
import SwiftProtobuf
import ZeroMQ

/// An end of the request socket that sends any frames it likes; it lives on one thread.
struct Requester: ~Copyable {
    /// Messages under way; the publisher drops replies to one who does not read.
    private static let windowMax = 8
    private static let limit = Duration.seconds(10)

    private let socket: Socket
    private let bell: WakeUp
    private var frame = Frame()
    private var nextMarker: UInt64 = 1 << 60

    /// What came back, apart from the answers to markers.
    private(set) var replies: [BusReply] = []

    init(_ endpoint: String) throws {
        let bell = try WakeUp()
        let socket = try Socket(.dealer, options: SocketOptions(sendQueueMax: 64, receiveQueueMax: 1_000))
        try socket.connect(to: endpoint)
        self.bell = bell
        self.socket = socket
    }

    /// Sends every message, and waits until the publisher has answered one that came after them.
    mutating func send(_ messages: [[[UInt8]]]) throws {
        for (number, frames) in messages.enumerated() {
            try sendOne(frames)
            if number % Self.windowMax == Self.windowMax - 1 { try settle() }
        }
        try settle()
    }

    /// Forgets the replies so far.
    mutating func takeReplies() -> [BusReply] {
        defer { replies = [] }
        return replies
    }

    /// Asks each of the publisher's threads something harmless, and reads until all have answered: what was
    /// asked before is answered before, by whichever of them.
    private mutating func settle() throws {
        nextMarker += 1
        let bodies: [BusRequest.OneOf_Body] = [
            .status(BusStatusQuery()), .hello(BusHello()), .publish(BusPublish()),
        ]
        for body in bodies {
            let request = BusRequest.with { ($0.version, $0.id, $0.body) = (1, nextMarker, body) }
            try sendOne([request.serializedBytes()])
        }
        var answerCount = 0
        while answerCount < bodies.count {
            if try receive().id == nextMarker { answerCount += 1 }
        }
    }

    private func sendOne(_ frames: [[UInt8]]) throws {
        let deadline = ContinuousClock.now + Self.limit
        for (number, frame) in frames.enumerated() {
            while try !socket.send(frame, more: number < frames.count - 1) {
                guard .now < deadline else { throw Silence() }
                _ = try Poll.wait(for: socket, sending: true, or: bell, timeout: .seconds(1))
            }
        }
    }

    private mutating func receive() throws -> BusReply {
        let deadline = ContinuousClock.now + Self.limit
        while true {
            if let frames = try socket.receiveMessage(frameCountMax: 2, using: &frame),
                let first = frames.first
            {
                let reply = try BusReply(serializedBytes: first)
                if reply.id < 1 << 60 { replies.append(reply) }
                return reply
            }
            guard .now < deadline else { throw Silence() }
            _ = try Poll.wait(for: socket, or: bell, timeout: .seconds(1))
        }
    }

    /// The publisher did not answer what it must.
    struct Silence: Error {}
}
