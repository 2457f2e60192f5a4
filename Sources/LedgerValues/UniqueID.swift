/// A UUID (RFC 9562) of 128 bits, written in lower case.
package struct UniqueID: Hashable, Comparable, Sendable {
    package let high, low: UInt64

    package init(high: UInt64, low: UInt64) {
        (self.high, self.low) = (high, low)
    }

    /// A version 7 UUID: 48 bits of Unix milliseconds, then `random` (RFC 9562 §5.7).
    ///
    /// The caller provides clock and randomness. If the low 12 bits of `random.high` count up within a millisecond, ids
    /// sort in order of creation.
    package init(time: Timestamp, random: (high: UInt64, low: UInt64)) {
        let milliseconds = UInt64(max(0, time.microseconds / 1_000)) & 0xFFFF_FFFF_FFFF
        high = milliseconds << 16 | 0x7000 | random.high & 0x0FFF
        low = 0x8000_0000_0000_0000 | random.low & 0x3FFF_FFFF_FFFF_FFFF
    }

    /// A version 8 UUID: 122 bits of a hash that the caller computed (RFC 9562 §5.8).
    package init(hash: (high: UInt64, low: UInt64)) {
        high = hash.high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
        low = 0x8000_0000_0000_0000 | hash.low & 0x3FFF_FFFF_FFFF_FFFF
    }

    package static func < (left: UniqueID, right: UniqueID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// The sixteen bytes in network byte order.
    package var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> (56 - 8 * $0)) }
    }

    /// Nil unless there are exactly sixteen bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Like ``init(bytes:)``, without copying.
    package init?(raw bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }
}

extension UniqueID: CustomStringConvertible {
    package var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            withDigits { digits in
                for (index, digit) in digits.enumerated() { buffer[index] = digit }
            }
            return 36
        }
    }

    /// Calls `body` with the 36 characters of ``description`` without allocating a string.
    package func withDigits<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 36) { digits in
            Self.write(high >> 32, 8, to: digits, at: 0)
            digits[8] = UInt8(ascii: "-")
            Self.write(high >> 16, 4, to: digits, at: 9)
            digits[13] = UInt8(ascii: "-")
            Self.write(high, 4, to: digits, at: 14)
            digits[18] = UInt8(ascii: "-")
            Self.write(low >> 48, 4, to: digits, at: 19)
            digits[23] = UInt8(ascii: "-")
            Self.write(low, 12, to: digits, at: 24)
            return body(UnsafeBufferPointer(digits))
        }
    }

    /// Writes the lowest `count` digits of a word.
    private static func write(
        _ word: UInt64,
        _ count: Int,
        to digits: UnsafeMutableBufferPointer<UInt8>,
        at start: Int
    ) {
        var rest = word
        for index in stride(from: start + count - 1, through: start, by: -1) {
            let nibble = UInt8(truncatingIfNeeded: rest & 0xF)
            digits[index] = nibble &+ (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") &- 10)
            rest >>= 4
        }
    }

    /// Parses the form with four hyphens, in either case.
    package init?(_ text: String) {
        self.init(text: text.utf8.span)
    }

    /// Like ``init(_:)-(String)``, without copying the bytes.
    package init?(text bytes: Span<UInt8>) {
        guard bytes.count == 36, bytes[8] == Self.hyphen, bytes[13] == Self.hyphen, bytes[18] == Self.hyphen,
            bytes[23] == Self.hyphen
        else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        var isValid = Self.read(bytes, 0..<8, into: &words.0) && Self.read(bytes, 9..<13, into: &words.0)
        isValid = isValid && Self.read(bytes, 14..<18, into: &words.0) && Self.read(bytes, 19..<23, into: &words.1)
        guard isValid, Self.read(bytes, 24..<36, into: &words.1) else { return nil }
        (high, low) = words
    }

    private static let hyphen = UInt8(ascii: "-")

    /// Has no branch per digit: every id of a log of millions is read here.
    private static func read(_ bytes: Span<UInt8>, _ range: Range<Int>, into word: inout UInt64) -> Bool {
        var isValid = true
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            let letter = (bytes[index] | 0x20) &- UInt8(ascii: "a")
            isValid = isValid && (digit < 10 || letter < 6)
            word = word << 4 | UInt64(digit < 10 ? digit : letter &+ 10)
        }
        return isValid
    }

    package init?(_ text: Substring) {
        self.init(String(text))
    }
}
