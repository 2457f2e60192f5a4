/// The part of a JSON string that stands for itself, looked for eight bytes at a time.
///
/// Nearly all of a record is such text, so reading and writing are about as fast as this is.
package enum PlainText {
    /// The first index at or after `start` of a quotation mark, a backslash or a control character, or the end; and whether
    /// all before it is ASCII.
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
    /// `(x - n) & ~x & 0x80` is set in the lowest byte below n ≤ 128, and in none if there is none; a byte equal to c is one
    /// below 1 in `x ^ c`.
    private static func hasSpecial(_ word: UInt64) -> Bool {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let below = (word &- ones &* 0x20) & ~word
        return (below | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & highBits != 0
    }
}
