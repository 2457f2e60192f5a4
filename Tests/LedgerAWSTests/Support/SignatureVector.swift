import Foundation
import LedgerAWS
import Testing

/// A case of AWS's test suite for Signature Version 4: folders with a request and its signature.
///
/// The suite is not part of this repository. It is searched in the folder named by `AWS4_TESTSUITE`, then in
/// `../shared/data/aws4_testsuite`.
struct SignatureVector: CustomTestStringConvertible, Sendable {
    let name, request, canonical, stringToSign, authorization: String

    var testDescription: String { name }

    static let all: [SignatureVector] = folder.map(read) ?? []

    private static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["AWS4_TESTSUITE"].map { URL(fileURLWithPath: $0) }
        let beside = Python.package.deletingLastPathComponent().appendingPathComponent("shared/data/aws4_testsuite")
        return [named, beside].compactMap(\.self).first { FileManager.default.fileExists(atPath: $0.path) }
    }()

    private static func read(_ folder: URL) -> [SignatureVector] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let requests = files?.compactMap { $0 as? URL }.filter { $0.pathExtension == "req" } ?? []
        return requests.sorted { $0.path < $1.path }.compactMap(SignatureVector.init)
    }

    private init?(_ file: URL) {
        func text(_ ending: String) -> String? {
            let bytes = try? Data(contentsOf: file.deletingPathExtension().appendingPathExtension(ending))
            return bytes.map { String(decoding: $0.filter { $0 != 13 }, as: UTF8.self) }
        }
        guard let request = text("req"), let canonical = text("creq"), let stringToSign = text("sts"),
            let authorization = text("authz")
        else { return nil }
        name = file.deletingPathExtension().lastPathComponent
        (self.request, self.canonical) = (request, canonical)
        (self.stringToSign, self.authorization) = (stringToSign, authorization)
    }

    /// The suite's request with decoded query, without the headers that signing adds.
    var parsed: HTTPRequest? {
        let parts = request.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\n")
        let target = lines[0].dropFirst(lines[0].prefix { $0 != " " }.count + 1).dropLast(" HTTP/1.1".count)
        let method = HTTPRequest.Method(rawValue: String(lines[0].prefix { $0 != " " }))
        let path = target.prefix { $0 != "?" }
        let query = target.dropFirst(path.count + 1).split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(decoded)
            return NameValue(halves[0], halves.count > 1 ? halves[1] : "")
        }
        return method.map {
            HTTPRequest(
                $0,
                Endpoint(.https, "example.amazonaws.com"),
                path: String(path),
                query: query,
                headers: headers(Array(lines.dropFirst())),
                body: parts.count > 1 ? Array(parts[1].utf8) : []
            )
        }
    }

    private func decoded(_ text: Substring) -> String { text.removingPercentEncoding ?? String(text) }

    /// Parses headers; a line that begins with a space continues the previous one.
    private func headers(_ lines: [Substring]) -> [NameValue] {
        var headers: [NameValue] = []
        for line in lines {
            if line.hasPrefix(" "), let last = headers.popLast() {
                headers.append(NameValue(last.name, last.value + "\n" + line))
            } else {
                let name = line.prefix { $0 != ":" }
                headers.append(NameValue(String(name), String(line.dropFirst(name.count + 1))))
            }
        }
        return headers.filter { !["x-amz-date", "x-amz-security-token"].contains($0.name.lowercased()) }
    }

    /// The session token, if one is signed.
    var token: String? {
        canonical.split(separator: "\n").first { $0.hasPrefix("x-amz-security-token:") }
            .map { String($0.dropFirst("x-amz-security-token:".count)) }
    }
}
