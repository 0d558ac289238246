import Glibc
import Synchronization

/// Ports that nobody listens on, below the range from which the system itself takes some: a client that
/// reconnects to a dead port inside that range can connect to itself.
///
/// None is given out twice by one test run until all have been: a port is free until its process binds it,
/// so two that are drawn by chance for one process would now and then be the same.
enum FreePort {
    private static let range: Range<UInt16> = 10_000..<20_000
    /// Starts anywhere, so that two test runs beside each other seldom meet.
    private static let candidate = Mutex(UInt16.random(in: range))

    /// - Throws: `SpawnError` when no port of the range is free.
    static func next() throws -> UInt16 {
        for _ in range {
            let port = candidate.withLock { candidate in
                defer { candidate = candidate + 1 < range.upperBound ? candidate + 1 : range.lowerBound }
                return candidate
            }
            if try isFree(port) { return port }
        }
        throw SpawnError(call: "no free port", code: EADDRINUSE)
    }

    private static func isFree(_ port: UInt16) throws -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw SpawnError(call: "socket", code: errno) }
        defer { close(socket) }
        var address = sockaddr_in.loopback(port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return status == 0
    }
}
