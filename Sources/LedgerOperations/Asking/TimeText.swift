package import LedgerValues

/// Reads the times that people write: `2026-11-01`, `2026-11-01T10:00Z`, `2 hours ago`, `in 3 days`, `now`.
///
/// Without a zone a time is in UTC; a bare date is its first instant.
package enum TimeText {
    package static func read(_ text: String, now: Timestamp) throws(OperationError) -> Timestamp {
        let trimmed = text.trimmingSpaces
        if trimmed.lowercased() == "now" { return now }
        if let time = relative(trimmed.lowercased(), now: now) ?? absolute(trimmed) { return time }
        throw .input(.notATime(text))
    }

    // MARK: Relative

    private static func relative(_ text: String, now: Timestamp) -> Timestamp? {
        var words = text.split(separator: " ").map(String.init)
        if words == ["yesterday"] { return now.advanced(bySeconds: -86_400) }
        let sign: Int64
        if words.last == "ago" {
            sign = -1
            words.removeLast()
        } else if words.first == "in" {
            sign = 1
            words.removeFirst()
        } else {
            return nil
        }
        guard let seconds = seconds(words) else { return nil }
        return now.advanced(bySeconds: sign * seconds)
    }

    /// The length of `2 hours`, `90m` or `1 day 2 hours`; at most 1,000 years.
    package static func seconds(_ words: [String]) -> Int64? {
        var total: Int64 = 0
        var number: Int64?
        for word in words.flatMap(splittingUnit) {
            if let count = Int64(word) ?? (word == "a" || word == "an" ? 1 : nil) {
                guard number == nil, (0...31_536_000_000).contains(count) else { return nil }
                number = count
            } else {
                guard let count = number, let unit = units[word] else { return nil }
                total += count * unit
                guard total <= 31_536_000_000 else { return nil }
                number = nil
            }
        }
        return number == nil && !words.isEmpty ? total : nil
    }

    /// `90m` as `90`, `m`.
    private static func splittingUnit(_ word: String) -> [String] {
        let digits = word.prefix(while: \.isNumber)
        return digits.isEmpty || digits.count == word.count
            ? [word] : [String(digits), String(word.dropFirst(digits.count))]
    }

    private static let units: [String: Int64] = {
        let lengths: [(String, Int64)] = [
            ("second", 1), ("minute", 60), ("hour", 3_600), ("day", 86_400), ("week", 604_800), ("month", 2_592_000),
            ("year", 31_536_000),
        ]
        var units =
            ["s": 1, "sec": 1, "secs": 1, "m": 60, "min": 60, "mins": 60, "h": 3_600, "d": 86_400, "w": 604_800]
            as [String: Int64]
        for (name, length) in lengths {
            units[name] = length
            units[name + "s"] = length
        }
        return units
    }()

    // MARK: Absolute

    private static func absolute(_ text: String) -> Timestamp? {
        let separator = text.firstIndex { $0 == "T" || $0 == "t" || $0 == " " }
        let date = text[..<(separator ?? text.endIndex)]
        guard let separator else { return Timestamp(rfc3339: "\(date)T00:00:00Z") }
        let rest = text[text.index(after: separator)...]
        let zoneStart = rest.firstIndex { "Zz+-".contains($0) } ?? rest.endIndex
        let zone = zoneStart == rest.endIndex ? "Z" : rest[zoneStart...]
        let clock = rest[..<zoneStart]
        let full = clock.split(separator: ":", omittingEmptySubsequences: false).count == 2 ? clock + ":00" : clock
        return Timestamp(rfc3339: "\(date)T\(full)\(zone)")
    }
}

extension String {
    var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
