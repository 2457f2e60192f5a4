/// Finds the end of the unescaped part of a JSON string, eight bytes at a time.
///
/// Records consist mostly of such text, so the speed of reading and writing depends on this.
package enum PlainText {
    /// The first index from `start` on of a quotation mark, backslash or control character, or the end; and whether all
    /// bytes before it are ASCII.
    package static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (index: Int, isASCII: Bool) {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        var seen: UInt64 = 0
        while index + 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if hasSpecial(word) { break }
            seen |= word
            index += 8
        }
        while index < bytes.count, !isSpecial(bytes[index]) {
            seen |= UInt64(bytes[index])
            index += 1
        }
        return (index, seen & highBits == 0)
    }

    static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Whether any byte of `word` is special.
    ///
    /// `(x - n) & ~x & 0x80` is set in the lowest byte that is less than n ≤ 128, and in no byte if there is none; a
    /// byte equals c if it is less than 1 in `x ^ c`.
    private static func hasSpecial(_ word: UInt64) -> Bool {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let below = (word &- ones &* 0x20) & ~word
        return (below | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & highBits != 0
    }
}
