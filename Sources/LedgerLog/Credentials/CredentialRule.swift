/// Recognizes one kind of credential in a text that is not marked as secret.
///
/// Rules match the forms that issuers document, secret-like names, and randomness. Anything else is missed, such as a
/// password in a command's own syntax: `mysql -phunter2`. Each rule takes time in proportion to the length of the text.
package struct CredentialRule: Sendable {
    /// For example `aws-access-key-id`.
    package let name: String
    /// The byte ranges of the credentials in a text.
    let ranges: @Sendable (CredentialText) -> [Range<Int>]

    /// All rules, the most certain first.
    package static let all =
        tokens + [jwt, privateKey, urlPassword, passwordHash, namedSecret, authorization, awsSecretKey, randomText]
}

/// The input of a rule: the bytes of a text, and what precedes it.
package struct CredentialText: Sendable {
    let bytes: [UInt8]
    /// The bytes that occur: most searches stop at one that does not.
    private let set: ByteSet
    /// The name of the label or option that holds the text.
    let key: String?
    /// The element before it in a list, such as `--password`.
    let previous: String?

    package init(_ text: String, under key: String? = nil, after previous: String? = nil) {
        (bytes, self.key, self.previous) = (Array(text.utf8), key, previous)
        set = ByteSet(bytes)
    }

    /// The first rule that finds a credential in the text.
    package var credential: CredentialRule? {
        if isWord { return asNamedValue.isEmpty ? nil : .namedSecret }
        if bytes[...].isARN { return nil }
        return CredentialRule.all.first { !$0.ranges(self).isEmpty }
    }

    /// Shorter than any credential with a known form, and without characters that separate a name from its value.
    private var isWord: Bool { bytes.count < 15 && set.isDisjoint(with: .betweenNames) }

    /// Every credential in the text.
    var credentials: [String] { CredentialRule.all.flatMap { $0.ranges(self).map { text($0) } } }

    /// The text with every credential in it replaced.
    package func masked(with mask: String) -> String {
        let found = CredentialRule.all.flatMap { $0.ranges(self) }.sorted { $0.lowerBound < $1.lowerBound }
        guard !found.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
        var masked: [UInt8] = []
        var end = 0
        for range in found where range.upperBound > end {
            if range.lowerBound >= end {
                masked += bytes[end..<range.lowerBound]
                masked += mask.utf8
            }
            end = range.upperBound
        }
        return String(decoding: masked + bytes[end...], as: UTF8.self)
    }
}

// MARK: - Looking

extension CredentialText {
    /// The maximal runs of bytes from an alphabet.
    func runs(of alphabet: ByteSet) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for (index, byte) in bytes.enumerated() {
            if alphabet.contains(byte) {
                start = start ?? index
            } else if let begin = start {
                runs.append(begin..<index)
                start = nil
            }
        }
        if let start { runs.append(start..<bytes.count) }
        return runs
    }

    /// The end of the run of `alphabet` that begins at `start`.
    func end(of alphabet: ByteSet, from start: Int) -> Int {
        bytes[start...].firstIndex { !alphabet.contains($0) } ?? bytes.count
    }

    /// The first index from `start` on that has a byte of `marks`.
    func end(before marks: ByteSet, from start: Int) -> Int {
        bytes[start...].firstIndex { marks.contains($0) } ?? bytes.count
    }

    /// The runs of `alphabet` that begin with `mark`; the search goes on after each, so it stays linear.
    func runs(from mark: CredentialMark, of alphabet: ByteSet, anywhere: Bool = false) -> [Range<Int>] {
        var end = 0
        return places(of: mark).compactMap { start in
            guard start >= end, anywhere || isBoundary(start) else { return nil }
            end = self.end(of: alphabet, from: start + mark.text.utf8.count)
            return start..<end
        }
    }

    /// The parts of the text between bytes of `marks`.
    func words(between marks: ByteSet) -> [Range<Int>] {
        bytes.split { marks.contains($0) }.map { $0.startIndex..<$0.endIndex }
    }

    func has(_ mark: CredentialMark) -> Bool { mark.set.isSubset(of: set) }

    func has(_ text: String, at index: Int) -> Bool {
        bytes[index...].starts(with: text.utf8)
    }

    /// Every index at which `mark` occurs.
    func places(of mark: CredentialMark) -> [Int] {
        guard mark.set.isSubset(of: set), let first = mark.text.utf8.first else { return [] }
        return bytes.indices.filter { bytes[$0] == first && has(mark.text, at: $0) }
    }

    /// Whether no word continues across this index.
    func isBoundary(_ index: Int) -> Bool {
        index == 0 || !ByteSet.alphanumeric.contains(bytes[index - 1])
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// A text that a credential begins with or follows.
struct CredentialMark: ExpressibleByStringLiteral, Sendable {
    let text: String
    let set: ByteSet

    init(text: String) {
        (self.text, set) = (text, ByteSet(text))
    }

    init(stringLiteral text: String) {
        self.init(text: text)
    }
}
