/// The values that a ledger keeps unsealed although they look like credentials.
///
/// Each line is a case-insensitive pattern for the path of a value, with `*` for any characters and `?` for one:
/// `dockerLabels.com.example.build-id`, `command`, `logConfiguration.options.*-token`. The name of a list also matches
/// its elements. `#` starts a comment. Environments cannot be allowed: their values are always sealed.
package struct SealAllowList: Equatable, Sendable {
    private var patterns: [[UInt8]] = []

    package init() {}

    package init(text: String) throws(InvalidAllowListLine) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard let pattern = words.first else { continue }
            guard words.count == 1, Self.names(String(pattern)) else { throw InvalidAllowListLine(line: index + 1) }
            patterns.append(Array(pattern.lowercased().utf8))
        }
    }

    package func allows(_ name: String) -> Bool {
        guard !patterns.isEmpty else { return false }
        let name = Array(name.lowercased().utf8)
        let list = name.prefix { $0 != UInt8(ascii: "[") }
        return patterns.contains { Self.matches(name[...], $0[...]) || Self.matches(list, $0[...]) }
    }

    /// Whether a pattern can match: it must begin with the name of a member that is searched for credentials.
    private static func names(_ pattern: String) -> Bool {
        let pattern = pattern.lowercased()
        return SensitiveMember.places.map { $0.lowercased() }.contains { place in
            pattern == place || ["\(place).", "\(place)[", "\(place)*"].contains { pattern.hasPrefix($0) }
        }
    }

    /// Goes back only to the last `*`, so that a pattern of many takes no longer than text times pattern.
    private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var (place, mark) = (text.startIndex, pattern.startIndex)
        var star: (place: Int, next: Int)?
        while place < text.endIndex {
            if mark < pattern.endIndex, pattern[mark] == UInt8(ascii: "*") {
                mark += 1
                star = (place, mark)
            } else if mark < pattern.endIndex, pattern[mark] == UInt8(ascii: "?") || pattern[mark] == text[place] {
                (place, mark) = (place + 1, mark + 1)
            } else if let last = star {
                star = (last.place + 1, last.next)
                (place, mark) = (last.place + 1, last.next)
            } else {
                return false
            }
        }
        return pattern[mark...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// A line that is not a pattern for a value that is searched for credentials.
package struct InvalidAllowListLine: Error, Hashable, Sendable {
    /// One-based.
    package let line: Int

    package init(line: Int) {
        self.line = line
    }
}
