import NIOCore
import NIOHTTP1

/// What HTTP/1 asks of a server beyond single requests and answers, and Hummingbird leaves out.
///
/// - A request of HTTP/1.0 gets an answer without chunks, and the connection is closed after it.
/// - `Connection: close` is understood in any case and beside other words.
/// - `Expect: 100-continue` is answered, once it is the request's turn, so that the client sends the body.
///
/// It stands between the HTTP/1 decoder and the translation to shared types, which knows no versions. Like
/// every channel handler it lives on one event loop.
final class HTTPVersionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Whether the connection's last request is of HTTP/1.0; there is none after it.
    private var isOld = false
    /// Requests whose answer is not whole.
    private var answersDue = 0
    /// Whether the last request waits for leave to send its body. No other comes before it has got it.
    private var isLeaveDue = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else {
            isLeaveDue = false
            return context.fireChannelRead(data)
        }
        isOld = head.version.major < 1 || head.version.major == 1 && head.version.minor == 0
        if isOld || head.headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "close" })
        {
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        answersDue += 1
        isLeaveDue = !isOld && head.headers["expect"].contains { $0.lowercased() == "100-continue" }
        giveLeave(context)
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isOld:
            head.version = .http1_0
            head.headers.remove(name: "transfer-encoding")
            head.headers.replaceOrAdd(name: "connection", value: "close")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            answersDue -= 1
            giveLeave(context)
        case .head, .body: context.write(data, promise: promise)
        }
    }

    private func giveLeave(_ context: ChannelHandlerContext) {
        guard isLeaveDue, answersDue == 1 else { return }
        isLeaveDue = false
        let leave = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(leave)), promise: nil)
    }
}
