import LedgerValues

extension CredentialRule {
    /// `password=…`, `"token": "…"`, `--api-key …`; the name may also be the list element before the value, or its key.
    static let namedSecret = CredentialRule(name: "named-secret") { text in
        text.asNamedValue + text.assignments + text.flags
    }

    /// RFC 3986 §3.2.1: `scheme://user:password@host`.
    static let urlPassword = CredentialRule(name: "url-password") { text in
        text.places(of: "://").compactMap { place in
            let start = place + 3
            let reach = text.reach(from: start)
            let end = reach.firstIndex { ByteSet.urlEnd.contains($0) } ?? reach.endIndex
            guard let at = text.bytes[start..<end].lastIndex(of: UInt8(ascii: "@")),
                let colon = text.bytes[start..<at].firstIndex(of: UInt8(ascii: ":"))
            else { return nil }
            let password = colon + 1..<at
            let port = text.end(of: .digits, from: colon + 1)
            let isPort = port > colon + 1 && port < at && text.bytes[port] == UInt8(ascii: "/")
            return isPort || text.isReference(password) ? nil : password
        }
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

extension ByteSet {
    fileprivate static let urlEnd = ByteSet(" \t\r\n\"'`<>|\\")
    fileprivate static let token = ByteSet(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/="
    )
    fileprivate static let valueEnd = ByteSet(" \t\r\n&,;\"'`)}]")
    fileprivate static let separators = ByteSet("=:")
}

extension CredentialText {
    /// The whole text, if its key or the element before it names a secret.
    var asNamedValue: [Range<Int>] {
        let isNamed = key.map { SecretName($0).names(bytes[...]) } ?? false
        guard isNamed || isAfterFlag, !isReference(bytes.indices) else { return [] }
        return [bytes.indices]
    }

    /// Whether the element before it is a flag that names a secret, and this is not a flag.
    private var isAfterFlag: Bool {
        guard let previous, previous.utf8.first == UInt8(ascii: "-"), bytes.first != UInt8(ascii: "-") else {
            return false
        }
        return !previous.utf8.contains(UInt8(ascii: "=")) && SecretName(previous).names(bytes[...])
    }

    /// Values after `name=` and `name:`.
    fileprivate var assignments: [Range<Int>] {
        bytes.indices.compactMap { separator in
            guard ByteSet.separators.contains(bytes[separator]) else { return nil }
            var end = separator
            while end > 0, ByteSet.quotes.contains(bytes[end - 1]) || bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
            let start = (bytes[..<end].lastIndex { !ByteSet.name.contains($0) } ?? -1) + 1
            let value = value(from: separator + 1)
            // Skip parts of an ARN, as in arn:aws:secretsmanager:…:secret:….
            let isPart = start > 0 && bytes[start - 1] == UInt8(ascii: ":")
            guard start < end, !isPart, SecretName(text(start..<end)).names(bytes[value]) else { return nil }
            return isReference(value) ? nil : value
        }
    }

    /// Values after `--name`, within one text.
    fileprivate var flags: [Range<Int>] {
        let words = words
        return zip(words, words.dropFirst()).compactMap { flag, value in
            guard bytes[flag.lowerBound] == UInt8(ascii: "-"), bytes[value.lowerBound] != UInt8(ascii: "-"),
                !bytes[flag].contains(UInt8(ascii: "=")), SecretName(text(flag)).names(bytes[value])
            else { return nil }
            return isReference(value) ? nil : value
        }
    }

    /// `-u user:password`.
    ///
    /// Skips `user:group`: numbers, or one name twice.
    fileprivate var userOptions: [Range<Int>] {
        let words = words
        let pairs = zip(words, words.dropFirst()).filter { Self.userFlags.contains(text($0.0)) }.map(\.1)
        let whole = previous.map { Self.userFlags.contains($0) } ?? false ? [bytes.indices] : []
        return (pairs + whole).filter { range in
            let parts = text(range).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[0] != parts[1] else { return false }
            let password = range.upperBound - parts[1].utf8.count..<range.upperBound
            return !bytes[password].allSatisfy { ByteSet.digits.contains($0) } && !isReference(password)
        }
    }

    private static let userFlags: Set = ["-u", "--user", "--proxy-user"]

    private var words: [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        for (index, byte) in bytes.enumerated() {
            if !ByteSet.space.contains(byte) {
                start = start ?? index
            } else if let begin = start {
                words.append(begin..<index)
                start = nil
            }
        }
        if let start { words.append(start..<bytes.count) }
        return words
    }

    /// The value after a separator, without surrounding spaces and quotes.
    private func value(from start: Int) -> Range<Int> {
        var begin = start
        while begin < bytes.count, ByteSet.space.contains(bytes[begin]) { begin += 1 }
        for scheme in ["Basic ", "Bearer ", "Token ", "basic ", "bearer "] where has(scheme, at: begin) {
            begin += scheme.utf8.count
        }
        if begin < bytes.count, bytes[begin] == UInt8(ascii: "\\") { begin += 1 }
        let isQuoted = begin < bytes.count && ByteSet.quotes.contains(bytes[begin])
        if isQuoted { begin += 1 }
        let reach = reach(from: begin)
        let end = reach.firstIndex { byte in
            isQuoted ? ByteSet.quotes.contains(byte) : ByteSet.valueEnd.contains(byte)
        }
        return begin..<(end ?? reach.endIndex)
    }

    /// The tokens that follow any of `words`.
    fileprivate func after(_ words: [CredentialMark]) -> [Range<Int>] {
        words.flatMap { word in
            places(of: word).map { $0 + word.text.utf8.count..<end(of: .token, from: $0 + word.text.utf8.count) }
        }
        .filter { !$0.isEmpty }
    }

    /// Whether a value is not a secret itself: empty, a reference to the secret, or a mask.
    fileprivate func isReference(_ range: Range<Int>) -> Bool {
        let value = text(range)
        if value.isEmpty || Self.nothings.contains(value.lowercased()) { return true }
        if Self.referenceMarks.contains(where: value.hasPrefix) { return true }
        if value.hasPrefix("/") || value.hasPrefix("./") {
            return bytes[range].allSatisfy { ByteSet.path.contains($0) && !ByteSet.capitals.contains($0) }
        }
        return value.utf8.allSatisfy { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "x") }
    }

    private static let nothings: Set = [
        "true", "false", "yes", "no", "on", "off", "null", "none", "nil", "••••", "hidden_due_to_security_reasons",
    ]
    private static let referenceMarks = [
        "${", "$(", "$", "%%", "{{", "<", "arn:", "http://", "https://", "file:", "env:",
    ]
}
