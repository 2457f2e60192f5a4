import LedgerValues

/// The secrets that a call sends, to be masked in what comes back.
///
/// Whoever sends a call knows every secret in it: an error that repeats one cannot be recognized by its form.
package struct KnownSecrets: Sendable, Concealed {
    /// The longest first, as one may be a part of another.
    private let needles: [[UInt8]]

    /// Texts that are too short would mask ordinary words.
    package init(_ texts: some Sequence<String>, shortest: Int = 5) {
        let forms = Set(texts.filter { $0.utf8.count >= shortest }.flatMap(\.forms))
        needles = forms.map { Array($0.utf8) }.sorted { ($1.count, "\($0)") < ($0.count, "\($1)") }
    }

    /// AWS's keys are longer than any name: these are masked in whole answers.
    init(of credentials: AWSCredentials?) {
        let secrets = [credentials?.secretAccessKey, credentials?.sessionToken].compactMap { $0?.reveal() }
        self.init(secrets + [credentials?.accessKeyID].compactMap(\.self), shortest: 16)
    }

    private static let mask = "••••"

    package func masked(_ text: String) -> String {
        guard !needles.isEmpty else { return text }
        return String(decoding: masked(Array(text.utf8)), as: UTF8.self)
    }

    func masked(_ bytes: [UInt8]) -> [UInt8] {
        needles.reduce(bytes) { $0.replacing($1, with: Self.mask.utf8) }
    }
}

extension String {
    /// This text as it can stand in an answer: as it is, and as JSON, XML and a URL write it.
    fileprivate var forms: [String] {
        let json = String(CanonicalJSON.text(.string(self)).dropFirst().dropLast())
        return [self, json, json.replacing("/", by: "\\/"), percentEncoded, xmlEscaped]
    }

    private var xmlEscaped: String {
        [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")].reduce(self) { $0.replacing($1.0, by: $1.1) }
    }

    private func replacing(_ text: String, by other: String) -> String {
        String(decoding: Array(utf8).replacing(Array(text.utf8), with: other.utf8), as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate func replacing(_ needle: [UInt8], with replacement: String.UTF8View) -> [UInt8] {
        guard let first = needle.first, count >= needle.count else { return self }
        var replaced: [UInt8] = []
        var (start, kept) = (startIndex, startIndex)
        while let place = self[start...].firstIndex(of: first) {
            start = place + 1
            guard self[place...].starts(with: needle) else { continue }
            replaced += self[kept..<place]
            replaced += replacement
            (start, kept) = (place + needle.count, place + needle.count)
        }
        return kept == startIndex ? self : replaced + self[kept...]
    }
}

// MARK: - What comes back

extension HTTPResponse {
    func masked(by secrets: KnownSecrets) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: headers.map { NameValue($0.name, secrets.masked($0.value)) },
            body: secrets.masked(body)
        )
    }
}

extension AWSError {
    /// As it may be printed and recorded.
    func masked(by secrets: KnownSecrets) -> AWSError {
        AWSError(
            code: secrets.masked(code).cut(to: 128),
            message: secrets.masked(message).cut(),
            status: status,
            requestID: requestID.map { secrets.masked($0) },
            kind: kind
        )
    }
}
