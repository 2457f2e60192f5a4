/// Decides from the end of a name whether its value is a secret.
///
/// `DB_PASSWORD` and `--apiKey` name secrets; `--password-file`, `TOKEN_TTL` and `max-tokens` do not.
struct SecretName {
    /// The letters and digits of the name, in lower case.
    private let folded: [UInt8]
    /// How many of them belong to the last word: after a separator, or from a capital on that follows a small letter.
    private let lastPart: Int

    init(_ name: String) {
        self.init(name.utf8)
    }

    /// Only the end of a long name is looked at.
    init(_ name: some BidirectionalCollection<UInt8>) {
        var folded: [UInt8] = []
        var lastPart = 0
        var wasSmall = false
        for byte in name.suffix(Self.longest) {
            let isCapital = ByteSet.capitals.contains(byte)
            if ByteSet.alphanumeric.contains(byte) {
                folded.append(isCapital ? byte | 0x20 : byte)
                lastPart = isCapital && wasSmall ? 1 : lastPart + 1
            } else {
                lastPart = 0
            }
            wasSmall = ByteSet.smallLetters.contains(byte)
        }
        (self.folded, self.lastPart) = (folded, lastPart)
    }

    private static let longest = 64

    /// Whether any value can be a secret.
    var isSecret: Bool { isPassword || ends(in: Self.keys) || isLastPart(Self.auth) }

    /// Whether the value is a header, such as `X-Api-Key: …`.
    var isHeader: Bool { ends(in: Self.headers) }

    var isAuthorization: Bool { ends(in: [Self.authorization]) }

    private var isPassword: Bool { ends(in: Self.passwords) || isLastPart(Self.pass) || isLastPart(Self.pw) }

    /// Whether `value` is a secret: a short number is a count or a time, unless the name says password.
    func names(_ value: some Collection<UInt8>) -> Bool {
        if isPassword { return true }
        guard isSecret else { return false }
        return value.count > 6 || !value.allSatisfy { ByteSet.digits.contains($0) }
    }

    private func ends(in words: [[UInt8]]) -> Bool {
        words.contains { folded.count >= $0.count && folded.suffix($0.count).elementsEqual($0) }
    }

    private func isLastPart(_ word: [UInt8]) -> Bool {
        lastPart == word.count && folded.suffix(word.count).elementsEqual(word)
    }

    private static let pass = Array("pass".utf8)
    private static let pw = Array("pw".utf8)
    private static let auth = Array("auth".utf8)
    private static let authorization = Array("authorization".utf8)
    private static let headers = ["header", "headers"].map { Array($0.utf8) }
    private static let passwords = [
        "password", "passwd", "passphrase", "passcode", "pwd", "pswd", "requirepass", "masterauth", "dbpass",
        "userpass", "rootpass", "adminpass", "keypass", "storepass", "sshpass", "bindpw", "rootpw", "adminpw", "userpw",
    ].map { Array($0.utf8) }

    private static let keys = [
        "secret", "token", "credential", "credentials", "authorization", "apikey", "accesskey", "secretkey",
        "privatekey", "encryptionkey", "signingkey", "authkey", "masterkey", "sharedkey", "accountkey", "licensekey",
        "connectionstring",
    ].map { Array($0.utf8) }
}
