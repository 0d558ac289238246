import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends HTTP connections that take too long: what Hummingbird's idle time leaves open.
///
/// - Of too many connections the one that has been idle for longest gives way to a new one.
/// - The first request's head must come soon after the connection.
/// - A request must have come whole some time after its head, or another piece of its body; else it is
///   answered with 408. While nobody reads the body, it is not the client that is slow.
/// - Whoever sends what is no HTTP is told so and hung up on.
/// - A body that nobody wants any more is read on for a while, so that the client hears the answer to it.
/// - A client that does not read is waited for only so long, once its share of memory is full.
///
/// It stands behind the HTTP decoder. Like every channel handler it lives on one event loop.
final class ConnectionLimits: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let table: ConnectionTable
    private var reading: Scheduled<Void>?
    private var writing: Scheduled<Void>?
    /// How much of the body has come since the request's time began anew.
    private var bodyByteCount = 0
    /// How much has come of a body whose answer is whole.
    private var drainedByteCount = 0
    /// Whether more is wanted of the client than has come.
    private var isReading = false
    /// Requests whose answer is not whole.
    private var answersDue = 0
    private var isAnswerBegun = false
    /// Whether something came that is no HTTP.
    private var isBroken = false

    /// - Parameter table: Of all the connections of which there may be only so many.
    init(table: ConnectionTable = ConnectionTable(countMax: .max)) {
        self.table = table
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            answersDue += 1
            table.set(ObjectIdentifier(self), isBusy: true)
            (bodyByteCount, drainedByteCount) = (0, 0)
            awaitRequest(context)
        case .body(let part): countBody(part.readableBytes, context)
        case .end:
            reading?.cancel()
            reading = nil
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        isReading = true
        context.read()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What follows is no HTTP; it is thrown away while the client hears so. Every piece of it is an
        // error again, and must not put off the end.
        if !isBroken {
            isBroken = true
            schedule(&reading, HTTPService.lingerTimeout, context) { _ in context.close(promise: nil) }
        }
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): isAnswerBegun = head.status.kind != .informational
        case .body: break
        case .end:
            answersDue -= 1
            if answersDue == 0 { table.set(ObjectIdentifier(self), isBusy: false) }
            isAnswerBegun = false
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            writing?.cancel()
            writing = nil
        } else {
            schedule(&writing, HTTPService.writeTimeout, context) { _ in context.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    private func awaitRequest(_ context: ChannelHandlerContext) {
        schedule(&reading, HTTPService.requestTimeout, context) { limits in
            if limits.isReading || limits.answersDue == 0 {
                limits.giveUpRequest(context)
            } else {
                limits.awaitRequest(context)
            }
        }
    }

    private func countBody(_ byteCount: Int, _ context: ChannelHandlerContext) {
        guard answersDue > 0 else {
            drainedByteCount += byteCount
            if drainedByteCount > HTTPService.drainedByteCountMax { context.close(promise: nil) }
            return
        }
        bodyByteCount += byteCount
        guard bodyByteCount >= HTTPService.requestProgressByteCount else { return }
        bodyByteCount = 0
        awaitRequest(context)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard reading == nil else { return }
        let channel = context.channel
        table.add(ObjectIdentifier(self)) { channel.close(promise: nil) }
        schedule(&reading, HTTPService.headTimeout, context) { _ in context.close(promise: nil) }
    }

    private func giveUpRequest(_ context: ChannelHandlerContext) {
        // Answers come in order: this one's turn is now only if no other is due, and nothing of it is sent.
        if answersDue == 1, !isAnswerBegun {
            let fields: HTTPFields = [.connection: "close", .contentLength: "0"]
            let head = HTTPResponse(status: .requestTimeout, headerFields: fields)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
        context.close(promise: nil)
    }

    private func schedule(
        _ task: inout Scheduled<Void>?,
        _ time: Duration,
        _ context: ChannelHandlerContext,
        _ body: @escaping (ConnectionLimits) -> Void
    ) {
        task?.cancel()
        task = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { body(self) }
    }

    private func cancel() {
        table.remove(ObjectIdentifier(self))
        reading?.cancel()
        writing?.cancel()
        (reading, writing) = (nil, nil)
    }
}
