/// A name, and whether what it names is a secret: the end of a name says what it is.
///
/// `DB_PASSWORD` and `--apiKey` do, `--password-file`, `TOKEN_TTL` and `max-tokens` do not.
struct SecretName {
    private let folded: String
    private let lastPart: String

    init(_ name: String) {
        folded = String(decoding: name.utf8.filter { ByteSet.alphanumeric.contains($0) }, as: UTF8.self).lowercased()
        lastPart = name.split { !$0.isLetter && !$0.isNumber }.last.map { $0.lowercased() } ?? ""
    }

    /// A number of few digits is a count or a time, unless it is called a password.
    func names(_ value: some Collection<UInt8>) -> Bool {
        if Self.passwords.contains(where: folded.hasSuffix) || lastPart == "pass" { return true }
        guard Self.keys.contains(where: folded.hasSuffix) || lastPart == "auth" else { return false }
        return value.count > 6 || !value.allSatisfy { ByteSet.digits.contains($0) }
    }

    private static let passwords = ["password", "passwd", "passphrase", "passcode", "pwd"]

    private static let keys = [
        "secret", "token", "credential", "credentials", "authorization", "apikey", "accesskey", "secretkey",
        "privatekey", "encryptionkey", "signingkey", "authkey", "masterkey", "sharedkey", "accountkey", "licensekey",
        "connectionstring",
    ]
}
