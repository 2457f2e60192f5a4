extension CredentialRule {
    /// The form of an AWS secret access key: forty characters of base64.
    ///
    /// A commit hash is as long but uses only sixteen characters; a path does not mix capitals and digits throughout.
    static let awsSecretKey = CredentialRule(name: "aws-secret-key") { text in
        text.runs(of: .base64).filter { run in
            run.count == 40 && text.bytes[run].isRandom(changing: 30)
                && text.bytes[run].count { $0 == UInt8(ascii: "/") } <= 4
        }
    }

    /// Twenty or more characters that look random.
    ///
    /// The text has capitals, small letters and digits; it changes between these kinds at 45 % of its steps or more;
    /// and its collision entropy is at least log2(11), about 3.5 bits a character. Digests, commits, UUIDs, ARNs,
    /// hosts, dates and paths fail the first test; camel-case names fail the second, also with the suffix that
    /// CloudFormation and CDK add.
    static let randomText = CredentialRule(name: "random-text") { text in
        text.runs(of: .randomness).filter { run in
            text.bytes[run].withoutLogicalSuffix.isRandom(changing: 45)
        }
    }
}

extension ByteSet {
    /// Without `-`, `_` and `/`, which separate names.
    fileprivate static let randomness = ByteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+")
}

extension ArraySlice<UInt8> {
    /// `least` is the minimum percentage of steps at which the kind of character changes.
    fileprivate func isRandom(changing least: Int) -> Bool {
        count >= 20 && hasAllKinds && changes * 100 >= (count - 1) * least && isVaried
    }

    private var hasAllKinds: Bool {
        contains { ByteSet.capitals.contains($0) } && contains { ByteSet.smallLetters.contains($0) }
            && contains { ByteSet.digits.contains($0) }
    }

    /// How often the kind changes; for random letters and digits at 62 % of the steps.
    private var changes: Int {
        zip(self, dropFirst()).count { Self.kind($0) != Self.kind($1) }
    }

    private static func kind(_ byte: UInt8) -> Int {
        if ByteSet.capitals.contains(byte) { return 0 }
        if ByteSet.smallLetters.contains(byte) { return 1 }
        return ByteSet.digits.contains(byte) ? 2 : 3
    }

    /// 2 to the collision entropy is the square of the length divided by the sum of the squared character counts.
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
