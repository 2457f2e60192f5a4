/// One sign by which a text that is not meant to be secret shows that it holds a credential.
///
/// The signs are forms that those who issue credentials document, names by which people call them, and randomness. What
/// shows none of them is missed: a password in a command's own syntax, as `mysql -phunter2`.
package struct CredentialRule: Sendable {
    /// What it looks for: `aws-access-key-id`.
    package let name: String
    /// Where in a text the credentials stand.
    let ranges: @Sendable (CredentialText) -> [Range<Int>]

    /// All rules, the surest first.
    package static let all =
        tokens + [jwt, privateKey, urlPassword, passwordHash, namedSecret, authorization, awsSecretKey, randomText]
}

/// What a text's rules are asked about: its bytes, and what stands around it.
package struct CredentialText: Sendable {
    let bytes: [UInt8]
    /// Which bytes there are: most of what is looked for has one that is not.
    private let set: ByteSet
    /// What it is called where it stands: a label's or an option's name.
    let key: String?
    /// The element before it in a list: `--password`.
    let previous: String?

    package init(_ text: String, under key: String? = nil, after previous: String? = nil) {
        (bytes, self.key, self.previous) = (Array(text.utf8), key, previous)
        set = ByteSet(bytes)
    }

    /// The first rule that finds a credential in it.
    package var credential: CredentialRule? {
        if isWord { return asNamedValue.isEmpty ? nil : .namedSecret }
        return CredentialRule.all.first { !$0.ranges(self).isEmpty }
    }

    /// Shorter than any credential that is known by its form, and without what stands between a name and its value.
    private var isWord: Bool { bytes.count < 15 && set.isDisjoint(with: .betweenNames) }

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
    /// The longest ranges of bytes that are all of an alphabet.
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

    /// No credential is longer; so that a text of nothing but beginnings is read in linear time.
    private static let longest = 4_096

    /// The bytes from here on, as far as one credential can reach.
    func reach(from start: Int) -> ArraySlice<UInt8> { bytes[start...].prefix(Self.longest) }

    /// Where the run of an alphabet that begins here ends.
    func end(of alphabet: ByteSet, from start: Int) -> Int {
        let reach = reach(from: start)
        return reach.firstIndex { !alphabet.contains($0) } ?? reach.endIndex
    }

    func has(_ text: String, at index: Int) -> Bool {
        bytes[index...].starts(with: text.utf8)
    }

    /// Every place at which a text stands.
    func places(of mark: CredentialMark) -> [Int] {
        guard mark.set.isSubset(of: set), let first = mark.text.utf8.first else { return [] }
        return bytes.indices.filter { bytes[$0] == first && has(mark.text, at: $0) }
    }

    /// Whether no word goes on over this place.
    func isBoundary(_ index: Int) -> Bool {
        index == 0 || !ByteSet.alphanumeric.contains(bytes[index - 1])
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// A text that a credential begins with, or stands behind.
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
