import LedgerValues

/// The secrets that a call sends, to be masked in what comes back.
///
/// Whoever sends a call knows every secret in it: an error that repeats one cannot be recognized by its form.
package struct KnownSecrets: Sendable, Concealed {
    /// The longest first, as one may be a part of another.
    private let needles: [[UInt8]]

    /// A text of four bytes or fewer is masked only where it stands by itself: it may be a part of any word.
    package init(_ texts: some Sequence<String>) {
        self.init(texts, shortest: 1)
    }

    private init(_ texts: some Sequence<String>, shortest: Int) {
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
        needles.reduce(bytes) { $0.replacing($1, with: Self.mask.utf8) { $0.isSecret($1) } }
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
    fileprivate func replacing(
        _ needle: [UInt8],
        with replacement: String.UTF8View,
        where isWanted: (_ text: [UInt8], Range<Int>) -> Bool = { _, _ in true }
    ) -> [UInt8] {
        guard let first = needle.first, count >= needle.count else { return self }
        var replaced: [UInt8] = []
        var (start, kept) = (startIndex, startIndex)
        while let place = self[start...].firstIndex(of: first) {
            start = place + 1
            guard self[place...].starts(with: needle), isWanted(self, place..<place + needle.count) else { continue }
            replaced += self[kept..<place]
            replaced += replacement
            (start, kept) = (place + needle.count, place + needle.count)
        }
        return kept == startIndex ? self : replaced + self[kept...]
    }

    /// Whether what was found here is a secret, and not a part of something else.
    ///
    /// Three or four bytes are one as a whole word; one or two only as a value, in quotes or after `=` or `:`.
    fileprivate func isSecret(_ range: Range<Int>) -> Bool {
        if range.count > 4 { return true }
        let (before, after) = (self[..<range.lowerBound], self[range.upperBound...])
        guard before.last?.isOfWord != true, after.first?.isOfWord != true else { return false }
        return range.count > 2 || before.endsBeforeValue
    }
}

extension ArraySlice<UInt8> {
    /// Whether a value can begin after this: `"`, `'`, `=`, `: `.
    fileprivate var endsBeforeValue: Bool {
        let text = last == UInt8(ascii: " ") ? dropLast() : self
        guard let mark = text.last else { return false }
        return "=:".utf8.contains(mark) || text.count == count && "\"'`".utf8.contains(mark)
    }
}

extension UInt8 {
    /// Whether this is a part of a word, or of a name such as `shop-prod` and `main/prod`.
    fileprivate var isOfWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"), 0x80...:
            true
        default: false
        }
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
