import LedgerValues

/// A request as it is sent.
///
/// Concealed, since headers hold session tokens and bodies hold container environments.
package struct HTTPRequest: Equatable, Sendable, Concealed {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    package var method: Method
    package var endpoint: Endpoint
    /// Begins with a slash and is already percent-encoded; sent unchanged.
    package var path: String
    /// Not encoded yet.
    package var query: [NameValue]
    package var headers: [NameValue]
    package var body: [UInt8]
    package var timeout: Duration

    package init(
        _ method: Method,
        _ endpoint: Endpoint,
        path: String = "/",
        query: [NameValue] = [],
        headers: [NameValue] = [],
        body: [UInt8] = [],
        timeout: Duration = .seconds(60)
    ) {
        (self.method, self.endpoint, self.path, self.query) = (method, endpoint, path, query)
        (self.headers, self.body, self.timeout) = (headers, body, timeout)
    }

    /// The request target: path and query.
    package var target: String {
        let pairs = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
        return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    package var url: String { "\(endpoint.scheme.rawValue)://\(endpoint.authority)\(target)" }
}

/// A header or a query parameter.
package struct NameValue: Equatable, Sendable {
    package let name, value: String

    package init(_ name: String, _ value: String) {
        (self.name, self.value) = (name, value)
    }
}

extension [NameValue] {
    /// The value of the first header with that name, ignoring case.
    package func first(named name: String) -> String? {
        first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Replaces all headers of that name with one.
    func setting(_ name: String, _ value: String) -> [NameValue] {
        filter { $0.name.lowercased() != name.lowercased() } + [NameValue(name, value)]
    }
}
