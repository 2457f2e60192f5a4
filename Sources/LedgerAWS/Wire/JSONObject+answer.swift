import LedgerValues

/// How answers are read. A member of the wrong type counts as missing.
extension JSONObject {
    func text(_ name: String) -> String? { self[name]?.string?.nonEmpty }

    /// A text for people, not longer than what is kept of one.
    func message(_ name: String) -> String? { text(name)?.cut() }

    func required(_ name: String) throws(AnswerError) -> String {
        guard let text = text(name) else { throw .missing(name) }
        return text
    }

    func object(_ name: String) -> JSONObject? { self[name]?.object }

    func requiredObject(_ name: String) throws(AnswerError) -> JSONObject {
        guard let object = object(name) else { throw .missing(name) }
        return object
    }

    func objects(_ name: String) -> [JSONObject] { self[name]?.array?.compactMap(\.object) ?? [] }

    func texts(_ name: String) -> [String] { self[name]?.array?.compactMap(\.string) ?? [] }

    func integer(_ name: String) -> Int64? { self[name]?.integer }

    func requiredInteger(_ name: String) throws(AnswerError) -> Int64 {
        guard let integer = integer(name) else { throw .missing(name) }
        return integer
    }

    func bool(_ name: String) -> Bool? { self[name]?.bool }

    /// A time as seconds since 1970, with or without a fraction.
    func seconds(_ name: String) -> Timestamp? {
        switch self[name] {
        case .integer(let seconds): Timestamp(microseconds: 0).advanced(bySeconds: seconds)
        case .string(let text): Timestamp(epochSeconds: text)
        case nil, .null, .bool, .array, .object: nil
        }
    }

    /// A map of texts.
    func map(_ name: String) -> [String: String] {
        let members = object(name)?.members.compactMap { member in member.value.string.map { (member.key, $0) } } ?? []
        return Dictionary(members) { $1 }
    }
}

extension Timestamp {
    /// Reads a JSON number: `1510000000.123`, `1.51E9`.
    init?(epochSeconds text: String) {
        guard let decimal = DecimalText(text), let microseconds = decimal.scaled(by: 6) else { return nil }
        self.init(microseconds: microseconds)
    }
}

/// The first 18 digits of a number and the position of its decimal point, so that nothing is rounded.
private struct DecimalText {
    private var digits: Int64 = 0
    private var exponent = 0
    private var isNegative = false

    init?(_ text: String) {
        let halves = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        guard halves.count <= 2, let mantissa = halves.first else { return nil }
        if halves.count == 2 {
            guard let power = Int(halves[1]), abs(power) < 100 else { return nil }
            exponent = power
        }
        isNegative = mantissa.hasPrefix("-")
        let unsigned = mantissa.dropFirst(isNegative ? 1 : 0)
        let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty else { return nil }
        let fraction = parts.count == 2 ? parts[1].prefix(max(0, 18 - whole.count)) : ""
        guard let digits = Int64(whole + fraction), digits >= 0 else { return nil }
        self.digits = digits
        exponent -= fraction.count
    }

    /// The number times ten to the power, cut to an integer; nil when it does not fit.
    func scaled(by power: Int) -> Int64? {
        var value = digits
        for _ in 0..<max(0, exponent + power) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = product
        }
        for _ in 0..<max(0, -(exponent + power)) { value /= 10 }
        return isNegative ? -value : value
    }
}
