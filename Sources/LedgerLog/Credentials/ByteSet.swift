/// A set of ASCII characters.
struct ByteSet: Sendable {
    private let low, high: UInt64

    init(_ characters: String) {
        self.init(characters.utf8)
    }

    /// Ignores bytes outside ASCII.
    init(_ bytes: some Sequence<UInt8>) {
        var (low, high): (UInt64, UInt64) = (0, 0)
        for byte in bytes where byte < 128 {
            if byte < 64 { low |= 1 << byte } else { high |= 1 << (byte & 63) }
        }
        (self.low, self.high) = (low, high)
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> (byte & 63) & 1 == 1
    }

    func isSubset(of other: ByteSet) -> Bool {
        low & ~other.low == 0 && high & ~other.high == 0
    }

    func isDisjoint(with other: ByteSet) -> Bool {
        low & other.low == 0 && high & other.high == 0
    }

    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    static let digits = ByteSet("0123456789")
    static let capitals = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    static let smallLetters = ByteSet("abcdefghijklmnopqrstuvwxyz")
    static let hexadecimal = ByteSet("0123456789abcdefABCDEF")
    static let capitalsAndDigits = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    static let alphanumeric = ByteSet(letters + "0123456789")
    /// The characters of names, and of base64url.
    static let word = ByteSet(letters + "0123456789_-")
    static let base64 = ByteSet(letters + "0123456789+/")
    static let name = ByteSet(letters + "0123456789_-.")
    static let path = ByteSet(letters + "0123456789_-./")
    static let betweenNames = ByteSet("=: \t\r\n")
    static let space = ByteSet(" \t\r\n")
    static let quotes = ByteSet("\"'`")
}
