import Glibc

/// A stranger on a TCP port, who need not speak ZeroMQ.
///
/// Blocking, with a limit on every call; to be used on a thread of its own.
struct RawPeer: ~Copyable {
    /// How long a call may take. A peer that is not read is not an error here.
    private static let limitSeconds = 2

    private let socket: Int32

    init(_ endpoint: String) throws {
        guard let port = endpoint.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw SpawnError(call: "reading \(endpoint)", code: EINVAL)
        }
        socket = try LoopbackConnection.open(port, limitSeconds: Self.limitSeconds)
    }

    deinit {
        close(socket)
    }

    /// Hands the open connection over; it is the caller's to close.
    consuming func detach() -> Int32 {
        let socket = socket
        discard self
        return socket
    }

    /// Sends what the other end takes.
    ///
    /// - Returns: Whether it took all; it may have hung up, or stopped reading.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        LoopbackConnection.send(bytes, on: socket)
    }

    /// Introduces itself as libzmq does, and reads the other end's introduction, before which nothing else
    /// may be sent.
    ///
    /// - Returns: Whether the other end went along.
    @discardableResult
    func shakeHands(as type: String) -> Bool {
        guard send(ZMTP.greeting + ZMTP.ready(as: type)), receive(ZMTP.greeting.count) != nil else {
            return false
        }
        return receive(2).flatMap { receive(Int($0[1])) } != nil
    }

    /// Reads exactly so many bytes.
    private func receive(_ byteCount: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        return recv(socket, &bytes, byteCount, Int32(MSG_WAITALL)) == byteCount ? bytes : nil
    }

    /// Says that nothing more comes, and reads until the other end hangs up or says nothing for a while.
    func finish() {
        shutdown(socket, Int32(SHUT_WR))
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while recv(socket, &buffer, buffer.count, 0) > 0 {}
    }
}

extension sockaddr_in {
    /// 127.0.0.1.
    static func loopback(_ port: UInt16) -> sockaddr_in {
        sockaddr_in(
            sin_family: sa_family_t(AF_INET),
            sin_port: port.bigEndian,
            sin_addr: in_addr(s_addr: UInt32(0x7F00_0001).bigEndian),
            sin_zero: (0, 0, 0, 0, 0, 0, 0, 0)
        )
    }
}

/// ZMTP 3.0 as it travels, https://rfc.zeromq.org/spec/23.
enum ZMTP {
    /// Signature, version 3.0, mechanism NULL, filler: 64 bytes.
    static let greeting: [UInt8] =
        [0xFF] + [UInt8](repeating: 0, count: 8) + [0x7F, 3, 0] + Array("NULL".utf8)
        + [UInt8](repeating: 0, count: 48)

    /// The command that ends a handshake without keys.
    static func ready(as type: String) -> [UInt8] {
        let name = Array("Socket-Type".utf8)
        let body =
            [5] + Array("READY".utf8) + [UInt8(name.count)] + name + [0, 0, 0, UInt8(type.utf8.count)]
            + Array(type.utf8)
        return [0x04, UInt8(body.count)] + body
    }

    static func frame(_ body: [UInt8], more: Bool = false) -> [UInt8] {
        let flags: UInt8 = more ? 1 : 0
        if body.count < 256 { return [flags, UInt8(body.count)] + body }
        return [flags | 2] + (0..<8).map { UInt8(truncatingIfNeeded: body.count >> (56 - 8 * $0)) } + body
    }

    /// The beginning of a frame that claims to be this long.
    static func frameHeader(claiming byteCount: UInt64) -> [UInt8] {
        [2] + (0..<8).map { UInt8(truncatingIfNeeded: byteCount >> (56 - 8 * UInt64($0))) }
    }
}
