import Crypto
import LedgerValues

/// The canonical request of AWS Signature Version 4 ("Create a canonical request").
///
/// Uses the rules of every service but S3: the path is normalised, then percent-encoded once more.
struct CanonicalRequest {
    let text: String
    /// The names of the signed headers, sorted and separated by semicolons.
    let signedHeaders: String

    init(_ request: HTTPRequest) {
        let headers = Self.headers(of: request)
        signedHeaders = headers.map(\.name).joined(separator: ";")
        text = [
            request.method.rawValue, Self.path(request.path), Self.query(request.query),
            headers.map { "\($0.name):\($0.value)\n" }.joined(), signedHeaders,
            Array(SHA256.hash(data: request.body)).hex,
        ].joined(separator: "\n")
    }

    /// Removes `.`, `..` and empty segments as AWS's own tools do: `/a/.` becomes `/a`.
    private static func path(_ path: String) -> String {
        var segments: [String] = []
        for segment in path.utf8.split(separator: UInt8(ascii: "/")).map({ String(Substring($0)) }) {
            switch segment {
            case ".": continue
            case "..": _ = segments.popLast()
            default: segments.append(segment)
            }
        }
        let end = path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
        let joined = "/" + segments.joined(separator: "/") + end
        return joined.percentEncoded(keepingSlashes: true)
    }

    /// Sorted by encoded name, then by encoded value; both are ASCII, so strings sort like bytes.
    private static func query(_ query: [NameValue]) -> String {
        query.map { (name: $0.name.percentEncoded, value: $0.value.percentEncoded) }
            .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
            .map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
    }

    /// Lower-case names, sorted; the values of one name are joined in order.
    private static func headers(of request: HTTPRequest) -> [NameValue] {
        var values: [String: [String]] = [:]
        for header in request.headers where !unsigned.contains(header.name.lowercased()) {
            values[header.name.lowercased(), default: []].append(collapsed(header.value))
        }
        return values.sorted { $0.key < $1.key }.map { NameValue($0.key, $0.value.joined(separator: ",")) }
    }

    /// Trims, and replaces runs of white space with one space.
    private static func collapsed(_ value: String) -> String {
        value.utf8.split { [0x20, 0x09, 0x0A, 0x0D].contains($0) }.map { String(Substring($0)) }.joined(separator: " ")
    }

    /// Headers that a proxy may change.
    private static let unsigned: Set<String> = [
        "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]
}
