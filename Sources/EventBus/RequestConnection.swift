import EventSchema
import SwiftProtobuf
import ZeroMQ

/// An asker's end of the request socket; it lives on one thread.
struct RequestConnection: ~Copyable {
    let socket: Socket
    private var frame = Frame()

    init(endpoint: String) throws(ZeroMQError) {
        let socket = try Socket(.dealer, options: BusLimits.asker)
        try socket.connect(to: endpoint)
        self.socket = socket
    }

    /// - Returns: `false` when the publisher is not connected or takes no more.
    func send(_ frames: [[UInt8]]) throws(ZeroMQError) -> Bool {
        for (index, frame) in frames.enumerated() {
            guard try socket.send(frame, more: index < frames.count - 1) else { return false }
        }
        return true
    }

    /// The next reply, `nil` when none waits. What is not a reply is passed over: whoever asked asks again.
    mutating func receive() throws(ZeroMQError) -> (reply: BusReply, payload: [UInt8])? {
        while let frames = try socket.receiveMessage(frameCountMax: 2, using: &frame) {
            guard let first = frames.first, let reply = try? BusReply(serializedBytes: first) else {
                continue
            }
            return (reply, frames.count > 1 ? frames[1] : [])
        }
        return nil
    }

    /// The frames of a request.
    static func frames(id: UInt64, body: BusRequest.OneOf_Body, payload: [UInt8]? = nil) -> [[UInt8]] {
        let request = BusRequest.with {
            $0.version = BusLimits.protocolVersion
            $0.id = id
            $0.body = body
        }
        // Encoding fails only for a message over 2 GiB, which no request is.
        let bytes: [UInt8] = (try? request.serializedBytes()) ?? []
        return payload.map { [bytes, $0] } ?? [bytes]
    }
}
