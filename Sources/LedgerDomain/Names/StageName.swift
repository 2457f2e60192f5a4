import LedgerValues

/// The name of a stage within its stack.
///
/// It is also the tag of the images that the stage runs, so it must be a tag (at most 128 characters; 32 keep the names
/// of AWS resources made of stack and stage within their limits) and none that means something else: `latest`, and what
/// looks like a commit or a digest.
package struct StageName: Hashable, Comparable, Sendable, RawRepresentable {
    package let rawValue: String

    /// Takes a name that a record holds, whatever rule it was once given under.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Checks a name where it enters.
    package init(checking text: String) throws(NameError) {
        try NameRule.check(text, limit: 32)
        let looksLikeCommit = text.utf8.count >= 7 && text.utf8.allSatisfy { $0.hexDigit != nil }
        guard text.lowercased() != "latest", !looksLikeCommit else { throw .reservedTag(text) }
        rawValue = text
    }

    package static func < (left: StageName, right: StageName) -> Bool {
        left.rawValue < right.rawValue
    }
}
