/// RFC 4648 §4, with padding.
extension [UInt8] {
    package var base64: String {
        let alphabet = Self.base64Alphabet
        var text: [UInt8] = []
        for start in stride(from: 0, to: count, by: 3) {
            let group = self[start..<Swift.min(start + 3, count)]
            let word = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for digit in 0..<4 {
                let isPadding = digit > group.count
                text.append(isPadding ? UInt8(ascii: "=") : alphabet[Int(word >> UInt32(18 - 6 * digit)) & 0x3F])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil unless the text is complete, padded groups whose unused bits are zero.
    ///
    /// So bytes have only one text (RFC 4648 §3.5), and a proof only one form.
    package init?(base64 text: String) {
        let bytes = Array(text.utf8)
        let padding = bytes.reversed().prefix(2).prefix { $0 == UInt8(ascii: "=") }.count
        guard bytes.count.isMultiple(of: 4) else { return nil }
        self.init()
        var word: UInt32 = 0
        for (index, byte) in bytes.dropLast(padding).enumerated() {
            guard let digit = Self.base64Digit(byte) else { return nil }
            word = word << 6 | digit
            if index % 4 == 3 { append(contentsOf: Self.group(word, count: 3)) }
        }
        guard word & (1 << UInt32(2 * padding) - 1) == 0 else { return nil }
        if padding > 0 { append(contentsOf: Self.group(word << UInt32(6 * padding), count: 3 - padding)) }
    }

    private static func group(_ word: UInt32, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: word >> UInt32(16 - 8 * $0)) }
    }

    private static let base64Alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64Digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
