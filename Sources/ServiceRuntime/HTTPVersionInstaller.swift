import NIOCore
import NIOHTTPTypesHTTP1

/// Puts ``HTTPVersionHandler`` where Hummingbird lets nobody put a handler: before its translation of HTTP/1.
final class HTTPVersionInstaller: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let translation = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(HTTPVersionHandler(), position: .before(translation))
        } catch {
            // Without it the connection would not keep to its version.
            context.close(promise: nil)
        }
    }
}
