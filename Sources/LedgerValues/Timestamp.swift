/// An instant as microseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Its text form is RFC 3339 in UTC with exactly six fractional digits, which sorts by time. The range is the years
/// 0000 to 9999; arithmetic is clamped to it.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = min(max(microseconds, Self.earliest), Self.latest)
    }

    /// 0000-01-01T00:00:00.000000Z.
    private static let earliest: Int64 = -62_167_219_200_000_000
    /// 9999-12-31T23:59:59.999999Z.
    private static let latest: Int64 = 253_402_300_799_999_999

    /// Nil if it is out of range.
    fileprivate init?(exactly microseconds: Int64) {
        guard (Self.earliest...Self.latest).contains(microseconds) else { return nil }
        self.microseconds = microseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    package func advanced(bySeconds seconds: Int64) -> Timestamp {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        if overflow { return Timestamp(microseconds: seconds < 0 ? .min : .max) }
        let (sum, sumOverflow) = microseconds.addingReportingOverflow(product)
        return Timestamp(microseconds: sumOverflow ? (seconds < 0 ? .min : .max) : sum)
    }
}

// MARK: - Text

extension Timestamp: CustomStringConvertible {
    package var description: String {
        String(unsafeUninitializedCapacity: Self.length) { buffer in
            var index = 0
            forEachByte { byte in
                buffer[index] = byte
                index += 1
            }
            return index
        }
    }

    /// The length of the text form, `2026-11-01T10:00:00.000000Z`, in bytes.
    package static let length = 27

    /// Calls `body` with each ASCII byte of the text form, in order.
    package func forEachByte(_ body: (UInt8) -> Void) {
        let (days, time) = microseconds.flooredDivision(by: 86_400_000_000)
        let date = CivilDate(daysSinceEpoch: days)
        emit(date.year, digits: 4, body)
        body(UInt8(ascii: "-"))
        emit(date.month, digits: 2, body)
        body(UInt8(ascii: "-"))
        emit(date.day, digits: 2, body)
        body(UInt8(ascii: "T"))
        emit(time / 3_600_000_000, digits: 2, body)
        body(UInt8(ascii: ":"))
        emit(time / 60_000_000 % 60, digits: 2, body)
        body(UInt8(ascii: ":"))
        emit(time / 1_000_000 % 60, digits: 2, body)
        body(UInt8(ascii: "."))
        emit(time % 1_000_000, digits: 6, body)
        body(UInt8(ascii: "Z"))
    }

    private func emit(_ value: Int64, digits: Int, _ body: (UInt8) -> Void) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            body(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}

extension Timestamp {
    /// Parses a `date-time` of RFC 3339 §5.6.
    ///
    /// Accepts `T` or a space between date and time, any number of fractional digits (six are kept), and `Z` or a
    /// numeric offset. A second of 60 (a leap second) counts as the start of the next one. Nil if it is out of range in UTC.
    package init?(rfc3339 text: some StringProtocol) {
        var reader = DigitReader(Array(text.utf8))
        guard let parsed = reader.dateTime() else { return nil }
        self = parsed
    }

    /// Parses only the form of ``description``.
    package init?(canonical text: String) {
        self.init(canonical: text.utf8.span)
    }

    /// Like ``init(canonical:)-(String)``, without copying the bytes.
    package init?(canonical bytes: Span<UInt8>) {
        guard bytes.count == Self.length, Self.hasMarks(bytes), let year = Self.number(bytes, 0..<4),
            let month = Self.number(bytes, 5..<7), let day = Self.number(bytes, 8..<10),
            let date = CivilDate(year: year, month: month, day: day), let hour = Self.number(bytes, 11..<13),
            hour < 24, let minute = Self.number(bytes, 14..<16), minute < 60,
            let second = Self.number(bytes, 17..<19), second < 60, let fraction = Self.number(bytes, 20..<26)
        else { return nil }
        let seconds = (hour * 60 + minute) * 60 + second
        self.init(microseconds: date.daysSinceEpoch * 86_400_000_000 + seconds * 1_000_000 + fraction)
    }

    private static func hasMarks(_ bytes: Span<UInt8>) -> Bool {
        bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-") && bytes[10] == UInt8(ascii: "T")
            && bytes[13] == UInt8(ascii: ":") && bytes[16] == UInt8(ascii: ":") && bytes[19] == UInt8(ascii: ".")
            && bytes[26] == UInt8(ascii: "Z")
    }

    private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        var value: Int64 = 0
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// The start of a day in UTC; nil for a day that does not exist.
    package init?(year: Int64, month: Int64, day: Int64) {
        guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
        self.init(microseconds: date.daysSinceEpoch * 86_400_000_000)
    }
}

/// Parses the digits and separators of a date.
private struct DigitReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func dateTime() -> Timestamp? {
        guard let day = date(), skip("T") || skip("t") || skip(" "), let micros = time(), let offset = offset(),
            index == bytes.count
        else { return nil }
        return Timestamp(exactly: day * 86_400_000_000 + micros - offset * 60_000_000)
    }

    private mutating func date() -> Int64? {
        guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
            let day = number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)?.daysSinceEpoch
    }

    private mutating func time() -> Int64? {
        guard let hour = number(digits: 2), hour < 24, skip(":"), let minute = number(digits: 2), minute < 60,
            skip(":"), let second = number(digits: 2), second <= 60, let fraction = fraction()
        else { return nil }
        return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
    }

    private mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            if count < 6 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in 0..<max(0, 6 - count) { value *= 10 }
        return value
    }

    /// The offset from UTC in minutes.
    private mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64 = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = number(digits: 2), hours < 24, skip(":"), let minutes = number(digits: 2),
            minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }

    private mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func digit() -> Int64? {
        guard index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
        defer { index += 1 }
        return Int64(bytes[index] - UInt8(ascii: "0"))
    }

    private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: mark) else { return false }
        index += 1
        return true
    }
}
