/// Decides from the end of a name whether its value is a secret.
///
/// `DB_PASSWORD` and `--apiKey` name secrets; `--password-file`, `TOKEN_TTL` and `max-tokens` do not.
struct SecretName {
    /// The letters and digits of the name, in lower case.
    private let folded: [UInt8]
    /// How many of them follow the last separator.
    private let lastPart: Int

    init(_ name: String) {
        var folded: [UInt8] = []
        var lastPart = 0
        folded.reserveCapacity(name.utf8.count)
        for byte in name.utf8 {
            if ByteSet.alphanumeric.contains(byte) {
                folded.append(ByteSet.capitals.contains(byte) ? byte | 0x20 : byte)
                lastPart += 1
            } else {
                lastPart = 0
            }
        }
        (self.folded, self.lastPart) = (folded, lastPart)
    }

    /// Whether `value` is a secret: a short number is a count or a time, unless the name says password.
    func names(_ value: some Collection<UInt8>) -> Bool {
        if ends(in: Self.passwords) || isLastPart(Self.pass) { return true }
        guard ends(in: Self.keys) || isLastPart(Self.auth) else { return false }
        return value.count > 6 || !value.allSatisfy { ByteSet.digits.contains($0) }
    }

    private func ends(in words: [[UInt8]]) -> Bool {
        words.contains { folded.count >= $0.count && folded.suffix($0.count).elementsEqual($0) }
    }

    private func isLastPart(_ word: [UInt8]) -> Bool {
        lastPart == word.count && folded.suffix(word.count).elementsEqual(word)
    }

    private static let pass = Array("pass".utf8)
    private static let auth = Array("auth".utf8)
    private static let passwords = ["password", "passwd", "passphrase", "passcode", "pwd"].map { Array($0.utf8) }

    private static let keys = [
        "secret", "token", "credential", "credentials", "authorization", "apikey", "accesskey", "secretkey",
        "privatekey", "encryptionkey", "signingkey", "authkey", "masterkey", "sharedkey", "accountkey", "licensekey",
        "connectionstring",
    ].map { Array($0.utf8) }
}
