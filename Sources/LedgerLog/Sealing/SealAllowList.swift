/// What a ledger lets stand in the clear though it looks like a credential.
///
/// A line is a pattern for the place of a value, `*` for any characters and `?` for one, in any letters:
/// `dockerLabels.com.example.build-id`, `command`, `logConfiguration.options.*-token`. A list's name stands for its
/// elements. What follows a `#` is a comment. There is no line for environments: their values are always sealed.
package struct SealAllowList: Equatable, Sendable {
    private var patterns: [[UInt8]] = []

    package init() {}

    package init(text: String) throws(BadAllowance) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard let pattern = words.first else { continue }
            guard words.count == 1, Self.names(String(pattern)) else { throw BadAllowance(line: index + 1) }
            patterns.append(Array(pattern.lowercased().utf8))
        }
    }

    package func allows(_ name: String) -> Bool {
        guard !patterns.isEmpty else { return false }
        let name = Array(name.lowercased().utf8)
        let list = name.prefix { $0 != UInt8(ascii: "[") }
        return patterns.contains { Self.matches(name[...], $0[...]) || Self.matches(list, $0[...]) }
    }

    /// Whether a pattern can match anything: it begins with the name of a member that is looked into.
    private static func names(_ pattern: String) -> Bool {
        let pattern = pattern.lowercased()
        return SensitiveMember.inlinePlaces.map { $0.lowercased() }.contains { place in
            pattern == place || ["\(place).", "\(place)[", "\(place)*"].contains { pattern.hasPrefix($0) }
        }
    }

    private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var (text, pattern) = (text, pattern)
        while let first = pattern.first {
            if first == UInt8(ascii: "*") {
                let rest = pattern.dropFirst()
                return (text.startIndex...text.endIndex).contains { matches(text[$0...], rest) }
            }
            guard let byte = text.first, first == UInt8(ascii: "?") || first == byte else { return false }
            (text, pattern) = (text.dropFirst(), pattern.dropFirst())
        }
        return text.isEmpty
    }
}

/// A line that is no pattern for a place in which values are looked at.
package struct BadAllowance: Error, Hashable, Sendable {
    /// The first is 1.
    package let line: Int

    package init(line: Int) {
        self.line = line
    }
}
