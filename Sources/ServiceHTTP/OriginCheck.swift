public import HTTPTypes
import ServiceRuntime

/// Keeps a browser from doing a foreign page's work.
///
/// The interface has no passwords: whoever reaches the loopback interface may publish. A browser reaches it
/// on behalf of any page it shows, so every request must have been addressed to this machine by a name of
/// its own (a page can make a foreign name resolve to 127.0.0.1, "DNS rebinding"), and no page but one that
/// came from here may have made it.
public enum OriginCheck {
    /// - Throws: ``HTTPProblem/Kind/misdirected`` and ``HTTPProblem/Kind/forbidden``, or
    ///   ``HTTPProblem/Kind/malformed`` for a request that names no host or several.
    public static func check(_ request: HTTPRequest) throws(HTTPProblem) {
        let fields = request.headerFields
        // The first Host is the authority; another one would be left among the fields.
        guard let host = request.authority, !fields.contains(where: { $0.name.canonicalName == "host" })
        else { throw HTTPProblem(.malformed, "a request has one Host") }
        guard isLocal(host) else {
            throw HTTPProblem(
                .misdirected,
                "Host is \(shown(host)); allowed are localhost and loopback addresses"
            )
        }
        let origins = fields[values: .origin]
        if let origin = origins.first, origins.count > 1 || !isOrigin(origin, of: host) {
            throw HTTPProblem(.forbidden, "Origin is \(shown(origin)); allowed is http://\(host), or none")
        }
        // Requests without Origin, such as those for pictures and scripts, still tell where they come from.
        for site in fields where site.name.canonicalName == "sec-fetch-site" {
            guard site.value == "same-origin" || site.value == "none" else {
                throw HTTPProblem(
                    .forbidden,
                    "Sec-Fetch-Site is \(shown(site.value)); allowed is same-origin, or none"
                )
            }
        }
    }

    /// Whether a host, perhaps with a port, is this machine under a name that nobody else can have.
    static func isLocal(_ authority: String) -> Bool {
        guard let host = host(of: authority) else { return false }
        return host == "localhost" || Reach(host: host) == .local
    }

    /// Whether a page of `origin` came from `authority`.
    static func isOrigin(_ origin: String, of authority: String) -> Bool {
        let scheme = "http://"
        let origin = origin.lowercased()
        guard origin.hasPrefix(scheme) else { return false }
        return withoutDefaultPort(String(origin.dropFirst(scheme.count)))
            == withoutDefaultPort(authority.lowercased())
    }

    private static func withoutDefaultPort(_ authority: String) -> String {
        authority.hasSuffix(":80") ? String(authority.dropLast(3)) : authority
    }

    private static func host(of authority: String) -> String? {
        let (name, rest): (Substring, Substring)
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            (name, rest) = (authority[..<end].dropFirst(), authority[end...].dropFirst())
        } else {
            let end = authority.firstIndex(of: ":") ?? authority.endIndex
            (name, rest) = (authority[..<end], authority[end...])
        }
        guard rest.isEmpty || rest.first == ":" && UInt16(rest.dropFirst()) != nil else { return nil }
        return name.lowercased()
    }

    private static func shown(_ text: String) -> String {
        text.prefix(80).debugDescription
    }
}
