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
    /// What it is called where it stands: a label's or an option's name.
    let key: String?
    /// The element before it in a list: `--password`.
    let previous: String?

    package init(_ text: String, under key: String? = nil, after previous: String? = nil) {
        (bytes, self.key, self.previous) = (Array(text.utf8), key, previous)
    }

    /// The first rule that finds a credential in it.
    package var credential: CredentialRule? {
        CredentialRule.all.first { !$0.ranges(self).isEmpty }
    }

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

    /// Where the run of an alphabet that begins here ends.
    func end(of alphabet: ByteSet, from start: Int) -> Int {
        bytes[start...].firstIndex { !alphabet.contains($0) } ?? bytes.count
    }

    func has(_ text: String, at index: Int) -> Bool {
        bytes[index...].starts(with: text.utf8)
    }

    /// Every place at which `text` stands.
    func places(of text: String) -> [Int] {
        guard let first = text.utf8.first else { return [] }
        return bytes.indices.filter { bytes[$0] == first && has(text, at: $0) }
    }

    /// Whether no word goes on over this place.
    func isBoundary(_ index: Int) -> Bool {
        index == 0 || !ByteSet.alphanumeric.contains(bytes[index - 1])
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// A set of ASCII characters.
struct ByteSet: Sendable {
    private let low, high: UInt64

    init(_ characters: String) {
        var (low, high): (UInt64, UInt64) = (0, 0)
        for byte in characters.utf8 {
            if byte < 64 { low |= 1 << byte } else { high |= 1 << (byte & 63) }
        }
        (self.low, self.high) = (low, high)
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> (byte & 63) & 1 == 1
    }

    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    static let digits = ByteSet("0123456789")
    static let capitals = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    static let smallLetters = ByteSet("abcdefghijklmnopqrstuvwxyz")
    static let hexadecimal = ByteSet("0123456789abcdefABCDEF")
    static let capitalsAndDigits = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    static let alphanumeric = ByteSet(letters + "0123456789")
    /// What names are made of, and base64 in URLs.
    static let word = ByteSet(letters + "0123456789_-")
    static let base64 = ByteSet(letters + "0123456789+/")
    static let name = ByteSet(letters + "0123456789_-.")
    static let path = ByteSet(letters + "0123456789_-./")
    static let space = ByteSet(" \t\r\n")
    static let quotes = ByteSet("\"'`")
}
