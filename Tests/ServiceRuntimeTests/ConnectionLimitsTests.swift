import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import ServiceRuntime

/// Time and the connection are simulated, so that no test waits.
@Suite struct ConnectionLimitsTests {
    private let channel: EmbeddedChannel

    init() throws {
        channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 8080)).wait()
        try channel.pipeline.syncOperations.addHandler(ConnectionLimits())
    }

    private static let head = HTTPRequestPart.head(
        HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/v1/events")
    )

    /// Passes a part on to whoever reads on at once.
    private func receive(_ part: HTTPRequestPart) throws {
        try channel.writeInbound(part)
        channel.read()
    }

    private func pass(_ time: Duration) {
        channel.embeddedEventLoop.advanceTime(by: TimeAmount(time))
    }

    @Test func aHeadMustComeSoon() throws {
        pass(HTTPService.headTimeout - .milliseconds(1))
        #expect(channel.isActive)
        pass(.milliseconds(1))
        #expect(!channel.isActive)
    }

    @Test func theLongestIdleGivesWayToANewOne() throws {
        let table = ConnectionTable(countMax: 2)
        func connect() throws -> EmbeddedChannel {
            let channel = EmbeddedChannel()
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 8080)).wait()
            try channel.pipeline.syncOperations.addHandler(ConnectionLimits(table: table))
            return channel
        }
        func settle(_ channels: EmbeddedChannel...) {
            for channel in channels { channel.embeddedEventLoop.run() }
        }
        let busy = try connect()
        try busy.writeInbound(Self.head)
        let idle = try connect()
        let asks = try connect()
        settle(busy, idle, asks)
        #expect(busy.isActive && !idle.isActive && asks.isActive)
        try asks.writeInbound(Self.head)
        // Nobody is idle but the newcomer.
        let late = try connect()
        settle(busy, asks, late)
        #expect(busy.isActive && asks.isActive && !late.isActive)
        try asks.writeInbound(HTTPRequestPart.end(nil))
        try asks.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try asks.writeOutbound(HTTPResponsePart.end(nil))
        let next = try connect()
        settle(busy, asks, next)
        #expect(busy.isActive && !asks.isActive && next.isActive)
    }

    @Test func aRequestMustComeWhole() throws {
        try receive(Self.head)
        for _ in 0..<29 {
            pass(HTTPService.requestTimeout / 30)
            // Every byte of it may come in time, but not all.
            try receive(.body(ByteBuffer(bytes: [0])))
        }
        #expect(channel.isActive)
        pass(HTTPService.requestTimeout / 30)
        #expect(!channel.isActive)
        guard case .head(let answer)? = try channel.readOutbound(as: HTTPResponsePart.self) else {
            Issue.record("no answer")
            return
        }
        #expect(answer.status == .requestTimeout)
        #expect(answer.headerFields[.connection] == "close")
    }

    @Test func aWholeRequestMayBeAnsweredLate() throws {
        try receive(Self.head)
        try receive(.end(nil))
        pass(HTTPService.requestTimeout * 10)
        #expect(channel.isActive)
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        // The next request has its own time.
        try receive(Self.head)
        pass(HTTPService.requestTimeout)
        #expect(!channel.isActive)
    }

    @Test func anAnswerThatHasBegunIsNotMixedWithAnother() throws {
        try receive(Self.head)
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .contentTooLarge)))
        _ = try channel.readOutbound(as: HTTPResponsePart.self)
        pass(HTTPService.requestTimeout)
        #expect(!channel.isActive)
        #expect(try channel.readOutbound(as: HTTPResponsePart.self) == nil)
    }

    @Test func aLongBodyMayTakeItsTimeAsLongAsItGoesOn() throws {
        try receive(Self.head)
        let part = ByteBuffer(repeating: 0, count: HTTPService.requestProgressByteCount)
        for _ in 0..<10 {
            pass(HTTPService.requestTimeout / 2)
            try receive(.body(part))
        }
        #expect(channel.isActive)
        pass(HTTPService.requestTimeout)
        #expect(!channel.isActive)
    }

    /// While the disk stalls nothing is read; that is not the client's fault.
    @Test func aBodyThatNobodyReadsIsWaitedFor() throws {
        try receive(Self.head)
        try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(bytes: [0])))
        pass(HTTPService.requestTimeout * 5)
        #expect(channel.isActive)
        channel.read()
        pass(HTTPService.requestTimeout)
        #expect(!channel.isActive)
    }

    @Test func aBodyIsReadOnOnlySoFar() throws {
        try receive(Self.head)
        try receive(.body(ByteBuffer(repeating: 0, count: HTTPService.drainedByteCountMax * 2)))
        #expect(channel.isActive)
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .contentTooLarge)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        let part = ByteBuffer(repeating: 0, count: HTTPService.drainedByteCountMax / 2)
        try receive(.body(part))
        try receive(.body(part))
        #expect(channel.isActive)
        try receive(.body(ByteBuffer(bytes: [0])))
        #expect(!channel.isActive)
    }

    @Test func whatIsNoHTTPEndsTheConnection() throws {
        try receive(Self.head)
        try receive(.end(nil))
        channel.pipeline.fireErrorCaught(ChannelError.inputClosed)
        #expect(channel.isActive)
        pass(HTTPService.lingerTimeout)
        #expect(!channel.isActive)
    }

    @Test func whoeverGoesOnWithWhatIsNoHTTPGetsNoMoreTime() throws {
        // The decoder reports every later piece as an error of its own.
        channel.pipeline.fireErrorCaught(ChannelError.inputClosed)
        for _ in 0..<3 {
            pass(HTTPService.lingerTimeout / 3)
            channel.pipeline.fireErrorCaught(ChannelError.inputClosed)
        }
        pass(HTTPService.lingerTimeout / 3)
        #expect(!channel.isActive)
    }

    @Test func aClientThatDoesNotReadIsHungUpOn() throws {
        try receive(Self.head)
        try receive(.end(nil))
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        pass(HTTPService.writeTimeout / 2)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        pass(HTTPService.writeTimeout * 2)
        #expect(channel.isActive)
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
        pass(HTTPService.writeTimeout)
        #expect(!channel.isActive)
    }
}
