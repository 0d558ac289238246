import Glibc

/// Who can reach an address: this machine alone, or others too.
///
/// Beyond the loopback interface nothing is served or accepted without keys, and this is the one place that
/// tells the two apart. A name is never local, whatever it resolves to today, and neither is a wildcard.
public enum Reach: Sendable {
    /// Only processes of this machine.
    case local
    /// Perhaps other machines.
    case beyond
    /// It is no address at all.
    case malformed

    /// The reach of a ZeroMQ endpoint: `tcp://HOST:PORT`, `ipc://PATH` or `inproc://NAME`.
    ///
    /// The port may be `*`, which ZeroMQ replaces by a free one.
    public init(endpoint: String) {
        if let name = endpoint.removingPrefix("ipc://") ?? endpoint.removingPrefix("inproc://") {
            self = name.isEmpty || name.utf8.contains(0) ? .malformed : .local
        } else if let address = endpoint.removingPrefix("tcp://") {
            // ZeroMQ reads `tcp://SOURCE;TARGET:PORT` as two addresses, of which only one would be judged.
            guard !address.contains(";") else {
                self = .malformed
                return
            }
            let numbered = address.hasSuffix(":*") ? address.dropLast() + "0" : address
            guard let address = HostPort(numbered) else {
                self = .malformed
                return
            }
            self.init(host: address.host)
        } else {
            self = .malformed
        }
    }

    /// The same ZeroMQ endpoint with 127.0.0.1 where its host is called `localhost`, as ``HostPort`` has it.
    public static func endpointWithAddressOfLocalhost(_ endpoint: String) -> String {
        let name = "tcp://localhost:"
        return endpoint.lowercased().hasPrefix(name)
            ? "tcp://127.0.0.1:\(endpoint.dropFirst(name.count))" : endpoint
    }

    /// The reach of a host, which is local only as a number: 127.0.0.0/8 or ::1.
    public init(host: String) {
        guard !host.isEmpty, !host.utf8.contains(0) else {
            self = .malformed
            return
        }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, host, &four) == 1 {
            self = UInt32(bigEndian: four.s_addr) >> 24 == 127 ? .local : .beyond
        } else if inet_pton(AF_INET6, host, &six) == 1 {
            let loopback = [UInt8](repeating: 0, count: 15) + [1]
            self = withUnsafeBytes(of: &six) { $0.elementsEqual(loopback) } ? .local : .beyond
        } else {
            self = .beyond
        }
    }
}

extension String {
    fileprivate func removingPrefix(_ prefix: String) -> Substring? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
