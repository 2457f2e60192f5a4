/// The server of a request: `https://ecs.eu-west-1.amazonaws.com`, or a configured one.
package struct Endpoint: Hashable, Sendable {
    package enum Scheme: String, Sendable {
        case http, https

        var port: Int {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }

    package let scheme: Scheme
    /// An IPv6 address has no brackets here.
    package let host: String
    package let port: Int
    /// Prepended to the path of every request: empty, or with a leading and without a trailing slash.
    package let prefix: String

    package init(_ scheme: Scheme, _ host: String, port: Int? = nil, prefix: String = "") {
        (self.scheme, self.host, self.port, self.prefix) = (scheme, host, port ?? scheme.port, prefix)
    }

    /// Parses a URL; nil if it has user information, a query or a fragment.
    package init?(_ url: some StringProtocol) {
        let url = String(url)
        guard let scheme = [Scheme.http, .https].first(where: { url.lowercased().hasPrefix("\($0.rawValue)://") })
        else { return nil }
        let rest = url.dropFirst(scheme.rawValue.count + 3)
        let authority = rest.prefix { $0 != "/" }
        guard rest.allSatisfy({ $0.isASCII && !"@?# \\".contains($0) }) else { return nil }
        guard let (host, port) = Self.hostAndPort(authority) else { return nil }
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path.removeLast() }
        self.init(scheme, host, port: port, prefix: String(path))
    }

    private static func hostAndPort(_ authority: Substring) -> (String, Int?)? {
        var host = authority
        var port: Int?
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else {
                return nil
            }
            (host, port) = (authority[..<colon], number)
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (host.lowercased(), port)
    }

    /// Host and port for the `Host` header and the signature; the port only if it is not the scheme's default.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.port ? name : "\(name):\(port)"
    }
}
