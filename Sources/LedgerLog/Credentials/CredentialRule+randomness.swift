extension CredentialRule {
    /// AWS's form of a secret access key: forty characters of base64.
    ///
    /// A commit's hash has as many, but of sixteen kinds, and a path has no capitals and digits all over it.
    static let awsSecretKey = CredentialRule(name: "aws-secret-key") { text in
        text.runs(of: .base64).filter { run in
            run.count == 40 && text.bytes[run].isRandom(changing: 30)
                && text.bytes[run].count { $0 == UInt8(ascii: "/") } <= 4
        }
    }

    /// Twenty and more characters as only chance puts them together.
    ///
    /// These are capitals, small letters and digits, all three; of them the kind changes at nearly every second step; and
    /// their collision entropy is at least log2(11), about 3.5 bits a character. Digests, commits, UUIDs, ARNs, hosts,
    /// dates and paths fail the first, names in camel case the second, even with the suffix that CloudFormation and CDK
    /// put behind them.
    static let randomText = CredentialRule(name: "random-text") { text in
        text.runs(of: .randomness).filter { run in
            text.bytes[run].withoutLogicalSuffix.isRandom(changing: 45)
        }
    }
}

extension ByteSet {
    /// Without `-`, `_` and `/`, between which names stand.
    fileprivate static let randomness = ByteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+")
}

extension ArraySlice<UInt8> {
    /// The kind has to change at so many steps of a hundred.
    fileprivate func isRandom(changing least: Int) -> Bool {
        count >= 20 && hasAllKinds && changes * 100 >= (count - 1) * least && isVaried
    }

    private var hasAllKinds: Bool {
        contains { ByteSet.capitals.contains($0) } && contains { ByteSet.smallLetters.contains($0) }
            && contains { ByteSet.digits.contains($0) }
    }

    /// Random letters and digits change their kind at 62 steps of a hundred.
    private var changes: Int {
        zip(self, dropFirst()).count { Self.kind($0) != Self.kind($1) }
    }

    private static func kind(_ byte: UInt8) -> Int {
        if ByteSet.capitals.contains(byte) { return 0 }
        if ByteSet.smallLetters.contains(byte) { return 1 }
        return ByteSet.digits.contains(byte) ? 2 : 3
    }

    /// The square of the length, by the sum of the squares of how often each character stands, is 2 to the entropy.
    private var isVaried: Bool {
        var counts = [Int](repeating: 0, count: 128)
        for byte in self { counts[Int(byte & 0x7F)] += 1 }
        return count * count >= 11 * counts.reduce(0) { $0 + $1 * $1 }
    }

    /// CDK ends logical names with eight hexadecimal digits of a hash.
    fileprivate var withoutLogicalSuffix: ArraySlice<UInt8> {
        let isHash = suffix(8).allSatisfy { ByteSet.hexadecimal.contains($0) && !ByteSet.smallLetters.contains($0) }
        return count > 8 && isHash ? dropLast(8) : self
    }
}
