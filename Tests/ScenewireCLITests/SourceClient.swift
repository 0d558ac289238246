import Glibc
import ZeroMQ

/// A program that is connected to an agent's socket; each call blocks, so it belongs on a thread of its own.
final class SourceClient: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw SpawnError(call: "connect \(path)", code: errno) }
        // A test that waits for a result which never comes must end.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    /// - Returns: Whether all of it was taken.
    func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Writes without waiting, until nothing more is taken.
    ///
    /// - Returns: How many bytes were taken.
    func writeUntilFull(_ bytes: [UInt8]) -> Int {
        var total = 0
        while true {
            let count = bytes.withUnsafeBytes {
                send(
                    descriptor,
                    $0.baseAddress,
                    $0.count,
                    Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
                )
            }
            if count <= 0 { return total }
            total += count
        }
    }

    func endWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// - Returns: At most so many whole lines; fewer when the other end closes.
    func readLines(_ count: Int) -> [String] {
        var (lines, rest, buffer) = ([String](), [UInt8](), [UInt8](repeating: 0, count: 65_536))
        while lines.count < count {
            let received = recv(descriptor, &buffer, buffer.count, 0)
            if received <= 0 { break }
            rest += buffer[..<received]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        return lines
    }

    /// Connects, writes lines and reads as many results as come, on a thread of its own.
    static func exchange(_ path: String, _ lines: [String]) async throws -> [String] {
        try await SocketThread.run(label: "test.source") {
            let client = try SourceClient(path)
            _ = client.write(Array(lines.map { $0 + "\n" }.joined().utf8))
            return client.readLines(lines.count)
        }
    }
}
