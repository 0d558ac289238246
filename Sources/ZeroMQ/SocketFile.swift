import CZeroMQ
import Glibc

/// The file of an `ipc://` endpoint.
///
/// libzmq 4.3.4 removes whatever is at the path before it binds, be it a plain file or a socket that another
/// process serves, whose clients would come to us from then on.
enum SocketFile {
    private static let scheme = "ipc://"

    /// Why the path must be left alone, as an error number; `nil` when nothing is there, or a socket that nobody
    /// serves any more.
    static func fault(ofBindingTo endpoint: String) -> Int32? {
        guard let path = path(of: endpoint) else { return nil }
        var status = stat()
        // Whatever else is wrong with the path, binding says.
        guard unsafe lstat(path, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFSOCK else { return ENOTSOCK }
        return isServed(path) ? EADDRINUSE : nil
    }

    /// Whether there is a file at the endpoint's path.
    static func isPresent(_ endpoint: String) -> Bool {
        guard let path = path(of: endpoint) else { return false }
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    /// - Returns: `nil` for an endpoint that has no file: of another transport, of the abstract space, or left
    ///   to libzmq.
    private static func path(of endpoint: String) -> String? {
        guard endpoint.hasPrefix(scheme) else { return nil }
        let path = String(endpoint.dropFirst(scheme.count))
        return path.isEmpty || path == "*" || path.hasPrefix("@") ? nil : path
    }

    private static func isServed(_ path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        // One byte stays zero; binding refuses a longer path.
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        // It must not wait for a server that does not accept.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, length)
            }
        }
        return status == 0 || errno != ECONNREFUSED
    }
}
