import LedgerValues

extension CredentialRule {
    /// `password=…`, `"token": "…"`, `--api-key …`; the name may also be the list element before the value, or its key.
    static let namedSecret = CredentialRule(name: "named-secret") { text in
        text.asNamedValue + text.assignments + text.flags
    }

    /// RFC 3986 §3.2.1: `scheme://user:password@host`.
    static let urlPassword = CredentialRule(name: "url-password") { text in
        guard text.has(.schemeEnd), text.has(.at) else { return [] }
        return text.words(between: .urlEnd).flatMap(text.passwords)
    }

    /// RFC 9110 §11.6.2: `Basic` with base64 of `user:password`, `Bearer` with a token; and curl's `-u user:password`.
    static let authorization = CredentialRule(name: "authorization") { text in
        let basic = text.after(["Basic ", "basic "]).filter { range in
            [UInt8](base64: text.text(range))?.contains(UInt8(ascii: ":")) ?? false
        }
        let bearer = text.after(["Bearer ", "bearer "]).filter { range in
            range.count >= 16 && text.bytes[range].contains { ByteSet.digits.contains($0) }
        }
        return basic + bearer + text.userOptions
    }
}

extension CredentialMark {
    fileprivate static let schemeEnd: CredentialMark = "://"
    fileprivate static let at: CredentialMark = "@"
    fileprivate static let arn: CredentialMark = "arn:aws"
}

extension ByteSet {
    fileprivate static let urlEnd = ByteSet(" \t\r\n\"'`<>|\\")
    fileprivate static let token = ByteSet(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/="
    )
    fileprivate static let valueEnd = ByteSet(" \t\r\n&,;\"'`)}]")
    fileprivate static let lineEnd = ByteSet("\r\n\"'`")
    fileprivate static let separators = ByteSet("=:")
}

// MARK: - A name and its value

extension CredentialText {
    /// The whole text, if its key or the element before it names a secret; or the value of the header that it is.
    var asNamedValue: [Range<Int>] {
        if key.map({ SecretName($0).isHeader }) ?? false || previous.map(Self.headerFlags.contains) ?? false {
            return headerValue(from: 0).map { [$0] } ?? []
        }
        let isNamed = key.map { SecretName($0).names(bytes[...]) } ?? false
        guard isNamed || isAfterFlag, !isReference(bytes.indices) else { return [] }
        return [bytes.indices]
    }

    private static let headerFlags: Set = ["-H", "--header", "--proxy-header"]

    /// Whether the element before it is a flag that names a secret, and this is not a flag.
    private var isAfterFlag: Bool {
        guard let previous, bytes.first != UInt8(ascii: "-") else { return false }
        return CredentialText(previous).isSecretFlag(0..<previous.utf8.count, of: bytes[...])
    }

    /// Whether a word is a flag, or a directive of Redis, that names `value` as a secret.
    private func isSecretFlag(_ word: Range<Int>, of value: ArraySlice<UInt8>) -> Bool {
        let isFlag = bytes[word].first == UInt8(ascii: "-") && !bytes[word].contains(UInt8(ascii: "="))
        guard isFlag || Self.directives.contains(where: { bytes[word].elementsEqual($0.utf8) }) else { return false }
        return SecretName(bytes[word]).names(value)
    }

    private static let directives = ["requirepass", "masterauth"]

    /// Values after `name=` and `name:`.
    ///
    /// Skips the parts of ARNs, as in `arn:aws:secretsmanager:…:secret:…`. A value is not searched again.
    fileprivate var assignments: [Range<Int>] {
        var found: [Range<Int>] = []
        var arns = arns[...]
        var index = 0
        while let separator = bytes[index...].firstIndex(where: { ByteSet.separators.contains($0) }) {
            index = separator + 1
            while let arn = arns.first, arn.upperBound <= separator { arns = arns.dropFirst() }
            guard !(arns.first?.contains(separator) ?? false), let name = name(before: separator),
                let value = value(of: SecretName(bytes[name]), from: index)
            else { continue }
            index = max(index, value.upperBound)
            if !isReference(value) { found.append(value) }
        }
        return found
    }

    private var arns: [Range<Int>] {
        runs(from: .arn, of: .resource).filter { bytes[$0].isARN }
    }

    /// The name that ends before a separator, perhaps in quotes.
    private func name(before separator: Int) -> Range<Int>? {
        var end = separator
        while end > 0, ByteSet.quotes.contains(bytes[end - 1]) || bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        let start = (bytes[..<end].lastIndex { !ByteSet.name.contains($0) } ?? -1) + 1
        return start < end ? start..<end : nil
    }

    /// The value after a separator, if the name is that of a secret.
    private func value(of name: SecretName, from start: Int) -> Range<Int>? {
        guard name.isSecret || name.isHeader else { return nil }
        let (begin, isQuoted) = beginOfValue(from: start)
        if name.isHeader { return headerValue(from: begin) }
        if name.isAuthorization, let value = valueAfterScheme(from: begin) { return value }
        let end = isQuoted ? end(before: .quotes, from: begin) : endOfValue(from: begin)
        return name.names(bytes[begin..<end]) ? begin..<end : nil
    }

    /// Where a value begins, without the spaces, the scheme and the quotes before it.
    private func beginOfValue(from start: Int) -> (Int, isQuoted: Bool) {
        var begin = end(of: .space, from: start)
        for scheme in ["Basic ", "Bearer ", "Token ", "basic ", "bearer "] where has(scheme, at: begin) {
            begin += scheme.utf8.count
        }
        if begin < bytes.count, bytes[begin] == UInt8(ascii: "\\") { begin += 1 }
        let isQuoted = begin < bytes.count && ByteSet.quotes.contains(bytes[begin])
        return (isQuoted ? begin + 1 : begin, isQuoted)
    }

    /// The end of a value without quotes: `${NAME}`, `$(…)`, `{{…}}` and `<…>` at its beginning are part of it.
    private func endOfValue(from begin: Int) -> Int {
        let closing: [(String, UInt8)] = [
            ("${", UInt8(ascii: "}")), ("$(", UInt8(ascii: ")")), ("{{", UInt8(ascii: "}")),
            ("<", UInt8(ascii: ">")),
        ]
        var start = begin
        for (opening, end) in closing where has(opening, at: begin) {
            let reach = bytes[begin...].prefix(256)
            guard let close = reach.firstIndex(of: end) else { continue }
            start = close + 1
            while start < bytes.count, bytes[start] == end { start += 1 }
        }
        return end(before: .valueEnd, from: start)
    }
}

// MARK: - Headers

extension CredentialText {
    /// The value of `X-Api-Key: …`, or of `X-Api-Key …` as Fluent Bit writes it; it ends with the line or a quote.
    private func headerValue(from start: Int) -> Range<Int>? {
        let nameEnd = end(of: .word, from: start)
        let name = SecretName(bytes[start..<nameEnd])
        let begin = end(of: .betweenNames, from: nameEnd)
        guard name.isSecret, begin > nameEnd else { return nil }
        if name.isAuthorization, let value = valueAfterScheme(from: begin) { return value }
        let value = begin..<end(before: .lineEnd, from: begin)
        return name.names(bytes[value]) && !isReference(value) ? value : nil
    }

    /// What follows the scheme of an `Authorization` header: `Splunk …`.
    private func valueAfterScheme(from start: Int) -> Range<Int>? {
        let scheme = end(of: .word, from: start)
        let begin = end(of: .space, from: scheme)
        guard scheme > start, begin > scheme else { return nil }
        let value = begin..<end(before: .lineEnd, from: begin)
        return value.isEmpty || isReference(value) ? nil : value
    }
}

// MARK: - Words

extension CredentialText {
    /// Values after `--name` and `Authorization SCHEME`, within one text.
    fileprivate var flags: [Range<Int>] {
        let words = words(between: .space)
        return words.indices.dropFirst().compactMap { index -> Range<Int>? in
            let value = words[index]
            let isNamed =
                bytes[value.lowerBound] != UInt8(ascii: "-") && isSecretFlag(words[index - 1], of: bytes[value])
            guard isNamed || index > 1 && isScheme(words[index - 1], of: words[index - 2]) else { return nil }
            return isReference(value) ? nil : value
        }
    }

    /// Whether two words begin a header: `Authorization Splunk`.
    private func isScheme(_ word: Range<Int>, of header: Range<Int>) -> Bool {
        word.count <= 9 && header.count <= 40 && SecretName(bytes[header]).isAuthorization
            && Self.schemes.contains(text(word).lowercased())
    }

    private static let schemes: Set = [
        "apikey", "basic", "bearer", "digest", "key", "negotiate", "oauth", "splunk", "token",
    ]

    /// `-u user:password`.
    ///
    /// Skips `user:group`: numbers, or one name twice.
    fileprivate var userOptions: [Range<Int>] {
        let words = words(between: .space)
        let pairs = zip(words, words.dropFirst()).filter { isUserFlag($0.0) }.map(\.1)
        let whole = previous.map { Self.userFlags.contains($0) } ?? false ? [bytes.indices] : []
        return (pairs + whole).filter { range in
            let parts = bytes[range].split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !parts[0].elementsEqual(parts[1]) else {
                return false
            }
            let password = parts[1].startIndex..<range.upperBound
            return !bytes[password].allSatisfy { ByteSet.digits.contains($0) } && !isReference(password)
        }
    }

    private static let userFlags = ["-u", "--user", "--proxy-user"]

    private func isUserFlag(_ word: Range<Int>) -> Bool {
        Self.userFlags.contains { bytes[word].elementsEqual($0.utf8) }
    }

    /// The passwords in a word: each URL's ends at the word's last `@`.
    fileprivate func passwords(in word: Range<Int>) -> [Range<Int>] {
        guard let at = bytes[word].lastIndex(of: UInt8(ascii: "@")) else { return [] }
        var start = word.lowerBound
        while let place = bytes[start..<at].firstIndex(of: UInt8(ascii: ":")) {
            start = place + 1
            guard has(CredentialMark.schemeEnd.text, at: place) else { continue }
            start = place + 3
            guard start < at, let colon = bytes[start..<at].firstIndex(of: UInt8(ascii: ":")) else { return [] }
            let port = end(of: .digits, from: colon + 1)
            let isPort = port > colon + 1 && port < at && bytes[port] == UInt8(ascii: "/")
            if !isPort, !isReference(colon + 1..<at) { return [colon + 1..<at] }
            start = colon
        }
        return []
    }

    /// The tokens that follow any of `words`.
    fileprivate func after(_ words: [CredentialMark]) -> [Range<Int>] {
        words.flatMap { word in
            places(of: word).map { $0 + word.text.utf8.count..<end(of: .token, from: $0 + word.text.utf8.count) }
        }
        .filter { !$0.isEmpty }
    }
}
