import CZeroMQ
import Glibc

/// The connections that this process has accepted at its endpoints, as the kernel knows them.
public enum AcceptedConnections {
    // linux/tcp.h: the offset of `tcpi_bytes_received`, which glibc's structure does not have.
    private static let receivedOffset = 128

    /// Every connection at one of the endpoints; a connection of libzmq to itself is none.
    ///
    /// - Parameter endpoints: As ``Socket/lastEndpoint`` gives them.
    public static func all(at endpoints: [String]) -> [PeerConnection] {
        let places = Set(endpoints.compactMap(place(of:)))
        guard let directory = unsafe opendir("/proc/self/fd") else { return [] }
        defer { unsafe closedir(directory) }
        var connections: [PeerConnection] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            guard let descriptor = Int32(name), option(SO_ACCEPTCONN, of: descriptor) == 0,
                let place = unsafe place(of: descriptor, getsockname), places.contains(place),
                let connection = PeerConnection(descriptor: descriptor)
            else { continue }
            connections.append(connection)
        }
        return connections
    }

    /// How much a connection has brought since it began, in bytes; 0 for one that is not TCP.
    public static func receivedByteCount(of connection: PeerConnection) -> UInt64 {
        var info = [UInt8](repeating: 0, count: receivedOffset + 8)
        var length = socklen_t(info.count)
        guard unsafe getsockopt(connection.descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0,
            Int(length) == info.count
        else { return 0 }
        return info[receivedOffset...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Who is at the other end, for people: address and port, or the process.
    public static func peer(of connection: PeerConnection) -> String {
        if option(SO_DOMAIN, of: connection.descriptor) == AF_UNIX {
            // unix(7): process, user and group, which the Glibc module does not carry.
            var credentials: (pid: pid_t, user: uid_t, group: gid_t) = (0, 0, 0)
            var length = socklen_t(MemoryLayout.size(ofValue: credentials))
            let status = unsafe getsockopt(
                connection.descriptor,
                SOL_SOCKET,
                SO_PEERCRED,
                &credentials,
                &length
            )
            return status == 0 ? "process \(credentials.pid)" : "unknown"
        }
        return unsafe place(of: connection.descriptor, getpeername) ?? "unknown"
    }

    /// `PORT` or a path.
    private static func place(of endpoint: String) -> String? {
        if endpoint.hasPrefix("ipc://") { return String(endpoint.dropFirst("ipc://".count)) }
        return endpoint.split(separator: ":").last.map { "port \($0)" }
    }

    private static func place(
        of descriptor: Int32,
        _ name: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> String? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe name(descriptor, $0, &length)
            }
        }
        guard status == 0 else { return nil }
        return unsafe withUnsafeBytes(of: &storage) { bytes in
            // The family is the first field of each.
            switch Int32(unsafe bytes.loadUnaligned(as: sa_family_t.self)) {
            // sockaddr_in and sockaddr_in6 have the port in bytes 2 and 3, in network order.
            case AF_INET, AF_INET6: unsafe "port \(Int(bytes[2]) << 8 | Int(bytes[3]))"
            case AF_UNIX: unsafe String(decoding: bytes[2..<Int(length)].prefix { $0 != 0 }, as: UTF8.self)
            default: nil
            }
        }
    }

    private static func option(_ option: Int32, of descriptor: Int32) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, option, &value, &length) == 0 else { return nil }
        return value
    }
}
