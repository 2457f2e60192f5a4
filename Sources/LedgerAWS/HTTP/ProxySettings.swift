import LedgerValues

/// Chooses the proxy for a host, by the variables that curl and the AWS CLI use.
package struct ProxySettings: Sendable, Concealed {
    private let http, https: Choice
    private let direct: [String]

    private enum Choice: Sendable {
        case none
        case proxy(Proxy)
        /// The value of this variable is not the URL of a proxy.
        case invalid(String)
    }

    package struct Proxy: Hashable, Sendable, Concealed {
        let host: String
        let port: Int
        /// User and password, if the URL has them.
        let login: Login?

        struct Login: Hashable, Sendable {
            let user: String
            let password: Secret
        }
    }

    package init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            [environment[name.lowercased()], environment[name]].compactMap(\.self).first { !$0.isEmpty }
        }
        func choice(_ name: String) -> Choice {
            guard let text = value(name) else { return .none }
            return Proxy(text).map(Choice.proxy) ?? .invalid(name)
        }
        (http, https) = (choice("HTTP_PROXY"), choice("HTTPS_PROXY"))
        direct = (value("NO_PROXY") ?? "").lowercased().split { $0 == "," || $0 == " " }.map(String.init)
    }

    /// The proxy for an endpoint; nil for a direct connection, which the machine's own agents always get.
    package func proxy(for endpoint: Endpoint) throws(TransportError) -> Proxy? {
        if endpoint.isOfThisMachine || direct.contains(where: { Self.covers($0, endpoint) }) { return nil }
        switch endpoint.scheme == .http ? http : https {
        case .none: return nil
        case .proxy(let proxy): return proxy
        case .invalid(let name): throw .notSent("\(name) is not the URL of an HTTP proxy: write http://HOST:PORT")
        }
    }

    /// `*` matches all hosts, `example.com` and `.example.com` the domain and its subdomains; a port must match too.
    private static func covers(_ entry: String, _ endpoint: Endpoint) -> Bool {
        if entry == "*" || entry == endpoint.host { return true }
        var domain = Substring(entry)
        if let colon = entry.lastIndex(of: ":"), let port = Int(entry[entry.index(after: colon)...]) {
            guard port == endpoint.port else { return false }
            domain = entry[..<colon]
        }
        while domain.hasPrefix(".") || domain.hasPrefix("*") { domain.removeFirst() }
        return !domain.isEmpty && (endpoint.host == domain || endpoint.host.hasSuffix(".\(domain)"))
    }
}

extension ProxySettings.Proxy {
    /// Parses `http://user:password@host:port`; the scheme is optional.
    ///
    /// Nil if it is not an HTTP proxy.
    init?(_ text: String) {
        let url = text.contains("://") ? text : "http://\(text)"
        let start = url.firstRange(of: "://").map(\.upperBound) ?? url.startIndex
        let at = url[start...].prefix { $0 != "/" }.lastIndex(of: "@")
        let base = url[..<start] + url[(at.map { url.index(after: $0) } ?? start)...]
        guard let endpoint = Endpoint(String(base)), endpoint.scheme == .http else { return nil }
        (host, port) = (endpoint.host, endpoint.port)
        login = at.map { url[start..<$0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) }
            .map { Login(user: $0[0].percentDecoded, password: Secret($0.count > 1 ? $0[1].percentDecoded : "")) }
    }
}
