import LedgerValues

/// The name of a stage within its stack.
///
/// It is also the tag of the images that the stage runs. So it must be a valid tag, without another meaning: not
/// `latest`, and nothing that looks like a commit or a digest. Tags have up to 128 characters; the limit is 32, because
/// names of AWS resources are made from stack and stage.
package struct StageName: Hashable, Comparable, Sendable, RawRepresentable {
    package let rawValue: String

    /// Takes a name from a record, without checking it: the rules may have been different then.
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
